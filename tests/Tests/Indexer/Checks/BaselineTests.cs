using Knowledge.Content.Findings;
using Knowledge.Indexer.Checks;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class BaselineTests : IDisposable
{
    private readonly Fixture fixture = new();

    private string File => Path.Combine(fixture.Directory, "..", Path.GetFileName(fixture.Directory) + ".json");

    [Fact]
    public void What_was_accepted_stays_so_when_lines_move_and_what_is_new_does_not()
    {
        fixture.With("a.md", "# A\n\n[x](gone.md)\n\nTODO one\n\nTODO two\n");
        Assert.Null(Baseline.Write(File, Report(Baseline.Empty).All, []));
        Assert.False(Report(Accepted()).HasNewErrors);

        fixture.With("a.md", "# A\n\nA new first paragraph.\n\n[x](gone.md)\n\nTODO one\n\nTODO two\n");
        Assert.Empty(Report(Accepted()).New);

        fixture.With("a.md", "# A\n\n[x](gone.md) [y](also-gone.md)\n\nTODO one\n\nTODO two\n\nTODO two\n");
        var report = Report(Accepted());
        Assert.True(report.HasNewErrors);
        Assert.Equal([("KB130", "also-gone.md"), ("KB152", null)], report.New.Select(f => (f.Finding.Code, f.Finding.Subject)));
    }

    [Fact]
    public void It_holds_no_secret()
    {
        var secret = "ghp_" + "q7ZpX2vLw9KdR4tYbN8mHs3JfG6cVuA1eTiW";
        fixture.With("a.md", $"# A\n\nUse {secret}\n");
        Assert.Null(Baseline.Write(File, Report(Baseline.Empty).All, []));
        Assert.DoesNotContain(secret[8..], System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"version\": 2, \"findings\": []}")]
    [InlineData("{\"version\": 1}")]
    [InlineData("{\"version\": 1, \"findings\": [null]}")]
    public void One_that_cannot_be_used_is_refused_in_one_line(string? text)
    {
        if (text is not null)
            System.IO.File.WriteAllText(File, text);
        var (baseline, error) = Baseline.Read(File);
        Assert.Null(baseline);
        Assert.Matches("^[^\n]+--write-baseline[^\n]*$", error);
    }

    [Fact]
    public void Where_it_cannot_be_written_the_old_one_stays()
    {
        Assert.Null(Baseline.Write(File, [], []));
        Assert.NotNull(Baseline.Write(Path.Combine(fixture.Directory, "absent", "b.json"), [], []));
        Assert.NotNull(Baseline.Read(File).Baseline);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(File))!, Path.GetFileName(File) + "*.tmp"));
    }

    public void Dispose()
    {
        System.IO.File.Delete(File);
        fixture.Dispose();
    }

    private Baseline Accepted() => Baseline.Read(File).Baseline!;

    private CheckReport Report(Baseline baseline)
    {
        var knowledge = fixture.Build();
        var findings = CheckRun.Of(knowledge, CheckRunner.Now).Where(f => f.Code != FindingCodes.NoOwner).ToList();
        return CheckReport.Of(knowledge, findings, new Dictionary<string, string> { ["content"] = fixture.Directory }, baseline);
    }
}
