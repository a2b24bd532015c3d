using System.Diagnostics.Metrics;
using Knowledge.Api.Background;
using Knowledge.Api.Cache;
using Knowledge.Content.Markup;
using Knowledge.Indexer.Answers;

namespace Knowledge.Api.Live;

/// <summary>
/// What requests that only read leave to be written: gaps for the store, rendered pages for the cache. It is kept in memory and written
/// by one background loop, so that no search and no page waits for a disk.
/// </summary>
internal sealed class DeferredWrites : IAsyncDisposable
{
    // Pages that are not written are rendered again after a restart; that costs milliseconds each.
    private const int MaxPages = 500;

    // A transaction costs a wait for the disk whether it writes one gap or a hundred.
    private static readonly TimeSpan GathersFor = TimeSpan.FromMilliseconds(200);

    private static readonly Counter<long> Dropped = Metrics.Meter.CreateCounter<long>(
        "kb_gaps_dropped",
        description: "Searches without an answer that were not kept: the store could not be written for too long."
    );

    private readonly StoreAccess store;
    private readonly CacheFile cache;
    private readonly TimeProvider time;
    private readonly BackgroundLoop loop;
    private readonly GapQueue gaps = new();
    private readonly Lock changingPages = new();
    private Dictionary<string, RenderedPage> pages = [];

    public DeferredWrites(StoreAccess store, CacheFile cache, BackgroundLoops loops, TimeProvider time)
    {
        (this.store, this.cache, this.time) = (store, cache, time);
        loop = loops.Add(
            new("store-writes", "Unanswered searches are not written to the store", TimeSpan.FromMinutes(1))
            {
                Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)),
                // The store itself says what is wrong with it.
                Sentence = _ => store.Problem is null ? "Unanswered searches are not written to the store; it is tried again." : null,
            },
            RunAsync
        );
        // Of no gap dropped there is a number too.
        Dropped.Add(0);
    }

    public void Start() => loop.Start();

    public void Add(Gap gap)
    {
        if (gaps.Add(gap, time.GetUtcNow()))
            Dropped.Add(1);
        loop.Wake();
    }

    public void Add(string hash, RenderedPage page)
    {
        lock (changingPages)
        {
            if (pages.Count >= MaxPages)
                return;
            pages[hash] = page;
        }
        loop.Wake();
    }

    /// <summary>Gaps that are written and those that wait, most asked for first; null when the store cannot be read.</summary>
    public IReadOnlyList<RecordedGap>? Gaps(int limit) => Read(limit, []);

    /// <summary>Those of these ids.</summary>
    public IReadOnlyList<RecordedGap>? Find(IReadOnlyList<string> ids) =>
        Read(0, ids) is { } found ? [.. found.Where(g => ids.Contains(g.Id))] : null;

    private IReadOnlyList<RecordedGap>? Read(int limit, IReadOnlyList<string> ids)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (waiting, removals) = gaps.Waiting;
            if (store.Use(s => s.Gaps.List(limit, [.. waiting.Select(w => w.Gap.Id).Concat(ids)])) is not { } written)
                return null;
            // What was written between the two would count twice.
            if (removals == gaps.Waiting.Removals || attempt == 5)
                return GapQueue.Merge(written, waiting, ids.Count > 0 ? int.MaxValue : limit);
        }
    }

    private bool IsEmpty
    {
        get
        {
            lock (changingPages)
                return pages.Count == 0 && gaps.Waiting.Gaps.Count == 0;
        }
    }

    /// <summary>Writes what waits; false when the store does not take the gaps.</summary>
    public bool Write()
    {
        Dictionary<string, RenderedPage> rendered;
        lock (changingPages)
            (rendered, pages) = (pages, []);
        cache.Keep(CacheKind.Pages, rendered.Select(p => KeyValuePair.Create(p.Key, RenderedPages.Text(p.Value))));
        var (waiting, _) = gaps.Waiting;
        if (waiting.Count == 0)
            return true;
        if (
            !store.Use(s =>
            {
                s.Gaps.Record(waiting);
                return true;
            })
        )
            return false;
        gaps.Written(waiting);
        return true;
    }

    /// <summary>Ends the loop and writes what is left.</summary>
    public ValueTask DisposeAsync() => loop.EndAsync(WriteRound);

    private async Task<RoundResult> RunAsync(CancellationToken stopping)
    {
        if (IsEmpty)
            return RoundResult.Done;
        await Task.Delay(GathersFor, time, stopping);
        return WriteRound();
    }

    private RoundResult WriteRound() => Write() ? RoundResult.Done : RoundResult.Failed("the store cannot be written");
}
