using System.Collections.Concurrent;
using System.Diagnostics;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Search;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Knowledge.Indexer.Archive;

/// <summary>
/// Searches archives within a time: their segments side by side on all processors, the frequent words of a query left out of what is
/// walked (<see cref="WordsQuery"/>). What is not found in time is left out, and said.
/// </summary>
internal static class ArchiveSearch
{
    /// <summary>Documents of a segment that are walked before the clock is looked at.</summary>
    private const int Step = 1 << 16;

    /// <summary>The best that are compared by meaning.</summary>
    private const int Reranked = 100;

    /// <summary>Sections that are kept for each page that is wanted: a page may have several of the best.</summary>
    private const int SectionsPerPage = 3;

    /// <summary>A section that was found.</summary>
    private readonly record struct Found(OpenArchive Archive, int Document, double Key);

    /// <summary>The best pages, each with its best section.</summary>
    /// <param name="damaged">Called for an archive that could not be read.</param>
    public static ArchiveResult Search(
        IReadOnlyList<OpenArchive> archives,
        ArchiveRequest request,
        DateTimeOffset now,
        Action<OpenArchive, Exception>? damaged = null
    )
    {
        var started = Stopwatch.GetTimestamp();
        TimeSpan Left() => request.Within - Stopwatch.GetElapsedTime(started);
        var expression = Expression.Of(request.Query, request.Syntax);
        var text = QueryText.Parse(PersonalData.Remove(request.Query), (_, _) => true);
        var words = expression is null ? text.Words : string.Join(' ', expression.Wanted());
        var held = archives.Where(a => a.Hold()).ToList();
        try
        {
            var reach = Math.Clamp(request.Skip + request.Limit, 1, ArchiveRequest.MaxReach);
            var kept = Math.Max(Reranked, SectionsPerPage * (reach + 1));
            var run = Find(a => expression is not null ? ArchiveQuery.Of(expression) : ArchiveQuery.Of(text, a.Reader, withPhrases: true));
            // Where nothing says what stands in quotes, the quotes narrow nothing down.
            if (run.Total == 0 && run.IsComplete && expression is null && text.Phrases.Count > 0)
                run = Find(a => ArchiveQuery.Of(text, a.Reader, withPhrases: false));
            var reading = new SectionReading(damaged);
            var ranked = Ordered(run.Found, words, reading, asFound: request.ByDate || Left() <= TimeSpan.Zero);
            var pages = ranked.Where(f => reading.IsFirstOfItsPage(f.Found.Archive, f.Found.Document)).Take(reach + 1).ToList();
            var terms = ArchiveQuery.TermsOf(words).Distinct().Select(TextTerms.PrintOf).ToList();
            return new(
                [
                    .. pages
                        .Skip(request.Skip)
                        .Take(Math.Min(request.Limit, reach))
                        .Select(p =>
                            reading.Read(p.Found.Archive, p.Found.Document) is { } shown
                                ? Hit(p.Found.Archive, shown, p.Score, terms)
                                : null
                        )
                        .OfType<ArchiveHit>(),
                ],
                run.IsComplete,
                run.Total,
                pages.Count > reach && reach < ArchiveRequest.MaxReach
            );

            (IReadOnlyList<Found> Found, long Total, bool IsComplete) Find(Func<OpenArchive, Query?> query)
            {
                var floor = new ScoreFloor();
                var (collected, isComplete) = Run(
                    held,
                    query,
                    archive => new BestSections(kept, request.ByDate, archive.OldestAt(now)?.DayNumber ?? 0, floor),
                    Left,
                    damaged
                );
                return (
                    [.. collected.SelectMany(c => c.Collector.Kept.Select(k => new Found(c.Archive, k.Document, k.Key)))],
                    collected.Sum(c => c.Collector.Total),
                    isComplete
                );
            }
        }
        finally
        {
            foreach (var archive in held)
                archive.Release();
        }
    }

    /// <summary>How often archives speak of what was asked; null when they do not.</summary>
    public static ArchiveMentions? Mentions(
        IReadOnlyList<OpenArchive> archives,
        string query,
        DateTimeOffset now,
        TimeSpan within,
        Action<OpenArchive, Exception>? damaged = null
    )
    {
        var started = Stopwatch.GetTimestamp();
        var words = QueryText.Parse(PersonalData.Remove(query), (_, _) => true).Words;
        var held = archives.Where(a => a.Hold()).ToList();
        try
        {
            var (collected, isComplete) = Run(
                held,
                a => ArchiveQuery.Mentioning(words, a.Reader),
                archive => new MonthCounts(archive.OldestAt(now)?.DayNumber ?? 0),
                () => within - Stopwatch.GetElapsedTime(started),
                damaged
            );
            var count = collected.Sum(c => c.Collector.Pages);
            return count == 0 ? null : new(count, MonthsOf(collected.SelectMany(c => c.Collector.ByMonth)), isComplete);
        }
        finally
        {
            foreach (var archive in held)
                archive.Release();
        }
    }

    /// <returns>What was collected, a part for each segment, and whether all was walked in time.</returns>
    private static (IReadOnlyList<(OpenArchive Archive, TCollector Collector)> Collected, bool IsComplete) Run<TCollector>(
        IReadOnlyList<OpenArchive> archives,
        Func<OpenArchive, Query?> query,
        Func<OpenArchive, TCollector> collector,
        Func<TimeSpan> left,
        Action<OpenArchive, Exception>? damaged
    )
        where TCollector : ICollector
    {
        var work = new List<(OpenArchive Archive, Weight Weight, AtomicReaderContext Segment)>();
        foreach (var archive in archives)
            try
            {
                if (query(archive) is not { } over)
                    continue;
                var weight = archive.Searcher.CreateNormalizedWeight(over);
                work.AddRange(archive.Reader.Leaves.Select(s => (archive, weight, s)));
            }
            catch (Exception e) when (OpenArchive.IsUnreadable(e))
            {
                damaged?.Invoke(archive, e);
            }
        var done = new ConcurrentBag<(OpenArchive, TCollector)>();
        var isComplete = true;
        // The largest first, so that none is left over at the end.
        Parallel.ForEach(
            Partitioner.Create(work.OrderByDescending(w => w.Segment.AtomicReader.MaxDoc).ToList(), loadBalance: true),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            one =>
            {
                var collecting = collector(one.Archive);
                try
                {
                    if (!Walk(one.Weight, one.Segment, collecting, left))
                        Volatile.Write(ref isComplete, false);
                    done.Add((one.Archive, collecting));
                }
                catch (Exception e) when (OpenArchive.IsUnreadable(e))
                {
                    Volatile.Write(ref isComplete, false);
                    damaged?.Invoke(one.Archive, e);
                }
            }
        );
        return ([.. done], isComplete);
    }

    private static bool Walk(Weight weight, AtomicReaderContext segment, ICollector collector, Func<TimeSpan> left)
    {
        if (left() <= TimeSpan.Zero)
            return false;
        if (weight.GetBulkScorer(segment, !collector.AcceptsDocsOutOfOrder, segment.AtomicReader.LiveDocs) is not { } scorer)
            return true;
        collector.SetNextReader(segment);
        for (var end = Step; ; end += Step)
        {
            if (!scorer.Score(collector, end >= segment.AtomicReader.MaxDoc ? DocIdSetIterator.NO_MORE_DOCS : end))
                return true;
            if (left() <= TimeSpan.Zero)
                return false;
        }
    }

    /// <param name="asFound">By what they were found by alone.</param>
    private static IEnumerable<(Found Found, double Score)> Ordered(
        IReadOnlyList<Found> found,
        string words,
        SectionReading reading,
        bool asFound
    )
    {
        var best = found.OrderByDescending(f => f.Key).ThenBy(f => f.Archive.Name, StringComparer.Ordinal).ThenBy(f => f.Document).ToList();
        if (best.Count == 0)
            return [];
        if (asFound)
            return best.Select(f => (f, Math.Clamp(f.Key / best[0].Key, 0, 1)));
        var first = best.Take(Reranked).ToList();
        var blended = MeaningOrder
            .Of(words, first, f => reading.Read(f.Archive, f.Document) is { } s ? $"{s.Title}\n{s.Text}" : "", f => f.Key)
            .ToList();
        // What lies behind them was not compared, and stays behind them.
        var least = blended[^1].Score;
        return blended.Concat(best.Skip(Reranked).Select(f => (f, Math.Min(least, f.Key / best[0].Key))));
    }

    private static ArchiveHit Hit(OpenArchive archive, ArchiveFields.Shown shown, double score, IReadOnlyList<ulong> terms)
    {
        var (snippet, marks) = Snippets.Of(shown.Text, terms);
        return new(
            $"{archive.Name}/{shown.PageId}#{shown.Number}",
            archive.Name,
            shown.Title,
            shown.Date,
            $"{ArchivedPage.UrlOf(archive.Name, shown.PageId)}#s{shown.Number}",
            snippet,
            Math.Round(score, 4)
        )
        {
            Section = shown.Heading,
            Marks = marks,
        };
    }

    private static IReadOnlyList<ArchiveMonth> MonthsOf(IEnumerable<KeyValuePair<int, int>> counts)
    {
        var byMonth = counts.GroupBy(c => c.Key).ToDictionary(g => g.Key, g => g.Sum(c => c.Value));
        if (byMonth.Count == 0)
            return [];
        var last = byMonth.Keys.Max();
        var first = Math.Max(byMonth.Keys.Min(), last - ArchiveMentions.MaxMonths + 1);
        return
        [
            .. Enumerable
                .Range(first, last - first + 1)
                .Select(m => new ArchiveMonth(new(m / 12, m % 12 + 1, 1), byMonth.GetValueOrDefault(m))),
        ];
    }
}
