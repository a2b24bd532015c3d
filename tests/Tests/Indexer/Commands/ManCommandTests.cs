namespace Knowledge.Tests.Indexer.Commands;

public sealed class ManCommandTests
{
    [Fact]
    public async Task The_page_has_every_command_and_option_of_the_help()
    {
        var (exit, page, error) = await Kb.Run("man");
        Assert.Equal((0, ""), (exit, error));
        foreach (
            var line in (await Kb.Run("--help"))
                .Output.Split('\n')
                .SkipWhile(l => !l.StartsWith("Commands", StringComparison.Ordinal))
                .Skip(1)
        )
            if (line.Trim() is { Length: > 0 } command)
                Assert.Contains($".SS kb {command.Split(' ')[0]}", page, StringComparison.Ordinal);
        foreach (var option in new[] { "\\-\\-limit", "\\-\\-no\\-pager", "\\-\\-stale\\-months", "\\-\\-teacher\\-vectors" })
            Assert.Contains(option, page, StringComparison.Ordinal);
        // Nothing of the text is read as a request.
        Assert.All(page.Split('\n').Where(l => l.StartsWith('.')), line => Assert.Matches(@"^\.(TH|SH|SS|TP|B|I|RI)\b", line));
    }

    [Fact]
    public async Task Man_reads_it_without_warnings()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/man"), "There is no man here.");
        var (exit, page, error) = await Kb.Shell(
            "kb man > \"$PAGE\" && LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings=w -l \"$PAGE\" | cat",
            ("PAGE", Path.GetTempFileName())
        );
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("kb search", page, StringComparison.Ordinal);
        Assert.Contains("~/.config/kb/config.yaml", page, StringComparison.Ordinal);
        Assert.Contains("EXIT STATUS", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serch", "unknown command 'serch': did you mean search?")]
    [InlineData("import slak", "unknown command 'slak': did you mean slack?")]
    [InlineData("search x --limt 3", "unknown option '--limt': did you mean --limit?")]
    [InlineData("frobnicate", "unknown command 'frobnicate' (see kb --help)")]
    public async Task A_mistyped_command_or_option_names_the_one_that_is_meant(string line, string message)
    {
        var (exit, output, error) = await Kb.Run(line.Split(' '));
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_that_of_the_product() =>
        Assert.Equal(Knowledge.Content.Product.Version, (await Kb.Run("--version")).Output.Trim());
}
