using Knowledge.Indexer.Archive;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Indexer.Archive;

public sealed class ArchiveSetTests : IDisposable
{
    private readonly ArchiveFixture fixture = new();
    private readonly FakeTimeProvider time = new(ArchiveFixture.Now);
    private readonly List<string> told = [];

    public void Dispose() => fixture.Dispose();

    private ArchiveSet Open() => new ArchiveSet([new("tickets", fixture.Out)], time, told.Add).Open();

    private static string Found(ArchiveSet set, string query) =>
        string.Join(' ', set.Search(new(query, 10, 0, false, TimeSpan.FromSeconds(30))).Hits.Select(h => h.Id));

    [Fact]
    public void What_was_written_since_is_seen_at_the_next_look()
    {
        fixture.Build(ArchiveFixture.Page("a", "One", "the relay is down"));
        using var set = Open();
        fixture.Build(ArchiveFixture.Page("b", "Two", "a zeppelin"));
        time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.Equal("", Found(set, "zeppelin"));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("tickets/b#0", Found(set, "zeppelin"));
        Assert.Equal("tickets/a#0", Found(set, "relay"));
        Assert.Empty(told);
    }

    [Fact]
    public void One_that_is_damaged_is_said_once_and_comes_back()
    {
        fixture.Build(ArchiveFixture.Page("a", "One", "the relay is down"));
        using var set = Open();
        Assert.Equal("tickets/a#0", Found(set, "relay"));
        var files = Directory.EnumerateFiles(fixture.Index).ToDictionary(f => f, File.ReadAllBytes);
        foreach (var file in files.Keys.Where(f => f.EndsWith(".fdt", StringComparison.Ordinal)))
            File.WriteAllBytes(file, files[file][..8]);
        File.SetLastWriteTimeUtc(ArchiveManifest.PathIn(fixture.Out), DateTime.UnixEpoch);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal("", Found(set, "relay"));
            Assert.Null(set.Page("/archive/tickets/a"));
        }
        Assert.Contains("The archive tickets is not searched", Assert.Single(set.Problems), StringComparison.Ordinal);
        Assert.Equal(set.Problems, told);
        Assert.Equal(["tickets"], set.Search(new("relay", 10, 0, false, TimeSpan.FromSeconds(30))).LeftOut);

        foreach (var (file, bytes) in files)
            File.WriteAllBytes(file, bytes);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("tickets/a#0", Found(set, "relay"));
        Assert.Empty(set.Problems);
        Assert.Empty(set.Search(new("relay", 10, 0, false, TimeSpan.FromSeconds(30))).LeftOut);
    }

    [Fact]
    public void One_that_fails_while_it_is_read_is_left_out()
    {
        fixture.Build(ArchiveFixture.Page("a", "One", "the relay is down"));
        using var set = Open();
        foreach (var file in Directory.EnumerateFiles(fixture.Index, "*.fdt"))
            using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                stream.SetLength(4);
        Assert.Null(set.Page("/archive/tickets/a"));
        Assert.Contains("cannot be read", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal("", Found(set, "relay"));
    }

    [Fact]
    public void One_that_cannot_be_opened_is_refused_at_first() =>
        Assert.Contains("there is no directory", Assert.Throws<ArchiveException>(Open).Message, StringComparison.Ordinal);

    [Fact]
    public void None_is_none()
    {
        Assert.False(ArchiveSet.None.Any);
        Assert.Equal("", Found(ArchiveSet.None, "relay"));
        Assert.Null(ArchiveSet.None.Page("/archive/tickets/a"));
    }
}
