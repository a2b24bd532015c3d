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

    /// <summary>The cards of a search, the surest first; none where the best page names nothing that could be an answer.</summary>
    /// <param name="facts">What the query says beside its symptoms: cards that it speaks against stand behind the others.</param>
    public IReadOnlyList<Answer> Compose(RankedSearch ranked, AskedFor asked, IReadOnlyList<StatedFact> facts)
    {
        var groups = TwinGroups
            .Of([.. ranked.Candidates.Where(c => AnswerSources.IsSource(c.Document, RunbooksOf))], ranked.Best, ranked.Relevance)
            .ToList();
        // A page further down is no answer to what the first is about.
        if (groups.Count == 0 || Named(groups[0], asked, ranked).Count == 0)
            return [];
        var ordered = CardOrder
            .ByEvidence(groups.SelectMany(g => Named(g, asked, ranked)), ranked.Relevance)
            .Select(c => Weighed(Card(c, groups, ranked.Candidates), c, facts))
            .OrderByDescending(c => c.SpeaksAgainst is null)
            .ThenByDescending(c => c.Confidence)
            .ThenByDescending(c => c.SpeaksFor is not null)
            .ToList();
        return [.. ordered.Where((c, i) => i == 0 || !RuledOut.By(ordered[0], c)).Take(MaxAnswers)];
    }

    /// <summary>What is known of one cause of a page whatever was asked; null when the page has no such cause.</summary>
    /// <param name="position">0 for the first cause of the page.</param>
    public Answer? CardOf(Document page, int position)
    {
        var cause = position == 0 && causes.Of(page).Count == 0 ? CauseCatalog.PageItself(page) : null;
        cause ??= causes.Of(page).Select(c => c.Cause).ElementAtOrDefault(position);
        return cause is null ? null : Card(cause, page, Confidence.None, []);
    }

    // Who asks how a thing is done, or what a word means, is not asking for a cause, but for a page.
    private List<NamedBy> Named(TwinGroup group, AskedFor asked, RankedSearch ranked)
    {
        var named = new List<NamedBy>();
        foreach (var document in CauseSources(group.Page.Document).Where(AnswerSources.MayName))
            if (asked.Intent is QueryIntent.Problem)
                named.AddRange(
                    causes.Of(document).Take(MaxCausesPerDocument).Select(c => new NamedBy(group.Page, document, c.Cause, c.Named.Position))
                );
            else if (AnswerSources.IsAbout(document, asked.Intent, asked.IsShort, ranked.Relevance))
                named.Add(new(group.Page, document, CauseCatalog.PageItself(document), 0));
        return named;
    }

    // An alert rule names no cause; the runbooks it leads to do.
    private IReadOnlyList<Document> CauseSources(Document document) =>
        document.Kind == DocumentKind.Alert ? RunbooksOf(document) : [document];

    private IReadOnlyList<Document> RunbooksOf(Document rule) =>
        [.. graph.From(rule).Concat(graph.To(rule)).Where(d => d.Kind == DocumentKind.Runbook).Distinct()];

    private Answer Card(NamedBy named, IReadOnlyList<TwinGroup> groups, IReadOnlyList<Candidate> candidates)
    {
        var through = named.Through;
        var group = groups.First(g => g.Page == through);
        var evidence = candidates
            .Where(c => c.Document != through.Document && named.Cause.Named.Any(n => n.Document == c.Document))
            .Prepend(through)
            .Select(c => From(c.Hit));
        return Card(named.Cause, through.Document, through.Confidence, evidence) with
        {
            Alternatives = group.Alternatives,
            Tells = group.Tells,
            Reference = CauseReference.Of(named.Names, named.Position),
        };
    }

    private Answer Card(KnownCause cause, Document found, Confidence confidence, IEnumerable<Evidence> evidence)
    {
        var body = causes.Bodies.Of(cause, found);
        return new(
            body.Checks.Count + body.Steps.Count > 0 ? AnswerKind.Answer : AnswerKind.Pointer,
            cause.Text,
            body.Main.Id.Value,
            confidence,
            new(cause.Postmortems.Count, cause.Postmortems.Max(p => p.FrontMatter.Date)),
            ownerOf(body.Main) ?? ownerOf(found),
            body.Checks,
            body.Steps,
            body.Verify,
            body.StaysGreen,
            body.DeadEnds,
            body.Wording is [var first, ..] && CustomerWording.IsTrueAtFirst(first) ? first.Text : null,
            body.Wording is [var other, ..] && CustomerWording.IsTrueAtFirst(other) ? [.. body.Wording.Skip(1)] : body.Wording,
            [.. evidence.Concat(body.Evidence).DistinctBy(e => e.Url).Take(MaxEvidence)]
        );
    }

    // What was said against a card is said on it; it is not taken away, since who says it may err.
    private static Answer Weighed(Answer card, NamedBy named, IReadOnlyList<StatedFact> facts)
    {
        if (facts.Count == 0)
            return card;
        var titles = named.Through.Document.Title + "\n" + card.PageTitle;
        var stated = new StatedCard(
            named.Cause.Terms,
            StatedCard.TermsOf(card.Cause + "\n" + titles),
            string.Join('\n', named.Through.Document.Symptoms.Prepend(card.Cause).Append(titles)).ToLowerInvariant(),
            [.. card.Steps.Select(s => StatedCard.TermsOf(s.Text + "\n" + s.Command))]
        );
        var speaking = facts
            .Select(f => (f.Text, Speaks: f.Speaks(stated)))
            .Where(f => f.Speaks != 0)
            .ToLookup(f => f.Speaks > 0, f => f.Text);
        var isAgainst = speaking[false].Any();
        return card with
        {
            SpeaksFor = speaking[true].Any() ? [.. speaking[true]] : null,
            SpeaksAgainst = isAgainst ? [.. speaking[false]] : null,
            Confidence = isAgainst && card.Confidence == Confidence.High ? Confidence.Medium : card.Confidence,
        };
    }

    private static Evidence From(Hit hit) => new(hit.DocumentId, hit.Title, hit.Section, hit.Url, hit.Snippet, hit.Why);
}
