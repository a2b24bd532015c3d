using Knowledge.Tests.Indexer.Commands;

namespace Knowledge.Tests.Indexer.Terminal;

/// <summary>What somebody sees who sits at a terminal, and what a pipe gets.</summary>
public sealed class ScreenTests : IDisposable
{
    private const string Command =
        "kubectl --namespace=batch get jobs --field-selector=status.successful=0 --output=wide --sort-by=.metadata.name";

    private readonly Fixture content = new Fixture().With(
        "disk.md",
        $"""
        ---
        owner: batch
        ---
        # Disk full

        ## Symptoms

        - The charts of the morning show no data at all and every light is green.

        ## Causes

        **The nightly load could not write to the disk.**

        ## Diagnosis

        1. Look whether the load of the night has written anything, and when it did so for the last time:

           ```sh
           {Command}
           ```

        ## Remediation

        {string.Join('\n', Enumerable.Range(1, 40).Select(i => $"{i}. Free some space, part {i}."))}
        """
    );

    public void Dispose()
    {
        content.Dispose();
    }

    private string Search => $"kb search --embedder none --content {content.Directory} disk full";

    private static void SkipWithoutScript() => Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no script(1) here.");

    [Fact]
    public async Task On_a_terminal_there_are_colours_and_lines_of_its_width_and_commands_stay_whole()
    {
        SkipWithoutScript();
        var (exit, shown, _) = await Kb.Terminal(Search, columns: 50, rows: 200);
        Assert.Equal(0, exit);
        Assert.Contains("\e[1m", shown, StringComparison.Ordinal);
        Assert.Contains(Command, shown, StringComparison.Ordinal);
        Assert.Contains("disk.md:10", shown, StringComparison.Ordinal);
        var text = System.Text.RegularExpressions.Regex.Replace(shown, "\e(\\[\\??[0-9;]*[mh]|=)", "").ReplaceLineEndings("\n");
        Assert.All(
            text.Split('\n').Where(l => !l.Contains("kubectl", StringComparison.Ordinal) && !l.Contains(".md:", StringComparison.Ordinal)),
            line => Assert.True(line.Length <= 50, line)
        );
    }

    [Fact]
    public async Task No_color_and_color_decide()
    {
        SkipWithoutScript();
        Assert.DoesNotContain(
            "\e[1m",
            (await Kb.Terminal(Search, rows: 200, variables: ("NO_COLOR", "1"))).Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("\e[1m", (await Kb.Terminal($"{Search} --color never", rows: 200)).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", (await Kb.Shell(Search)).Output, StringComparison.Ordinal);
        Assert.Contains("\e[1m", (await Kb.Shell($"{Search} --color always")).Output, StringComparison.Ordinal);
        Assert.Contains("\e[1m", (await Kb.Shell(Search, ("KB_COLOR", "always"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_longer_than_the_screen_goes_through_the_pager_and_a_pipe_never_does()
    {
        SkipWithoutScript();
        var pager = ("PAGER", $"sed s/^/paged:/");
        Assert.Contains("paged:", (await Kb.Terminal($"{Search} -v", rows: 10, variables: pager)).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("paged:", (await Kb.Terminal($"{Search} -v", rows: 500, variables: pager)).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "paged:",
            (await Kb.Terminal($"{Search} -v --no-pager", rows: 10, variables: pager)).Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("paged:", (await Kb.Shell($"{Search} -v | cat", pager)).Output, StringComparison.Ordinal);
        // A pager that is not there loses nothing, one that is left early is no fault, an empty one is none.
        foreach (var other in new[] { "no-such-pager-here", "", "cat" })
            Assert.Contains(
                "part 20.",
                (await Kb.Terminal($"{Search} -v", rows: 10, variables: ("PAGER", other))).Output,
                StringComparison.Ordinal
            );
        Assert.Equal(0, (await Kb.Terminal($"{Search} -v", rows: 10, variables: ("PAGER", "head -1"))).ExitCode);
    }

    [Fact]
    public async Task A_page_is_rendered_on_a_terminal_and_as_it_is_in_a_pipe()
    {
        SkipWithoutScript();
        var show = $"kb show --content {content.Directory} disk";
        var shown = (await Kb.Terminal(show, rows: 200)).Output;
        Assert.DoesNotContain("## Causes", shown, StringComparison.Ordinal);
        Assert.Contains("Causes", shown, StringComparison.Ordinal);
        Assert.Contains(Command, shown, StringComparison.Ordinal);
        Assert.Contains("## Causes", (await Kb.Shell(show)).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("## Causes", (await Kb.Shell($"{show} --color always")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_is_brief_unless_all_is_asked_for()
    {
        var brief = (await Kb.Shell(Search)).Output;
        var all = (await Kb.Shell($"{Search} --verbose")).Output;
        Assert.Contains("part 1.", brief, StringComparison.Ordinal);
        Assert.DoesNotContain("part 4.", brief, StringComparison.Ordinal);
        Assert.Contains("17 more: kb search -v", brief, StringComparison.Ordinal);
        Assert.Contains("part 20.", all, StringComparison.Ordinal);
        Assert.InRange(brief.Split('\n').Length, 5, 30);
        // Where it stands, as an editor takes it.
        foreach (var output in new[] { brief, all })
            Assert.Matches(@"disk\.md:1[0-9]  Disk full", output);
    }
}
