using System.Diagnostics;
using Knowledge.Bench.Peers;
using Knowledge.Bench.Queries;

namespace Knowledge.Bench.Measuring;

/// <summary>Times an engine on queries, one after the other. <c>LuceneSearch.java</c> does the same in the same order.</summary>
internal static class SearchTimer
{
    // On a machine that does other things as well: what one thread of this process works.
    private static readonly Func<double> Clock = Environment.GetEnvironmentVariable("KB_BENCH_PROCESSOR_TIME") is { Length: > 0 }
        ? ProcessorTime.Milliseconds
        : () => Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;

    /// <param name="search">Gives the ids of the best sections; null for a kind of query that the engine does not offer.</param>
    public static SearchSeries Measure(string name, IReadOnlyList<Query> queries, Effort effort, Func<Query, IReadOnlyList<string>?> search)
    {
        Progress.Write($"searching: {name}");
        WarmUp(queries, effort, search);
        var kinds = new List<KindTimes>();
        var results = new List<TopResults>();
        foreach (var kind in queries.GroupBy(q => q.Kind))
        {
            var times = new List<double>();
            var (started, measured) = (Stopwatch.GetTimestamp(), 0);
            for (var round = 0; round < effort.Rounds; round++)
                foreach (var query in kind)
                {
                    if (measured >= Effort.MinQueries && Stopwatch.GetElapsedTime(started).TotalSeconds > effort.SecondsPerKind)
                        break;
                    var before = Clock();
                    var ids = search(query);
                    if (ids is null)
                        break;
                    times.Add(Clock() - before);
                    if (round > 0)
                        continue;
                    measured++;
                    results.Add(new(query.Kind, query.Text, ids));
                }
            if (times.Count > 0)
                kinds.Add(new(kind.Key, measured, times));
        }
        return new(name, kinds, results);
    }

    private static void WarmUp(IReadOnlyList<Query> queries, Effort effort, Func<Query, IReadOnlyList<string>?> search)
    {
        var started = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < effort.WarmUpPasses || Stopwatch.GetElapsedTime(started).TotalSeconds < effort.WarmUpSeconds; pass++)
            foreach (var query in queries)
                if (Stopwatch.GetElapsedTime(started).TotalSeconds < Math.Max(effort.WarmUpSeconds, effort.SecondsPerKind))
                    search(query);
    }
}
