using Knowledge.Content;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Indexer.Commands;

public sealed class NewCommandTests : IDisposable
{
    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("postmortem", DocumentKind.Postmortem)]
    [InlineData("runbook", DocumentKind.Runbook)]
    public async Task A_page_is_begun_that_can_be_read(string kind, DocumentKind expected)
    {
        var (exit, output, error) = await Kb.Run("new", kind, "No rows:", "\"again\"", "--date", "2026-03-02");
        Assert.Equal((0, ""), (exit, error));
        var document = Assert.Single(DocumentReader.Read(new("s", "s", "runbooks/a.md", output)).Documents);
        Assert.Equal((expected, "No rows: \"again\""), (document.Kind, document.Title));
        Assert.Empty(document.Findings);
        Assert.Equal(kind == "postmortem" ? new DateOnly(2026, 3, 2) : null, document.FrontMatter.Date);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        var (exit, output, _) = await Kb.Run("new", "postmortem", "Full disk", "--date", "2026-03-02", "--out", files.Directory);
        Assert.Equal(0, exit);
        Assert.EndsWith("2026-03-02-full-disk.md", output.TrimEnd(), StringComparison.Ordinal);
        var (again, _, error) = await Kb.Run("new", "postmortem", "Full disk", "--date", "2026-03-02", "--out", files.Directory);
        Assert.Equal(2, again);
        Assert.Contains("is there already", error, StringComparison.Ordinal);
        Assert.Equal(2, (await Kb.Run("new", "postmortem", "x", "--date", "tomorrow")).ExitCode);
        Assert.Equal(2, (await Kb.Run("new", "poem", "x")).ExitCode);
        Assert.Equal(2, (await Kb.Run("new", "postmortem", "x", "--out", Path.Combine(files.Directory, "absent", "a.md"))).ExitCode);
    }
}
