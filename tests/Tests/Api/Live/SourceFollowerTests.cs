using System.Collections;
using Dapper;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Threads;
using Knowledge.Tests.Api.Background;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

/// <summary>Looks at the sources one by one, as no server takes them.</summary>
public sealed class SourceFollowerTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly WatchedTime time = new();
    private readonly StoreAccess store;

    public SourceFollowerTests()
    {
        Database.Open(DataOf(content)).Dispose();
        store = new(DataOf(content), time, NullLogger.Instance, () => { });
        store.Open();
    }

    public void Dispose()
    {
        store.Dispose();
        content.Dispose();
    }

    private SourceFollower Follower(IReadOnlyList<SourceDirectory>? sources = null, Action<LexicalIndex>? indexed = null) =>
        new(new(sources ?? [new("s", content.Root)], DataOf(content)), store, indexed ?? (_ => { }), time, NullLogger.Instance);

    private static bool Look(SourceFollower follower) => follower.Look(TestContext.Current.CancellationToken);

    [Fact]
    public void Read_anew_no_file_is_served_less()
    {
        for (var i = 0; i < 1_100; i++)
            content.Write($"page-{i}.md", $"# Page {i}\n\nbrimstone {i}\n");
        var fewest = int.MaxValue;
        var follower = Follower(indexed: index => fewest = Math.Min(fewest, index.Count));
        while (Look(follower)) { }
        Assert.Equal(1_101, follower.Served.Knowledge.Documents.Count);
        var before = follower.Served.Readings[0].Files.ToHashSet(ReferenceEqualityComparer.Instance);
        fewest = int.MaxValue;

        follower.ReadAnew();
        while (Look(follower)) { }

        Assert.Equal(1_101, fewest);
        Assert.True(follower.Served.IsComplete);
        Assert.DoesNotContain(follower.Served.Readings[0].Files, before.Contains);
        Assert.All(follower.Served.Readings[0].Files, f => Assert.NotEqual(default, f.Stamp));
    }

    // Else searches would compare meanings of the old pages with the new ones, and all wait for the first to make what is missing.
    [Fact]
    public void What_changed_is_ready_to_be_searched_before_it_is_served()
    {
        SourceFollower? follower = null;
        var told = new List<(LexicalIndex Index, bool IsServed, bool GivesWay)>();
        follower = Follower(indexed: i => told.Add((i, follower!.Served.Knowledge.Index == i, LowPriorityThread.IsCurrent)));
        content.Write("page.md", "# Page\n\nbrimstone\n");
        Look(follower);
        content.Write("other.md", "# Other\n\nbrimstone\n");
        Look(follower);

        Assert.Equal(2, told.Count);
        Assert.All(told, t => Assert.False(t.IsServed));
        Assert.Equal(follower.Served.Knowledge.Index, told[^1].Index);
        // Nobody can search before the first.
        Assert.Equal([false, true], told.Select(t => t.GivesWay));
    }

    [Fact]
    public void What_cannot_be_made_ready_is_made_with_the_next_look()
    {
        var fails = false;
        var follower = Follower(indexed: _ =>
        {
            if (fails)
                throw new InvalidDataException();
        });
        Look(follower);
        content.Write("page.md", "# Page\n\nbrimstone\n");
        fails = true;
        Assert.Throws<InvalidDataException>(() => Look(follower));
        Assert.Null(follower.Served.Knowledge.Find("page"));

        fails = false;
        Look(follower);

        Assert.NotNull(follower.Served.Knowledge.Find("page"));
    }

    [Fact]
    public void Damage_that_is_found_while_it_reads_anew_is_read_anew_too()
    {
        SourceFollower? follower = null;
        var isFound = false;
        follower = Follower(
            new Watched(
                [new("s", content.Root)],
                () =>
                {
                    if (isFound)
                        follower!.ReadAnew();
                    isFound = false;
                }
            )
        );
        Look(follower);
        follower.ReadAnew();
        isFound = true;

        Assert.True(Look(follower));
        Assert.True(Look(follower));
        Assert.False(Look(follower));
    }

    [Fact]
    public void Where_a_page_went_is_kept_later_when_it_could_not_be_kept_at_once()
    {
        content.Write("page.md", "# Page\n\nbrimstone\n");
        using var other = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        other.Execute(
            "CREATE TRIGGER full BEFORE UPDATE OF successor ON documents WHEN new.successor IS NOT NULL "
                + "BEGIN SELECT RAISE(ABORT, 'full'); END"
        );
        var follower = Follower();
        Look(follower);
        File.Move(Path.Combine(content.Root, "page.md"), Path.Combine(content.Root, "renamed.md"));
        Look(follower);
        Assert.Null(store.Use(s => s.Documents.FindTombstone("page"))!.Successor);

        other.Execute("DROP TRIGGER full");
        Look(follower);

        Assert.Equal("renamed", store.Use(s => s.Documents.FindTombstone("page"))!.Successor?.DocumentId);
    }

    /// <summary>Sources that tell when somebody goes through them.</summary>
    private sealed class Watched(IReadOnlyList<SourceDirectory> sources, Action seen) : IReadOnlyList<SourceDirectory>
    {
        public int Count => sources.Count;

        public SourceDirectory this[int index] => sources[index];

        public IEnumerator<SourceDirectory> GetEnumerator()
        {
            seen();
            return sources.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
