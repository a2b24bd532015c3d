using Knowledge.Api.Store;
using Knowledge.Tests.Api.Access;

namespace Knowledge.Tests.Api.Stored;

/// <summary>The operator's command deletes what is stored for good, while no server runs.</summary>
public sealed class PurgeCommandTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("kb-purge-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private void Fill()
    {
        using var database = Database.Open(directory);
        var tables = StoreTables.Of(database);
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        tables.Gaps.Record([new(new("g1", "brimstone", null), 1, at, at), new(new("g2", "sulphur", null), 1, at, at.AddDays(1))]);
        tables.Authored.Create("plan", "draft", "ada", at);
        Directory.CreateDirectory(Path.Combine(directory, "written"));
        foreach (var (name, text) in new[] { ("plan.md", "draft"), ("other.md", "kept") })
        {
            var file = Path.Combine(directory, "written", name);
            File.WriteAllText(file, text);
            File.SetLastWriteTimeUtc(file, at.UtcDateTime);
        }
        File.WriteAllText(Path.Combine(directory, "cache.db"), "rendered");
    }

    private List<string> Gaps()
    {
        using var database = Database.Open(directory);
        return [.. new GapTable(database).List(10, []).Select(g => g.Id)];
    }

    [Fact]
    public async Task One_goes_by_its_name_and_it_is_written_down()
    {
        Fill();
        var run = await Visitor.Operator(directory, "purge", "gaps", "g1");
        Assert.Equal((0, "1 of gaps gone for good (g1)."), (run.Code, run.Output));
        Assert.Equal(["g2"], Gaps());
        Assert.False(File.Exists(Path.Combine(directory, "cache.db")));
        Assert.Contains("gaps g1", File.ReadAllText(Path.Combine(directory, "purged.log")), StringComparison.Ordinal);
        using var database = Database.Open(directory);
        var row = Assert.Single(new AuditTable(database).List(new(null, null, null, null), 10));
        Assert.Equal(("purge", "gaps g1", "1 deleted"), (row.What, row.Target, row.Outcome));
    }

    [Fact]
    public async Task All_before_a_day_are_counted_first()
    {
        Fill();
        var asked = await Visitor.Operator(directory, "purge", "gaps", "--before", "2026-01-02");
        Assert.Equal((0, "1 of gaps; nothing was done, add --yes"), (asked.Code, asked.Output));
        Assert.Equal(2, Gaps().Count);
        Assert.Equal(0, (await Visitor.Operator(directory, "purge", "gaps", "--before", "2026-01-02", "--yes")).Code);
        Assert.Equal(["g2"], Gaps());
    }

    [Fact]
    public async Task A_draft_goes_with_the_file_of_it()
    {
        Fill();
        Assert.Equal(0, (await Visitor.Operator(directory, "purge", "drafts", "plan")).Code);
        Assert.Equal(["other.md"], Directory.GetFiles(Path.Combine(directory, "written")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("nothing to be purged", "gaps", "g9")]
    [InlineData("no kind 'absent'", "absent", "x")]
    [InlineData("no kind 'audit'", "audit", "1")]
    [InlineData("give either", "gaps")]
    [InlineData("give either", "gaps", "g1", "--before", "2026-01-01")]
    [InlineData("takes a date", "gaps", "--before", "soon")]
    [InlineData("not by their age", "steps", "--before", "2026-01-01")]
    public async Task What_makes_no_sense_is_one_line(string reason, params string[] arguments)
    {
        Fill();
        var run = await Visitor.Operator(directory, ["purge", .. arguments]);
        Assert.Equal(2, run.Code);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Contains(
            reason.Replace("nothing to be", "nothing of gaps to be", StringComparison.Ordinal),
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(2, Gaps().Count);
    }

    [Fact]
    public async Task Beside_a_running_server_nothing_is_purged()
    {
        Fill();
        using var running = Database.Open(directory);
        var run = await Visitor.Operator(directory, "purge", "gaps", "g1");
        Assert.Equal(3, run.Code);
        Assert.Contains("another server", run.Error, StringComparison.Ordinal);
    }
}
