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
    private const int MaxChecks = 8;
    private const int MaxSteps = 20;
    private const int MaxNotes = 8;
    private const int MaxEvidence = 8;
    private const int MaxCausesPerDocument = 6;

    /// <summary>Later causes of a page are less likely: authors list them by likelihood.</summary>
    private const double PositionDiscount = 0.12;

    /// <summary>What a cause gains by each further document that names it, and by each time it was seen.</summary>
    private const double SupportBonus = 0.15;

    private const double SeenBonus = 0.05;

    /// <param name="candidates">Best first.</param>
    /// <param name="relevance">How much of the query a text holds, 0 to 1.</param>
    public IReadOnlyList<Answer> Compose(IReadOnlyList<Candidate> candidates, Func<string, double> relevance)
    {
        var found = new Dictionary<KnownCause, (double Best, double Others, Candidate Through)>(ReferenceEqualityComparer.Instance);
        foreach (var candidate in candidates)
            foreach (var document in Speakers(candidate.Document))
                foreach (var (cause, named) in causes.Of(document).Take(MaxCausesPerDocument))
                {
                    var score = candidate.Score * (1 + relevance(cause.Text)) / (1 + PositionDiscount * named.Position);
                    if (!found.TryGetValue(cause, out var known)) found[cause] = (score, 0, candidate);
                    else found[cause] = score > known.Best ? (score, known.Others + known.Best, candidate) : known with { Others = known.Others + score };
                }
        return
        [
            .. found.Select(f => (Cause: f.Key, f.Value.Through, Score: (f.Value.Best + SupportBonus * f.Value.Others) * (1 + SeenBonus * Math.Min(f.Key.Postmortems.Count, 4))))
                .OrderByDescending(f => f.Score).ThenBy(f => f.Cause.Text, StringComparer.Ordinal)
                .Take(MaxAnswers)
                .Select(f => Card(f.Cause, f.Through, candidates)),
        ];
    }

    // An alert rule names no cause; the runbooks it leads to do.
    private IEnumerable<Document> Speakers(Document document)
    {
        if (document.Kind != DocumentKind.Alert) return [document];
        var runbooks = graph.From(document).Concat(graph.To(document)).Where(d => d.Kind == DocumentKind.Runbook).Distinct().ToList();
        return runbooks.Count > 0 ? runbooks : [document];
    }

    private Answer Card(KnownCause cause, Candidate through, IReadOnlyList<Candidate> candidates)
    {
        var main = RunbookFor(cause, through.Document);
        // Nearest first: the page that mends it, the page that was found, then the incidents it was seen in.
        Document[] around = [main, .. cause.Named.Select(n => n.Document).Where(d => d == through.Document), .. cause.Postmortems];
        var sources = around.Distinct().ToList();
        var wording = sources.SelectMany(d => d.FrontMatter.Wording).DistinctBy(w => w.Text).ToList();
        return new(
            cause.Text,
            main.Id.Value,
            ConfidenceScale.Of(through.Coverage),
            new(cause.Postmortems.Count, cause.Postmortems.Max(p => p.FrontMatter.Date)),
            ownerOf(main) ?? ownerOf(through.Document),
            Checks(cause, main),
            StepsOf(main, SectionKind.Remediation, MaxSteps),
            StepsOf(main, SectionKind.Verification, MaxChecks),
            [.. SameWords.Distinct(sources.SelectMany(d => d.FrontMatter.StaysGreen), s => s.Check).Take(MaxNotes)],
            [.. SameWords.Distinct(sources.SelectMany(d => d.FrontMatter.DeadEnds), d => d.Suspicion).Take(MaxNotes)],
            wording.FirstOrDefault()?.Text,
            [.. wording.Skip(1).Take(MaxNotes)],
            EvidenceFor(cause, main, through, candidates));
    }

    /// <summary>The runbook to work from: the fix that most documents point to, else a runbook that names the cause first, else the document found.</summary>
    private static Document RunbookFor(KnownCause cause, Document found)
    {
        var fix = cause.Named.SelectMany(n => n.Fixes.Select((document, order) => (document, order, named: n)))
            .Where(f => HasRemediation(f.document))
            .GroupBy(f => f.document)
            .OrderByDescending(g => g.Count()).ThenByDescending(g => cause.Named.Any(n => n.Document == g.Key)).ThenBy(g => g.Min(f => f.order)).ThenBy(g => g.Key.Id.Value, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
        if (fix is not null) return fix;
        var named = cause.Named.Where(n => HasRemediation(n.Document)).OrderBy(n => n.Document != found).ThenBy(n => n.Document.Kind).ThenBy(n => n.Position).FirstOrDefault();
        return named?.Document ?? (cause.Named.Any(n => n.Document == found) ? found : cause.Named[0].Document);
    }

    private static bool HasRemediation(Document document) => document.Sections.Any(s => s.Kind == SectionKind.Remediation && s.Text.Length > 0);

    // First what tells this cause from the others, then the runbook's diagnosis; checks that only look before those that may change something.
    private static IReadOnlyList<Step> Checks(KnownCause cause, Document main)
    {
        var own = cause.Named.Select(n => n.Cause.Check).OfType<Step>();
        var diagnosis = StepsOf(main, SectionKind.Diagnosis, MaxChecks);
        return [.. own.Concat(diagnosis).DistinctBy(s => s.Command ?? s.Text).OrderBy(s => !Safety.LooksReadOnly(s.Command)).Take(MaxChecks)];
    }

    /// <summary>Steps of a document; where nobody wrote steps, its sentences.</summary>
    private static IReadOnlyList<Step> StepsOf(Document document, SectionKind kind, int limit)
    {
        var sections = document.Sections.Where(s => s.Kind == kind).ToList();
        var steps = sections.SelectMany(s => s.Steps).Take(limit).ToList();
        return steps.Count > 0 ? steps : [.. sections.SelectMany(s => s.Text.Split('\n')).Where(l => l.Length > 0).Take(limit / 2).Select(l => new Step(Sentences.Cut(l, 400)))];
    }

    private static IReadOnlyList<Evidence> EvidenceFor(KnownCause cause, Document main, Candidate through, IReadOnlyList<Candidate> candidates)
    {
        var evidence = new List<Evidence> { From(through.Hit) };
        foreach (var candidate in candidates)
            if (candidate != through && cause.Named.Any(n => n.Document == candidate.Document)) evidence.Add(From(candidate.Hit));
        if (main.Sections.FirstOrDefault(s => s.Kind == SectionKind.Remediation && s.Text.Length > 0) is { } remediation)
            evidence.Add(At(main, remediation, "how to mend it"));
        foreach (var named in cause.Named)
            if (named.Document.Sections.FirstOrDefault(s => s.Anchor == named.Cause.Anchor) is { } section)
                evidence.Add(At(named.Document, section, named.Document.Kind == DocumentKind.Postmortem ? "happened before" : "names this cause"));
        return [.. evidence.DistinctBy(e => e.Url).Take(MaxEvidence)];
    }

    private static Evidence From(Hit hit) => new(hit.DocumentId, hit.Title, hit.Section, hit.Url, hit.Snippet, hit.Why);

    private static Evidence At(Document document, Section section, string why) =>
        new(document.Id.Value, document.Title, section.Heading, Urls.Of(document, section.Anchor), Sentences.Cut(section.Text.Replace('\n', ' '), 240), [why]);
}
