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
        return new(
            Mean(scores, s => s.Ndcg),
            Mean(scores, s => s.ReciprocalRank),
            Mean(scores, s => s.Recall),
            Mean(scores, s => s.Success),
            scores.Count,
            [.. scores.OrderBy(s => s.Ndcg).ThenBy(s => s.Id, StringComparer.Ordinal).Take(WorstQueries)]
        );
    }

    private static QueryScores Of(EvaluationQuery query, IReadOnlyList<string> found, IReadOnlyDictionary<string, double> relevant)
    {
        var gains = found.Take(Depth).Select(id => relevant.GetValueOrDefault(id)).ToList();
        var ideal = relevant.Values.OrderDescending().Take(Depth);
        var first = gains.FindIndex(g => g > 0);
        return new(
            query.Id,
            query.Text,
            Math.Round(Discounted(gains) / Discounted(ideal), 4),
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
