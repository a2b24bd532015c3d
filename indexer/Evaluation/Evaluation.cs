using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Evaluation;

/// <summary>Ranks a judged set by the same call as <c>kb search</c>.</summary>
internal static class Evaluation
{
    /// <returns>For each judged query what was found, best first.</returns>
    public static IReadOnlyList<(EvaluationQuery Query, IReadOnlyList<(string Id, double Score)> Found)> Rank(EvaluationSet set, int depth, bool useThesaurus)
    {
        var knowledge = KnowledgeBase.Build(set.Sources, useThesaurus: useThesaurus);
        return
        [
            .. set.Queries.Where(q => set.Judgements.ContainsKey(q.Id)).AsParallel().AsOrdered().Select(q => (q, Found(q))),
            // Judged, but not asked: nothing was found for it.
            .. set.Judgements.Keys.Except(set.Queries.Select(q => q.Id)).Select(id => (new EvaluationQuery(id, ""), (IReadOnlyList<(string, double)>)[])),
        ];

        IReadOnlyList<(string, double)> Found(EvaluationQuery query)
        {
            var text = query.Text.Length <= SearchRequest.MaxPasteCharacters ? query.Text : query.Text[..SearchRequest.MaxPasteCharacters];
            // A file of several documents (alert rules) is one in the judgements.
            return [.. knowledge.Search(new(text, depth), default).Hits.Select(h => (Id: set.Ids[knowledge.Find(h.DocumentId)!.Path], h.Score)).DistinctBy(h => h.Id)];
        }
    }
}
