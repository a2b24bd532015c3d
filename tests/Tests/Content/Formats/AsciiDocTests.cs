using Knowledge.Content.Documents;
using Knowledge.Content.Formats;
using Knowledge.Tests.Content.Documents;

namespace Knowledge.Tests.Content.Formats;

public sealed class AsciiDocTests
{
    [Theory]
    [InlineData("= Title\n:toc:\n:env: prod\n\n== On {env}", "# Title\n\n\n\n## On prod")]
    [InlineData("[#full]\n== Disk full", "\n## Disk full {#full}")]
    [InlineData("== Disk full [[full]]", "## Disk full {#full}")]
    [InlineData("[#a]\n== Disk full [[full]]#", "\n## Disk full {#a}")]
    [InlineData("[[full]]\n=== Disk full", "\n### Disk full {#full}")]
    [InlineData("[source,bash]\n----\ndf -h # <1>\n----\n<1> Look", "\n```bash\ndf -h\n```\n1. Look")]
    [InlineData("....\nERROR 1\n....", "```text\nERROR 1\n```")]
    [InlineData("* one\n** two\n* three", "- one\n  - two\n- three")]
    [InlineData(". one\n.. two\n. three", "1. one\n   1. two\n1. three")]
    [InlineData(". one\n+\n[source,sh]\n----\na b\n----\n. two", "1. one\n\n\n   ```sh\n   a b\n   ```\n1. two")]
    [InlineData("* [ ] one\n* [x] two", "- [ ] one\n- [x] two")]
    [InlineData("NOTE: Mind *this*.", "> **Note:** Mind **this**.")]
    [InlineData("[WARNING]\n====\nMind.\n\n* a\n====", "\n> [!WARNING]\n> Mind.\n>\n> - a\n")]
    [InlineData("[CAUTION]\nMind.", "\n> **Caution:** Mind.")]
    [InlineData("|===\n|a |b\n\n|1 |2\n|===", "| a | b |\n|---|---|\n| 1 | 2 |\n\n")]
    [InlineData("[cols=\"1,1\"]\n|===\n|a\n|b\n|1\n|2\n|===", "\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\n")]
    [InlineData(
        "link:x.adoc[it], https://a.example/b[that^], xref:c.adoc#d[there]",
        "[it](x.adoc), [that](https://a.example/b), [there](c.adoc#d)"
    )]
    [InlineData("See <<full,the disk>> and image::a.png[Picture]", "See the disk and ![Picture](a.png)")]
    [InlineData(
        "image:https://a.example/w.png[] image::https://a.example/b.png[Plan,200]",
        "![](https://a.example/w.png) ![Plan](https://a.example/b.png)"
    )]
    [InlineData(
        "See <<Disk full>>, <<_disk_full,that>>.\n\n== Disk full",
        "See [Disk full](#disk-full), [that](#disk-full).\n\n## Disk full"
    )]
    [InlineData("See <<other>>.\n\n== Disk full", "See other.\n\n## Disk full")]
    [InlineData("CPU:: The processor", "**CPU**: The processor")]
    [InlineData(".Look first\n----\na\n----", "**Look first**\n```\na\n```")]
    [InlineData("// hidden\n////\nhidden\n////\nshown", "\n\n\n\nshown")]
    [InlineData("include::other.adoc[]", "*Not included here: other.adoc*")]
    [InlineData("Use `a*b*c` and +mono+.", "Use `a*b*c` and `mono`.")]
    public void Is_read_line_by_line(string text, string markdown)
    {
        Assert.Equal(markdown, AsciiDoc.ToMarkdown(text));
        Assert.Equal(text.Split('\n').Length, markdown.Split('\n').Length);
    }

    [Theory]
    [InlineData("Rate is 3 * 4 * 5.")]
    [InlineData("Text with {unknown} and a|b.")]
    [InlineData("time::zone")]
    [InlineData("https://a.example/b alone")]
    public void Other_text_stays(string text) => Assert.Equal(text, AsciiDoc.ToMarkdown(text));

    [Fact]
    public void A_runbook_has_its_steps()
    {
        var page = Pages.Read(
            "= Zync is slow\n\n== Troubleshooting\n\n. Look at the pods:\n+\n[source,bash]\n----\n$ oc get pods\nNAME\n----\n",
            "sops/zync.adoc"
        );
        Assert.Equal(("Zync is slow", "sops/zync", DocumentKind.Runbook), (page.Title, page.Id.Value, page.Kind));
        Assert.Equal([new Step("Look at the pods:", "oc get pods")], page.Sections[^1].Steps);
    }
}
