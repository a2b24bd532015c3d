using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class WritingCheckTests
{
    [Fact]
    public void Headings_go_down_one_level_at_a_time()
    {
        var finding = Assert.Single(
            CheckRunner.Find(FindingCodes.HeadingJump, ("a.md", "## A\n\n#### B\n\n##### C\n\n# D\n\n## E\n\ntext\n"))
        );
        Assert.Equal((3, "B"), (finding.Line, finding.Subject));
    }

    [Fact]
    public void Pictures_say_what_they_show() =>
        Assert.Equal(
            "b.png",
            Assert.Single(CheckRunner.Find(FindingCodes.ImageWithoutText, ("a.md", "# A\n\n![The plot](a.png) and ![ ](b.png)\n"))).Subject
        );

    [Fact]
    public void What_is_still_to_be_written_is_found_outside_code()
    {
        var text =
            "# A\n\nTODO write this\n\n<!-- FIXME later -->\n\nTo do: call. Todo list. `TODO`\n"
            + "\n```\ngrep TODO .\n```\n\n| a |\n|---|\n| TBD |\n";
        Assert.Equal([3, 5, 15], CheckRunner.Find(FindingCodes.TodoLeft, ("a.md", text)).Select(f => f.Line));
    }

    [Fact]
    public void Lines_are_those_of_the_file_with_front_matter_and_left_overs() =>
        Assert.Equal(
            6,
            Assert
                .Single(CheckRunner.Find(FindingCodes.TodoLeft, ("a.md", "---\ntitle: A\n---\n# A\n{{< hint >}}\nTODO\n{{< /hint >}}\n")))
                .Line
        );
}
