using System.Text.Json.Serialization;

namespace Knowledge.Indexer.Evaluation;

/// <summary>How good a ranking is, as means over the judged queries; 0 to 1.</summary>
/// <remarks>
/// nDCG with linear gains over log2 as trec_eval computes it (Järvelin, Kekäläinen, 2002); MRR: reciprocal rank of the first
/// relevant document;
/// recall: share of a query's relevant documents; success: share of queries with any. All within the rank that the name gives.
/// </remarks>
/// <param name="Worst">The queries with the lowest nDCG.</param>
/// <param name="Before">The same without what was learned; null when nothing was.</param>
internal sealed record RetrievalScores(
    [property: JsonPropertyName("nDCG@10")] double Ndcg,
    [property: JsonPropertyName("MRR@10")] double ReciprocalRank,
    [property: JsonPropertyName("recall@10")] double Recall,
    [property: JsonPropertyName("success@3")] double Success,
    int Queries,
    IReadOnlyList<QueryScores> Worst,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RetrievalScores? Before = null
)
{
    /// <summary>Within which nDCG lies with 95 % certainty, by drawing as many queries again and again.</summary>
    [JsonPropertyName("nDCG@10-interval")]
    public IReadOnlyList<double> Interval { get; private init; } = [];

    /// <summary>How often first cards are right; null where only a ranking is scored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CardScores? Cards { get; init; }

    /// <summary>The same queries ranked otherwise; null when nothing is compared.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Comparison? Vs { get; init; }

    /// <summary>Files of the corpus from which nothing is served, each with its reason.</summary>
    public IReadOnlyList<string> NotServed { get; init; } = [];

    /// <summary>nDCG of each query, in the order of their ids.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> ByQuery { get; private init; } = [];

    private const int Depth = 10;
    private const int SuccessDepth = 3;
    private const int WorstQueries = 10;

    /// <param name="runs">For each judged query the ids that were found, best first, each once.</param>
    public static RetrievalScores Of(
        IReadOnlyList<(EvaluationQuery Query, IReadOnlyList<string> Found)> runs,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> judgements
    )
    {
        var scores = runs.Select(r => Of(r.Query, r.Found, judgements[r.Query.Id])).ToList();
        List<double> byQuery = [.. scores.OrderBy(s => s.Id, StringComparer.Ordinal).Select(s => s.Ndcg)];
        return new(
            Mean(scores, s => s.Ndcg),
            Mean(scores, s => s.ReciprocalRank),
            Mean(scores, s => s.Recall),
            Mean(scores, s => s.Success),
            scores.Count,
            [
                .. scores
                    .OrderBy(s => s.Ndcg)
                    .ThenBy(s => s.Id, StringComparer.Ordinal)
                    .Take(WorstQueries)
                    .Select(s => s with { Ndcg = Math.Round(s.Ndcg, 4) }),
            ]
        )
        {
            ByQuery = byQuery,
            Interval = byQuery.Count == 0 ? [] : [.. Significance.Interval(byQuery).Select(v => Math.Round(v, 4))],
        };
    }

    private static QueryScores Of(EvaluationQuery query, IReadOnlyList<string> found, IReadOnlyDictionary<string, double> relevant)
    {
        var gains = found.Take(Depth).Select(id => relevant.GetValueOrDefault(id)).ToList();
        var ideal = relevant.Values.OrderDescending().Take(Depth);
        var first = gains.FindIndex(g => g > 0);
        return new(
            query.Id,
            query.Text,
            Discounted(gains) / Discounted(ideal),
            first < 0 ? 0 : 1.0 / (first + 1),
            (double)gains.Count(g => g > 0) / relevant.Count,
            gains.Take(SuccessDepth).Any(g => g > 0) ? 1 : 0,
            [.. found.Take(SuccessDepth)]
        );
    }

    private static double Discounted(IEnumerable<double> gains) => gains.Select((gain, i) => gain / Math.Log2(i + 2)).Sum();

    private static double Mean(List<QueryScores> scores, Func<QueryScores, double> of) =>
        scores.Count == 0 ? 0 : Math.Round(scores.Average(of), 4);
}

/// <param name="Difference">By how much the measured ranking is better.</param>
/// <param name="P">How likely as large a difference is by chance, two-sided.</param>
internal sealed record Comparison(string Run, [property: JsonPropertyName("nDCG@10")] double Ndcg, double Difference, double P);

/// <param name="Found">The first documents that were found for it.</param>
internal sealed record QueryScores(
    string Id,
    string Text,
    [property: JsonPropertyName("nDCG@10")] double Ndcg,
    [property: JsonIgnore] double ReciprocalRank,
    [property: JsonIgnore] double Recall,
    [property: JsonIgnore] double Success,
    IReadOnlyList<string> Found
);
