using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Reports;

/// <summary>Every check that stayed green while something was broken, and what it does not see.</summary>
public static class StaysGreenRegister
{
    /// <summary>One check, in the words of all pages that name it.</summary>
    /// <param name="Words">As it is put in the newest incident, else in a runbook.</param>
    /// <param name="OtherWords">As other pages put it.</param>
    /// <param name="BlindTo">What it does not see, each with the page that says so.</param>
    /// <param name="Incidents">In how many it stayed green.</param>
    /// <param name="In">Pages that name it, incidents first.</param>
    public sealed record Check(
        string Words,
        IReadOnlyList<string> OtherWords,
        IReadOnlyList<BlindSpot> BlindTo,
        int Incidents,
        DateOnly? Last,
        IReadOnlyList<Citation> In
    );

    public sealed record BlindSpot(string Text, string DocumentId);

    /// <summary>Those that stayed green most often first.</summary>
    /// <param name="service">Only pages of this component; null for all.</param>
    public static IReadOnlyList<Check> Of(KnowledgeBase knowledge, string? service = null)
    {
        var groups = ParaphraseGroups
            .Of(knowledge, service)
            .OrderBy(d => d.Kind != DocumentKind.Postmortem)
            .ThenByDescending(d => d.FrontMatter.Date)
            .ThenBy(d => d.Id.Value, StringComparer.Ordinal)
            .SelectMany(d => d.FrontMatter.StaysGreen.Select(s => (Document: d, Green: s)))
            .ToList();
        return
        [
            .. ParaphraseGroups
                .Group(groups, s => s.Green.Check)
                .Select(g =>
                {
                    var incidents = g.Select(s => s.Document).Where(d => d.Kind == DocumentKind.Postmortem).Distinct().ToList();
                    return new Check(
                        g[0].Green.Check,
                        [
                            .. g.Select(s => s.Green.Check)
                                .Where(c => !c.Equals(g[0].Green.Check, StringComparison.OrdinalIgnoreCase))
                                .Distinct(StringComparer.OrdinalIgnoreCase),
                        ],
                        [
                            .. g.Where(s => s.Green.BlindTo is { Length: > 0 })
                                .DistinctBy(s => s.Green.BlindTo, StringComparer.OrdinalIgnoreCase)
                                .Select(s => new BlindSpot(s.Green.BlindTo!, s.Document.Id.Value)),
                        ],
                        incidents.Count,
                        incidents.Max(d => d.FrontMatter.Date),
                        ParaphraseGroups.Pages(g.Select(s => s.Document))
                    );
                })
                .OrderByDescending(c => c.Incidents)
                .ThenByDescending(c => c.Last)
                .ThenByDescending(c => c.In.Count)
                .ThenBy(c => c.Words, StringComparer.OrdinalIgnoreCase),
        ];
    }
}
