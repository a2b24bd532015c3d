using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

public sealed class PageTextTests
{
    [Theory]
    [InlineData("queue grows<br>walrus idle", "queue grows walrus idle")]
    [InlineData("one<br/>two<BR />three", "one two three")]
    [InlineData("a <b>bold</b>word", "a boldword")]
    [InlineData("<div>one</div><div>two</div>", "one\ntwo")]
    [InlineData("<ul><li>one<li>two</ul>", "one\ntwo")]
    [InlineData("<table><tr><td>one</td><td>two</td></tr></table>", "one two")]
    [InlineData("<p>less &lt; than &amp; more</p>", "less < than & more")]
    [InlineData("<div>\n<!-- a > b -->shown\n</div>", "shown")]
    [InlineData("<div>a < b and c</div>", "a < b and c")]
    [InlineData("<div title=\"a > b\">shown</div>", "shown")]
    [InlineData("<div>\nuse <span>one</span> word\n</div>", "use one word")]
    [InlineData("<div><script>x()</script>shown</div>", "shown")]
    public void Html_keeps_words_apart_and_loses_none(string markdown, string text) =>
        Assert.Equal(text, Section("# P\n\n" + markdown).Text);

    [Fact]
    public void A_cell_with_a_break_holds_two_words() =>
        Assert.Contains("grows walrus", Section("# P\n\n| a |\n|---|\n| grows<br>walrus |\n").Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("# Restart the loader {#restart-loader}", "Restart the loader", "restart-loader")]
    [InlineData("# Disk full {: #full .big }", "Disk full", "full")]
    [InlineData("# Disk full {.big}", "Disk full", "disk-full")]
    [InlineData("# Snake {#my_own_id}", "Snake", "my_own_id")]
    [InlineData("# Use `{#id}`", "Use {#id}", "use-id")]
    [InlineData("# Labels {job}", "Labels {job}", "labels-job")]
    [InlineData("# Write {#id\\}", "Write {#id}", "write-id")]
    [InlineData("# Write \\{#id}", "Write {#id}", "write-id")]
    [InlineData("# Template {{.Values}}", "Template {{.Values}}", "template-values")]
    public void Attributes_of_a_heading_name_its_anchor(string line, string heading, string anchor)
    {
        var section = Section(line + "\n\nText.\n");
        Assert.Equal((heading, anchor), (section.Heading, section.Anchor));
    }

    private static Section Section(string text) => Pages.Read(text).Sections[^1];
}
