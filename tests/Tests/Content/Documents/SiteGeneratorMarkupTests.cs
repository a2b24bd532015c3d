using Knowledge.Content;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

public sealed class SiteGeneratorMarkupTests
{
    [Theory]
    [InlineData("```\n{{< figure src=\"x\" >}}\n```\n")]
    [InlineData("~~~ yaml\n{% if x %}\na: {{ site.url }}\n{% endif %}\n~~~\n")]
    [InlineData("    {{% notice %}}\n")]
    [InlineData("- item\n\n  ```erb\n  <%= host %>\n  ```\n")]
    [InlineData("Write `{{< ref \"page.md\" >}}` or ``{% raw %}`` or `<%= x %>`.\n")]
    [InlineData("<pre>\n{{< figure >}}\n</pre>\n")]
    [InlineData("Write <code>{{< figure >}}</code>.\n")]
    [InlineData("An open `{{<` and a `>}}`, an open `<%` and a `%>`.\n")]
    public void Code_is_left_as_it_is(string markdown) => Assert.Equal(markdown, SiteGeneratorMarkup.Read(markdown).Markdown);

    [Theory]
    [InlineData("[a](b){:target=\"_blank\" } c", "[a](b) c")]
    [InlineData("![a](b.png){ width=\"300\" .round }", "![a](b.png)")]
    [InlineData("`a b`{:.language-sh}", "`a b`")]
    [InlineData("**a**{: #b .c}", "**a**")]
    [InlineData("run(a){ b }", "run(a){ b }")]
    [InlineData("a { b=c }", "a { b=c }")]
    [InlineData("[a](b){ for x }", "[a](b){ for x }")]
    public void Attributes_of_links_and_pictures_are_no_text(string markdown, string clean) =>
        Assert.Equal(clean, SiteGeneratorMarkup.Read(markdown).Markdown);

    [Theory]
    [InlineData("A {{< figure src=\"x\" >}}b\n", "A b\n")]
    [InlineData("{{% notice warning %}}Careful{{% /notice %}}\n", "Careful\n")]
    [InlineData("See [it]({{< relref \"./Page.md#top\" >}}).\n", "See [it](./Page.md#top).\n")]
    [InlineData(
        "See [it]({{% ref path=\"a/b.md\" lang=\"en\" %}}), [that]({{< ref other.md >}}).\n",
        "See [it](a/b.md), [that](other.md).\n"
    )]
    [InlineData("Shown as {{</* figure */>}}.\n", "Shown as {{< figure >}}.\n")]
    [InlineData("A{{/* nobody sees this */}}.\n", "A.\n")]
    [InlineData("{% include warning.html %}Stay.\n", "Stay.\n")]
    [InlineData("{% include warning.html text=\"Back up first\" %}\nStay.\n", "**Warning:** Back up first\nStay.\n")]
    [InlineData("{% include callout.html content='Mind it' %}\n", "**Note:** Mind it\n")]
    [InlineData("{% include box.html text=\"Mind it\" %}\n", "Mind it\n")]
    [InlineData("{% include 'auth/validate.md' %}\n", "*Not included here: auth/validate.md*\n")]
    [InlineData("{% include_relative steps.md %}\n", "*Not included here: steps.md*\n")]
    [InlineData("{{< readfile file=\"steps.md\" >}}\n", "*Not included here: steps.md*\n")]
    [InlineData("<%= partial 'documentation/steps' %>\n", "*Not included here: documentation/steps*\n")]
    [InlineData("{% include toc.html %}\n", "\n")]
    [InlineData("{% includes nothing %}\n", "\n")]
    [InlineData(
        "[it]({{ site.baseurl }}{% link runbooks/disk.md %}) and [that]({% post_url 2024-01-02-outage %})\n",
        "[it](/runbooks/disk.md) and [that](/_posts/2024-01-02-outage.md)\n"
    )]
    [InlineData("[it]({{ \"/disk\" | relative_url }})\n", "[it](/disk)\n")]
    [InlineData("Host <%= node['name'] -%>is <%# why %>down, <%% stays.\n", "Host is down, <%% stays.\n")]
    [InlineData("Open [Grafana](<<tenant_url(\"grafana\")>>) now, a << b >> c\n", "Open [Grafana](about:blank) now, a << b >> c\n")]
    [InlineData("{%- if jekyll.environment == \"x\" -%}yes{%- endif -%}\n", "yes\n")]
    [InlineData("{% comment %}hidden{% endcomment %}shown{{< comment >}}hidden{{< /comment >}}\n", "shown\n")]
    [InlineData("# {{ page.title }}\n", "# Disk full\n")]
    [InlineData("# <%= current_page.data.title %>\n", "# Disk full\n")]
    public void Left_overs_in_text_go_and_references_stay(string markdown, string clean) =>
        Assert.Equal(clean, SiteGeneratorMarkup.Read(markdown, "Disk full").Markdown);

    [Theory]
    [InlineData("{{ $labels.pod }} of {{ .Values.name }} and {{value}}\n")]
    [InlineData("Less {% than, {{< never closed, <% open\n")]
    [InlineData("<% opened here, `%>` in code\n")]
    [InlineData("The range is {%5%} to {5%}.\n")]
    public void What_is_no_left_over_stays(string markdown) => Assert.Equal(markdown, SiteGeneratorMarkup.Read(markdown).Markdown);

    [Fact]
    public void Lines_do_not_move() =>
        Assert.Equal("a\n\n\nb\n\n\nc\n", SiteGeneratorMarkup.Read("a\n{{< figure\n  src=\"x\" >}}\nb\n<% if x\n  y %>\nc\n").Markdown);

    [Theory]
    [InlineData("{{< highlight bash >}}\ndf -h {{% x %}}\n{{< /highlight >}}\n", "~~~bash\ndf -h {{% x %}}\n~~~\n")]
    [InlineData("{% highlight sh linenos %}\ndf -h\n{% endhighlight %}\n", "~~~sh\ndf -h\n~~~\n")]
    [InlineData("{% raw %}\nKeep {{ site.url }}.\n{% endraw %}\n", "\nKeep {{ site.url }}.\n\n")]
    public void Blocks_of_code_and_of_literal_text_keep_what_is_in_them(string markdown, string clean) =>
        Assert.Equal(clean, SiteGeneratorMarkup.Read(markdown).Markdown);

    [Fact]
    public void A_highlighted_block_gives_a_step_with_its_command()
    {
        var page = Assert.Single(
            DocumentReader
                .Read(new("s", "s", "disk.md", "## Remediation\n\n{{< highlight sh >}}\ndf -h /data\n{{< /highlight >}}\n"))
                .Documents
        );
        Assert.Equal("df -h /data", Assert.Single(page.Sections[0].Steps).Command);
    }

    [Fact]
    public void An_include_brings_nothing_in()
    {
        using var fixture = new Fixture();
        fixture
            .With("secret.txt", "Never shown")
            .With(
                "disk.md",
                "# Disk\n\n{% include_relative secret.txt %}\n{{< readfile file=\"secret.txt\" >}}\n"
                    + "{% render 'secret.txt' %}\n--8<-- \"secret.txt\"\n\nFree some space.\n"
            );
        var page = Assert.Single(fixture.Build().Documents);
        Assert.DoesNotContain("Never shown", page.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("include_relative", page.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{< ")]
    [InlineData("{% raw %}")]
    [InlineData("<% ")]
    [InlineData("{% highlight x %}\n")]
    [InlineData("{{ site.x ")]
    [InlineData("{{< x >}}")]
    [InlineData("`{%")]
    public void Is_linear_in_the_text(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 250_000 / piece.Length));
        var started = TimeProvider.System.GetTimestamp();
        SiteGeneratorMarkup.Read(text);
        // Hangs otherwise; a second is far more than it takes.
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }
}
