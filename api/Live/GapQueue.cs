using Knowledge.Api.Store;
using Knowledge.Indexer.Answers;

namespace Knowledge.Api.Live;

/// <summary>Gaps that wait to be written: one entry for the same words, and of too many the oldest gives way.</summary>
internal sealed class GapQueue
{
    /// <summary>More different words than people ask in the minutes for which a store is out of reach.</summary>
    public const int MaxWaiting = 1_000;

    private readonly Lock changing = new();
    private readonly OrderedDictionary<string, WaitingGap> waiting = [];
    private long removals;

    /// <returns>Whether another one had to give way.</returns>
    public bool Add(Gap gap, DateTimeOffset at)
    {
        lock (changing)
        {
            if (waiting.TryGetValue(gap.Id, out var same))
            {
                waiting[gap.Id] = same with { Gap = same.Gap with { Owner = gap.Owner }, Count = same.Count + 1, Last = at };
                return false;
            }
            var isFull = waiting.Count >= MaxWaiting;
            if (isFull)
                waiting.RemoveAt(0);
            waiting.Add(gap.Id, new(gap, 1, at, at));
            return isFull;
        }
    }

    /// <summary>All that waits, oldest first, and how often anything was taken out before.</summary>
    public (IReadOnlyList<WaitingGap> Gaps, long Removals) Waiting
    {
        get
        {
            lock (changing)
                return ([.. waiting.Values], removals);
        }
    }

    /// <summary>Takes out what was written; what was asked meanwhile stays.</summary>
    public void Written(IReadOnlyList<WaitingGap> written)
    {
        lock (changing)
        {
            removals++;
            foreach (var gap in written)
                if (waiting.TryGetValue(gap.Gap.Id, out var now))
                {
                    if (now.Count > gap.Count)
                        waiting[gap.Gap.Id] = now with { Count = now.Count - gap.Count };
                    else
                        waiting.Remove(gap.Gap.Id);
                }
        }
    }

    /// <summary>What is written and what waits as one list, most asked for first.</summary>
    public static IReadOnlyList<RecordedGap> Merge(IReadOnlyList<RecordedGap> written, IReadOnlyList<WaitingGap> waiting, int limit)
    {
        var all = written.ToDictionary(g => g.Id);
        foreach (var (gap, count, _, last) in waiting)
            all[gap.Id] = all.GetValueOrDefault(gap.Id) is { } before
                ? before with
                {
                    Count = before.Count + count,
                    Last = last > before.Last ? last : before.Last,
                    Owner = gap.Owner,
                }
                : new(gap.Id, gap.Query, count, last, gap.Owner);
        return
        [
            .. all
                .Values.OrderByDescending(g => g.Count)
                .ThenByDescending(g => g.Last)
                .ThenBy(g => g.Id, StringComparer.Ordinal)
                .Take(limit),
        ];
    }
}
