using Knowledge.Indexer;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Snapshots;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Indexer.Commands;

namespace Knowledge.Tests.Indexer.Snapshots;

public sealed class CachedKnowledgeTests : IDisposable
{
    private readonly Fixture files = new();
    private readonly IReadOnlyList<SourceDirectory> sources;

    public CachedKnowledgeTests()
    {
        sources = [new("s", Path.Combine(files.Directory, "content"))];
        Write("disk.md", "# Disk full\n\n## Remediation\n\n1. Free some space.\n");
        Write("net.md", "# Network slow\n\nPackets are lost.\n");
    }

    public void Dispose() => files.Dispose();

    private string Cache => Path.Combine(files.Directory, "cache");

    private string Snapshot =>
        Assert.Single(Directory.GetFiles(Path.Combine(Cache, "index"), IndexSnapshot.FileName, SearchOption.AllDirectories));

    // As if it had been written a while ago.
    private void Write(string path, string text, int secondsAgo = 60)
    {
        files.With($"content/{path}", text);
        File.SetLastWriteTimeUtc(
            Path.Combine(files.Directory, "content", path),
            TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-secondsAgo)
        );
    }

    private KnowledgeBase Open() => CachedKnowledge.Open(sources, Cache);

    private static string? First(KnowledgeBase knowledge, string words) =>
        knowledge.Search(new SearchRequest(words), DateTimeOffset.UnixEpoch).Hits is [var hit, ..] ? hit.DocumentId : null;

    [Fact]
    public void What_did_not_change_is_taken_from_the_cache()
    {
        var made = Open();
        var written = File.ReadAllBytes(Snapshot);
        var kept = Open();
        Assert.Equal(written, File.ReadAllBytes(Snapshot));
        Assert.Equal(made.Documents.Select(d => d.Id), kept.Documents.Select(d => d.Id));
        Assert.Equal("disk", First(kept, "disk full"));
        Assert.Equal(made.Find("disk")!.Markdown, kept.Find("disk")!.Markdown);
        Assert.True(kept.IsLinked);
        // It is for whoever may read the pages.
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Snapshot));
    }

    [Fact]
    public void A_change_a_new_file_and_a_file_that_is_gone_are_seen_at_once()
    {
        Open();
        Write("disk.md", "# Valve stuck\n\nThe valve does not open.\n", secondsAgo: 30);
        Assert.Equal("disk", First(Open(), "valve"));
        Assert.Equal("disk", First(Open(), "valve"));
        Write("new.md", "# Crane swings\n\nThe crane swings.\n");
        Assert.Equal("new", First(Open(), "crane"));
        File.Delete(Path.Combine(files.Directory, "content", "new.md"));
        Assert.Null(First(Open(), "crane"));
    }

    [Fact]
    public void A_file_that_was_written_a_moment_ago_is_read_anew()
    {
        Write("disk.md", "# Disk full\n\nThe first text.\n", secondsAgo: 0);
        Open();
        Assert.False(Directory.Exists(Path.Combine(Cache, "index")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_damaged_cache_is_made_anew(int at)
    {
        Open();
        var whole = File.ReadAllBytes(Snapshot);
        var damaged = (byte[])whole.Clone();
        damaged[at < 0 ? ^1 : at] ^= 0xFF;
        File.WriteAllBytes(Snapshot, damaged);
        Assert.Equal("disk", First(Open(), "disk full"));
        Assert.Equal(whole, File.ReadAllBytes(Snapshot));
        File.WriteAllBytes(Snapshot, whole[..(whole.Length / 2)]);
        Assert.Equal("disk", First(Open(), "disk full"));
    }

    [Fact]
    public void Where_nothing_can_be_kept_everything_is_found_all_the_same()
    {
        files.With("cache", "a file in its place");
        Assert.Equal("disk", First(Open(), "disk full"));
    }

    [Fact]
    public void Of_many_sets_of_sources_the_latest_are_kept()
    {
        for (var i = 0; i < 25; i++)
            CachedKnowledge.Open([new($"s{i}", sources[0].Directory)], Cache);
        Assert.Equal(20, Directory.GetDirectories(Path.Combine(Cache, "index")).Length);
    }

    [Fact]
    public async Task Several_commands_at_once_share_it()
    {
        string[] search = ["search", "disk full", "--embedder", "none", "-o", "json", "--content", sources[0].Directory];
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Kb.RunWith([("XDG_CACHE_HOME", Cache)], search)));
        Assert.All(runs, run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        Assert.All(
            runs,
            run =>
                Assert.Contains("\"documentId\":\"disk\"", run.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal)
        );
        Assert.True(File.Exists(Path.Combine(Directory.GetDirectories(Path.Combine(Cache, "kb", "index"))[0], IndexSnapshot.FileName)));
    }
}
