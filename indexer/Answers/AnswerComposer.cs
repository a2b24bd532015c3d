using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Answers;

/// <summary>Puts answers together from what documents say and how they are linked; it adds no sentence of its own.</summary>
internal sealed class AnswerComposer(DocumentGraph graph, CauseCatalog causes, Func<Document, Owner?> ownerOf)
{
    private const int MaxAnswers = 5;
    private const int MaxEvidence = 8;
    private const int MaxCausesPerDocument = 6;

    /// <param name="candidates">Best first.</param>
    /// <param name="relevance">How much of the query stands in a text of these terms, 0 to 1.</param>
    public IReadOnlyList<Answer> Compose(IReadOnlyList<Candidate> candidates, Func<IReadOnlySet<string>, double> relevance)
    {
        var named =
            from candidate in candidates
            from document in CauseSources(candidate.Document)
            from cause in causes.Of(document).Take(MaxCausesPerDocument)
            select new NamedBy(candidate, cause.Cause, cause.Named.Position);
        return [.. CardOrder.ByScore(named, relevance).Take(MaxAnswers).Select(c => Card(c.Cause, c.Through, candidates))];
    }

    // An alert rule names no cause; the runbooks it leads to do.
    private IEnumerable<Document> CauseSources(Document document)
    {
        if (document.Kind != DocumentKind.Alert)
            return [document];
        var runbooks = graph.From(document).Concat(graph.To(document)).Where(d => d.Kind == DocumentKind.Runbook).Distinct().ToList();
        return runbooks.Count > 0 ? runbooks : [document];
    }

    private Answer Card(KnownCause cause, Candidate through, IReadOnlyList<Candidate> candidates)
    {
        var body = causes.Bodies.Of(cause, through.Document);
        var evidence = candidates
            .Where(c => c != through && cause.Named.Any(n => n.Document == c.Document))
            .Prepend(through)
            .Select(c => From(c.Hit))
            .Concat(body.Evidence);
        return new(
            cause.Text,
            body.Main.Id.Value,
            ConfidenceScale.Of(through.Coverage),
            new(cause.Postmortems.Count, cause.Postmortems.Max(p => p.FrontMatter.Date)),
            ownerOf(body.Main) ?? ownerOf(through.Document),
            body.Checks,
            body.Steps,
            body.Verify,
            body.StaysGreen,
            body.DeadEnds,
            body.Wording.Count > 0 ? body.Wording[0].Text : null,
            [.. body.Wording.Skip(1)],
            [.. evidence.DistinctBy(e => e.Url).Take(MaxEvidence)]
        );
    }

    private static Evidence From(Hit hit) => new(hit.DocumentId, hit.Title, hit.Section, hit.Url, hit.Snippet, hit.Why);
}
