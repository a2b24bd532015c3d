using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Evaluation;

/// <summary>Ranks a judged set by the same call as <c>kb search</c>.</summary>
internal static class Evaluation
{
    /// <returns>For each judged query what was found, best first.</returns>
    public static IReadOnlyList<(EvaluationQuery Query, IReadOnlyList<(string Id, double Score)> Found)> Rank(EvaluationSet set, int depth, bool useThesaurus)
    {
        var knowledge = KnowledgeBase.Build(set.Sources, useThesaurus);
        return
        [
            .. set.Queries.Where(q => set.Judgements.ContainsKey(q.Id)).AsParallel().AsOrdered().Select(q => (q, Found(q))),
        ];

        IReadOnlyList<(string, double)> Found(EvaluationQuery query)
        {
            var text = query.Text.Length <= SearchRequest.MaxPasteCharacters ? query.Text : query.Text[..SearchRequest.MaxPasteCharacters];
            return [.. knowledge.Search(new(text, depth), default).Hits.Select(h => (set.Ids[knowledge.Find(h.DocumentId)!.Path], h.Score))];
        }
    }
}
