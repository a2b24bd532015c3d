using Dapper;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Snapshots;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Faults;

/// <summary>F-10: a damaged store is seen at the start, takes no writes, and is never taken for an empty one.</summary>
public sealed class F10DamagedStoreTests : IDisposable
{
    private const int Page = 4096;

    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private string Data => DataOf(content);

    private string Store => Path.Combine(Data, "knowledge.db");

    private static LivePostmortems Postmortems(LiveKnowledge live) => live.Postmortems(TimeProvider.System);

    private async Task Use()
    {
        await using var live = await Start(content);
        var postmortems = Postmortems(live);
        var made = postmortems.Create("---\ntitle: Brimstone\n---\n# Brimstone\n\n## Causes\n\n- The vat is full.\n", "ada")!.Newest!;
        await postmortems.ChangeStateAsync(made.Slug, made.Number, "published", "ada");
        // Several pages for each table.
        live.UpdateStore(s =>
            s.Gaps.Record([
                .. Enumerable
                    .Range(0, 2_000)
                    .Select(i => new WaitingGap(
                        new($"id{i}", $"brimstone {i}", null),
                        1,
                        DateTimeOffset.UnixEpoch,
                        DateTimeOffset.UnixEpoch
                    )),
            ])
        );
        var written = Path.Combine(Data, "written");
        await Until(() => Directory.Exists(written) && Directory.GetFiles(written, "*.md").Any(IsPublished));
        await Until(() => File.Exists(Path.Combine(Data, StoreMark.FileName)));
    }

    private static bool IsPublished(string file) => File.ReadAllText(file).Contains("status: published", StringComparison.Ordinal);

    private void Damage(string how)
    {
        File.Delete(Path.Combine(Data, IndexSnapshot.FileName));
        using var file = File.Open(Store, FileMode.Open);
        switch (how)
        {
            case "a zeroed page":
                file.Position = file.Length / Page / 2 * Page;
                file.Write(new byte[Page]);
                break;
            case "the first page zeroed":
                file.Write(new byte[Page]);
                break;
            case "cut to half":
                file.SetLength(file.Length / 2 / Page * Page);
                break;
            case "cut within a page":
                file.SetLength(file.Length / 2 / Page * Page + 100);
                break;
            case "a wrong header":
                file.Write("SQLite format 4\0"u8);
                break;
            case "text in its place":
                file.SetLength(0);
                file.Write("<html>not found</html>"u8);
                break;
            case "pages exchanged":
                var (first, second) = (new byte[Page], new byte[Page]);
                file.Position = 4 * Page;
                file.ReadExactly(first);
                file.Position = file.Length - 2 * Page;
                file.ReadExactly(second);
                file.Position = 4 * Page;
                file.Write(second);
                file.Position = file.Length - 2 * Page;
                file.Write(first);
                break;
            case "a log of garbage":
                File.WriteAllBytes(Store + "-wal", [.. Enumerable.Range(0, 9_000).Select(i => (byte)(i * 7))]);
                break;
        }
    }

    [Theory]
    [InlineData("a zeroed page")]
    [InlineData("the first page zeroed")]
    [InlineData("cut to half")]
    [InlineData("cut within a page")]
    [InlineData("a wrong header")]
    [InlineData("text in its place")]
    [InlineData("pages exchanged")]
    [InlineData("a log of garbage")]
    public async Task It_is_said_and_pages_are_served_from_files(string how)
    {
        await Use();
        Damage(how);
        var before = File.ReadAllBytes(Store);

        await using (var live = await Start(content))
        {
            var said = Assert.Single(live.Degraded, d => d.Contains("the file is damaged", StringComparison.Ordinal));
            Assert.Contains("restore", said, StringComparison.Ordinal);
            Assert.Contains(live.CheckReadiness().Degraded, d => d == said);
            ContentDirectory.AssertServed(live.Current);
            Assert.NotNull(Find(live, "brimstone vat"));
            // Not known is not none.
            Assert.Null(Postmortems(live).List());
            Assert.Null(live.Gaps(10));
            Assert.Null(Postmortems(live).Create("# New\n", "ada"));
            Assert.True(live.IsStoreDamaged);
            Assert.Null(live.StoreIdentity);
        }
        // What can be saved of it is not made worse.
        Assert.Equal(before, File.ReadAllBytes(Store));
    }

    [Fact]
    public async Task A_sound_store_with_or_without_a_log_is_not_called_damaged()
    {
        await Use();
        foreach (var log in new byte[][] { [], [1, 2, 3], new byte[9_000] })
        {
            File.WriteAllBytes(Store + "-wal", log);
            await using var live = await Start(content);
            Assert.Empty(live.Degraded);
            Assert.False(live.IsStoreDamaged);
        }
    }

    [Fact]
    public void A_log_that_a_killed_server_left_is_no_garbage()
    {
        using var directory = new StoreDirectory();
        directory.Database.Write((c, t) => c.Execute("UPDATE store_state SET identity = identity", transaction: t));
        var log = directory.Path + "/knowledge.db-wal";
        Assert.True(new FileInfo(log).Length > 32);
        var copy = Directory.CreateTempSubdirectory("kb-log-").FullName;
        try
        {
            var store = Path.Combine(copy, "knowledge.db");
            File.Copy(log, store + "-wal");
            Assert.False(StoreDamage.IsLogGarbage(store));
            // Each of its first bytes counts.
            foreach (var at in Enumerable.Range(0, 32))
            {
                var bytes = File.ReadAllBytes(log);
                bytes[at] ^= 1;
                File.WriteAllBytes(store + "-wal", bytes);
                Assert.True(StoreDamage.IsLogGarbage(store), $"byte {at}");
            }
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public async Task A_store_that_is_put_in_its_place_is_taken_without_a_restart()
    {
        await Use();
        var good = File.ReadAllBytes(Store);
        Damage("a zeroed page");
        await using var live = await Start(content);
        Assert.True(live.IsStoreDamaged);

        File.WriteAllBytes(Store + ".good", good);
        File.Move(Store + ".good", Store, overwrite: true);

        await Until(() => live.Degraded.Count == 0);
        Assert.NotEmpty(Postmortems(live).List()!);
    }

    [Fact]
    public async Task Damage_that_comes_while_it_is_open_ends_the_writes_and_not_the_reads()
    {
        await Use();
        await using var live = await Start(content);
        Assert.Empty(live.Degraded);
        // Into a page that nobody has read yet, past the server.
        using (var file = File.Open(Store, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            for (var at = file.Length / 2 / Page * Page; at < file.Length; at += Page)
            {
                file.Position = at;
                file.Write(new byte[Page]);
            }

        live.LookThroughStore();

        Assert.True(live.IsStoreDamaged);
        Assert.Single(live.Degraded, d => d.Contains("the file is damaged", StringComparison.Ordinal));
        Assert.False(live.UpdateStore(s => s.Gaps.Record([])));
        Assert.NotNull(live.StoreIdentity);
        ContentDirectory.AssertServed(live.Current);
    }

    [Fact]
    public void A_look_that_takes_too_long_is_ended_and_says_nothing()
    {
        using var directory = new StoreDirectory();
        directory.Database.Write(
            (c, t) =>
                c.Execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
                        + "INSERT INTO gaps (id, query, count, first, last) SELECT i, 'words ' || i, 1, 0, 0 FROM n",
                    transaction: t
                )
        );
        using var store = new SqliteConnection($"Data Source={directory.Path}/knowledge.db;Pooling=False");
        store.Open();
        Assert.Equal((null, false), StoreDamage.Of(store, isThorough: true, TimeSpan.Zero));
        Assert.Equal((null, true), StoreDamage.Of(store, isThorough: true));
        // The limit is gone with the look.
        Assert.Equal(200_000, store.ExecuteScalar<int>("SELECT COUNT(*) FROM gaps WHERE query LIKE 'words%'"));
    }
}
