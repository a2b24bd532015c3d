using Knowledge.Bench.Peers;

namespace Knowledge.Bench.Measuring;

/// <summary>How many of the same sections two engines give for the same query.</summary>
internal static class Agreement
{
    /// <summary>Median over the queries of some kinds that both answered; not a number when there are none.</summary>
    public static double Median(SearchSeries a, SearchSeries b, params IReadOnlyList<string> kinds)
    {
        var others = b.Results.Where(r => kinds.Contains(r.Kind)).ToDictionary(r => r.Query, r => r.Ids);
        return Percentile.Median(
            a.Results.Where(r => kinds.Contains(r.Kind) && others.ContainsKey(r.Query))
                .Select(r => Overlap(r.Ids, others[r.Query]))
                .OfType<double>()
        );
    }

    /// <summary>Share of the longer list that is in both; null when both are empty, which says nothing about their order.</summary>
    public static double? Overlap(IReadOnlyList<string> a, IReadOnlyList<string> b) =>
        Math.Max(a.Count, b.Count) is var longer and > 0 ? (double)a.Intersect(b).Count() / longer : null;
}
