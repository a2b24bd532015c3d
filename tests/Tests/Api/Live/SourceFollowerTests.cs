using System.Collections;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Api.Background;
using Knowledge.Tests.Indexer;
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
