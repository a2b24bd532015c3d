using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Answers;

/// <summary>A document that a search found good enough to answer from.</summary>
/// <param name="Coverage">How much of what was asked for it holds, 0 to 1.</param>
internal sealed record Candidate(Document Document, double Score, double Coverage, Hit Hit);

/// <summary>Puts answers together from what documents say and how they are linked; it adds no sentence of its own.</summary>
internal sealed class AnswerComposer(DocumentGraph graph, CauseCatalog causes, Func<Document, Owner?> ownerOf)
{
    private const int MaxAnswers = 5;
    private const int MaxEvidence = 8;
    private const int MaxCausesPerDocument = 6;

    /// <summary>Later causes of a page are less likely: authors list them by likelihood.</summary>
    private const double PositionDiscount = 0.12;

    /// <summary>What a cause gains by each further document that names it, and by each time it was seen.</summary>
    private const double SupportBonus = 0.15;

    private const double SeenBonus = 0.05;

    /// <param name="candidates">Best first.</param>
    /// <param name="relevance">How much of the query stands in a text of these terms, 0 to 1.</param>
    public IReadOnlyList<Answer> Compose(IReadOnlyList<Candidate> candidates, Func<IReadOnlySet<string>, double> relevance)
    {
        var found = new Dictionary<KnownCause, (double Best, double Others, Candidate Through)>(ReferenceEqualityComparer.Instance);
        foreach (var candidate in candidates)
        foreach (var document in Speakers(candidate.Document))
        foreach (var (cause, named) in causes.Of(document).Take(MaxCausesPerDocument))
        {
            var score = candidate.Score * (1 + relevance(cause.Terms)) / (1 + PositionDiscount * named.Position);
            if (!found.TryGetValue(cause, out var known))
                found[cause] = (score, 0, candidate);
            else
                found[cause] =
                    score > known.Best ? (score, known.Others + known.Best, candidate) : known with { Others = known.Others + score };
        }
        return
        [
            .. found
                .Select(f =>
                    (
                        Cause: f.Key,
                        f.Value.Through,
                        Score: (f.Value.Best + SupportBonus * f.Value.Others) * (1 + SeenBonus * Math.Min(f.Key.Postmortems.Count, 4))
                    )
                )
                .OrderByDescending(f => f.Score)
                .ThenBy(f => f.Cause.Text, StringComparer.Ordinal)
                .Take(MaxAnswers)
                .Select(f => Card(f.Cause, f.Through, candidates)),
        ];
    }

    // An alert rule names no cause; the runbooks it leads to do.
    private IEnumerable<Document> Speakers(Document document)
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
