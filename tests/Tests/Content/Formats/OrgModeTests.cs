using Knowledge.Content.Documents;
using Knowledge.Content.Formats;
using Knowledge.Tests.Content.Documents;

namespace Knowledge.Tests.Content.Formats;

public sealed class OrgModeTests
{
    [Theory]
    [InlineData(",* a, b, c", "* a, b, c")]
    [InlineData("  ,#define MAX(a, b)", "  #define MAX(a, b)")]
    [InlineData("echo a,b", "echo a,b")]
    public void A_line_of_code_loses_only_the_comma_that_protects_it(string line, string shown) =>
        Assert.Contains(
            $"```sh\n{shown}\n```",
            Knowledge.Content.Formats.OrgMode.ToMarkdown($"#+begin_src sh\n{line}\n#+end_src"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("#+TITLE: Disk\n* Look\n** TODO [#A] Then :ops:", "# Disk\n## Look\n### Then")]
    [InlineData("* Look\n:PROPERTIES:\n:CUSTOM_ID: look\n:END:\nText", "# Look {#look}\n\n\n\nText")]
    [InlineData("#+BEGIN_SRC sh :results output\ndf -h\n#+END_SRC", "```sh\ndf -h\n```")]
    [InlineData("#+begin_example\n,* a\n#+end_example", "```text\n* a\n```")]
    [InlineData("#+begin_warning\nMind.\n#+end_warning\nNext", "> [!WARNING]\n> Mind.\n\nNext")]
    [InlineData("- [X] =df -h= and ~ls~\n1) *b* /i/", "- [x] `df -h` and `ls`\n1) **b** *i*")]
    [InlineData("See [[https://a.example/b][it]] and [[file:x.org][that]].", "See [it](https://a.example/b) and [that](x.org).")]
    [InlineData("| a | b |\n|---+---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |")]
    [InlineData("# hidden\nshown", "\nshown")]
    public void Is_read_line_by_line(string text, string markdown) => Assert.Equal(markdown, OrgMode.ToMarkdown(text));

    [Theory]
    [InlineData("a=b and c=d in /usr/bin")]
    [InlineData("3 * 4 * 5")]
    public void Other_text_stays(string text) => Assert.Equal(text, OrgMode.ToMarkdown(text));

    [Fact]
    public void A_runbook_has_its_steps()
    {
        var page = Pages.Read("#+TITLE: Disk\n* Fix\n1. Look\n   #+begin_src sh\n   df -h\n   #+end_src\n2. Tell\n", "ops/disk.org");
        Assert.Equal(("Disk", "ops/disk"), (page.Title, page.Id.Value));
        Assert.Equal([new Step("Look", "df -h"), new Step("Tell")], page.Sections[^1].Steps);
    }
}
