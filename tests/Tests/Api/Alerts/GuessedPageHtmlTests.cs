using Knowledge.Api.Alerts;

namespace Knowledge.Tests.Api.Alerts;

public sealed class GuessedPageHtmlTests
{
    private const string Step = "<input type=\"checkbox\" class=\"step\" id=\"step-fix-1\">";

    private static string Marked(string html) =>
        System.Text.RegularExpressions.Regex.Replace(
            GuessedPageHtml.WithWarnings(html),
            "<strong class=\"guess\">[^<]*</strong> ",
            "!",
            System.Text.RegularExpressions.RegexOptions.NonBacktracking
        );

    [Theory]
    [InlineData($"<ol><li>{Step}Stop it</li></ol>", $"<ol><li>!{Step}Stop it</li></ol>")]
    [InlineData($"<li>{Step}Look</li><li>{Step}<code>rm -r x</code></li>", $"<li>{Step}Look</li><li>!{Step}<code>rm -r x</code></li>")]
    [InlineData(
        $"<li>{Step}Free it<pre><code class=\"sh\"><span>su</span>do df &amp;&amp; <b>kill</b> 1</code></pre></li>",
        $"<li>!{Step}Free it<pre><code class=\"sh\"><span>su</span>do df &amp;&amp; <b>kill</b> 1</code></pre></li>"
    )]
    // A step ends where a heading begins.
    [InlineData($"<li>{Step}Look</li><h2 id=\"x\">Stop here</h2><p>a</p>", $"<li>{Step}Look</li><h2 id=\"x\">Stop here</h2><p>a</p>")]
    // Commands that are no steps.
    [InlineData("<h2>Fix</h2><pre><code>sudo reboot</code></pre>", "<h2>Fix</h2>!<pre><code>sudo reboot</code></pre>")]
    [InlineData("<pre><code>sudo reboot</code></pre>", "!<pre><code>sudo reboot</code></pre>")]
    [InlineData("<p>It may stop by itself.</p>", "<p>It may stop by itself.</p>")]
    [InlineData("", "")]
    public void What_deletes_or_stops_is_marked_and_nothing_else_is_changed(string html, string marked) =>
        Assert.Equal(marked, Marked(html));
}
