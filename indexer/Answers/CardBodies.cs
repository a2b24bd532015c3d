using System.Collections.Concurrent;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Answers;

/// <summary>
/// What a card says about a cause whatever was asked: it rests on the documents alone, so it is put together once for them.
/// </summary>
/// <param name="Main">The runbook to work from.</param>
/// <param name="Evidence">How to fix it, and where the cause is named.</param>
internal sealed record CardBody(
    Document Main,
    IReadOnlyList<Step> Checks,
    IReadOnlyList<Step> Steps,
    IReadOnlyList<Step> Verify,
    IReadOnlyList<StaysGreen> StaysGreen,
    IReadOnlyList<DeadEnd> DeadEnds,
    IReadOnlyList<Wording> Wording,
    IReadOnlyList<Evidence> Evidence
);

/// <summary>Puts card bodies together from what the linked runbook, the found page and the postmortems say.</summary>
internal sealed class CardBodies
{
    private const int MaxChecks = 8;
    private const int MaxSteps = 20;
    private const int MaxNotes = 8;

    private readonly ConcurrentDictionary<(KnownCause, Document), CardBody> known = new();

    /// <param name="found">The document through which the cause was found.</param>
    public CardBody Of(KnownCause cause, Document found) => known.GetOrAdd((cause, found), static key => Compose(key.Item1, key.Item2));

    private static CardBody Compose(KnownCause cause, Document found)
    {
        var main = RunbookFor(cause, found);
        // Nearest first: the page that fixes it, the page that was found, then the incidents it was seen in.
        Document[] around = [main, .. cause.Named.Select(n => n.Document).Where(d => d == found), .. cause.Postmortems];
        var sources = around.Distinct().ToList();
        return new(
            main,
            Checks(cause, main),
            cause == CauseCatalog.PageItself(main) ? ProcedureOf(main) : StepsOf(main, SectionKind.Remediation, MaxSteps),
            StepsOf(main, SectionKind.Verification, MaxChecks),
            [.. WordOverlap.Distinct(sources.SelectMany(d => d.FrontMatter.StaysGreen), s => s.Check).Take(MaxNotes)],
            [.. WordOverlap.Distinct(sources.SelectMany(d => d.FrontMatter.DeadEnds), d => d.Suspicion).Take(MaxNotes)],
            [.. CustomerWording.FirstToLast(sources.SelectMany(d => d.FrontMatter.Wording).DistinctBy(w => w.Text)).Take(MaxNotes + 1)],
            [.. EvidenceFor(cause, main)]
        );
    }

    /// <summary>
    /// The runbook to work from: the fix that most documents point to, else a runbook that names the cause first, else the document
    /// found.
    /// </summary>
    private static Document RunbookFor(KnownCause cause, Document found)
    {
        var fix = cause
            .Named.SelectMany(n => n.Fixes.Select((document, order) => (document, order, named: n)))
            .Where(f => HasRemediation(f.document))
            .GroupBy(f => f.document)
            .OrderByDescending(g => g.Count())
            .ThenByDescending(g => cause.Named.Any(n => n.Document == g.Key))
            .ThenBy(g => g.Min(f => f.order))
            .ThenBy(g => g.Key.Id.Value, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.Key;
        if (fix is not null)
            return fix;
        var named = cause
            .Named.Where(n => HasRemediation(n.Document))
            .OrderBy(n => n.Document != found)
            .ThenBy(n => n.Document.Kind)
            .ThenBy(n => n.Position)
            .FirstOrDefault();
        return named?.Document ?? (cause.Named.Any(n => n.Document == found) ? found : cause.Named[0].Document);
    }

    private static bool HasRemediation(Document document) =>
        document.Sections.Any(s => s.Kind == SectionKind.Remediation && s.Text.Length > 0);

    // First what tells this cause from the others, then the runbook's diagnosis; checks that only look before those that may change
    // something.
    private static IReadOnlyList<Step> Checks(KnownCause cause, Document main)
    {
        var own = cause.Named.Select(n => n.Cause.Check).OfType<Step>();
        var diagnosis = StepsOf(main, SectionKind.Diagnosis, MaxChecks);
        return
        [
            .. own.Concat(diagnosis).DistinctBy(s => s.Command ?? s.Text).OrderBy(s => !Safety.LooksReadOnly(s.Command)).Take(MaxChecks),
        ];
    }

    /// <summary>Steps of a document; where nobody wrote steps, its sentences.</summary>
    private static IReadOnlyList<Step> StepsOf(Document document, SectionKind kind, int limit)
    {
        var sections = document.Sections.Where(s => s.Kind == kind).ToList();
        var steps = sections.SelectMany(s => s.Steps).Take(limit).ToList();
        return steps.Count > 0
            ? steps
            :
            [
                .. sections
                    .SelectMany(s => s.Text.Split('\n'))
                    .Where(l => l.Length > 0)
                    .Take(limit / 2)
                    .Select(l => new Step(Sentences.Truncate(l, 400))),
            ];
    }

    // Who writes how a thing is done need not call it a remedy.
    private static IReadOnlyList<Step> ProcedureOf(Document page) =>
        StepsOf(page, SectionKind.Remediation, MaxSteps) is { Count: > 0 } steps
            ? steps
            : [.. page.Sections.Where(s => s.Kind == SectionKind.Other).SelectMany(s => s.Steps).Take(MaxSteps)];

    private static IEnumerable<Evidence> EvidenceFor(KnownCause cause, Document main)
    {
        if (main.Sections.FirstOrDefault(s => s.Kind == SectionKind.Remediation && s.Text.Length > 0) is { } remediation)
            yield return At(main, remediation, "how to fix it");
        foreach (var named in cause.Named)
            if (named.Document.Sections.FirstOrDefault(s => s.Anchor == named.Cause.Anchor) is { } section)
                yield return At(
                    named.Document,
                    section,
                    named.Document.Kind == DocumentKind.Postmortem ? "happened before" : "names this cause"
                );
    }

    private static Evidence At(Document document, Section section, string why) =>
        new(
            document.Id.Value,
            document.Title,
            section.Heading,
            Urls.Of(document, section.Anchor),
            Sentences.Truncate(section.Text[..Math.Min(section.Text.Length, 241)].Replace('\n', ' '), 240),
            [why]
        );
}
