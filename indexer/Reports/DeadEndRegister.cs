using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Reports;

/// <summary>Every suspicion that was wrong, and what it cost: so that nobody clears the browser cache first again.</summary>
public static class DeadEndRegister
{
    /// <summary>One suspicion, in the words of all pages that name it.</summary>
    /// <param name="Why">Why it was wrong, each with the page that says so.</param>
    /// <param name="MinutesLost">In all incidents together; null when no incident counted them. What runbooks say of minutes is a
    /// warning, not a loss, and is not added.</param>
    /// <param name="Incidents">In how many it was followed.</param>
    /// <param name="In">Pages that name it, incidents first.</param>
    public sealed record DeadEnd(
        string Suspicion,
        IReadOnlyList<string> OtherWords,
        IReadOnlyList<Reason> Why,
        int? MinutesLost,
        int Incidents,
        DateOnly? Last,
        IReadOnlyList<Citation> In
    );

    public sealed record Reason(string Text, string DocumentId);

    /// <summary>The most expensive first.</summary>
    /// <param name="service">Only pages of this component; null for all.</param>
    public static IReadOnlyList<DeadEnd> Of(KnowledgeBase knowledge, string? service = null)
    {
        var groups = ParaphraseGroups
            .Of(knowledge, service)
            .OrderBy(d => d.Kind != DocumentKind.Postmortem)
            .ThenByDescending(d => d.FrontMatter.Date)
            .ThenBy(d => d.Id.Value, StringComparer.Ordinal)
            .SelectMany(d => d.FrontMatter.DeadEnds.Select(e => (Document: d, End: e)))
            .ToList();
        return
        [
            .. ParaphraseGroups
                .Group(groups, s => s.End.Suspicion)
                .Select(g =>
                {
                    var incidents = g.Where(s => s.Document.Kind == DocumentKind.Postmortem).ToList();
                    var counted = incidents.Select(s => s.End.MinutesLost).OfType<int>().ToList();
                    return new DeadEnd(
                        g[0].End.Suspicion,
                        [
                            .. g.Select(s => s.End.Suspicion)
                                .Where(c => !c.Equals(g[0].End.Suspicion, StringComparison.OrdinalIgnoreCase))
                                .Distinct(StringComparer.OrdinalIgnoreCase),
                        ],
                        [
                            .. g.Where(s => s.End.Why is { Length: > 0 })
                                .DistinctBy(s => s.End.Why, StringComparer.OrdinalIgnoreCase)
                                .Select(s => new Reason(s.End.Why!, s.Document.Id.Value)),
                        ],
                        // What somebody typed as minutes may be any number.
                        counted.Count == 0
                            ? null
                            : (int)Math.Min(int.MaxValue, counted.Sum(m => (long)m)),
                        incidents.Select(s => s.Document).Distinct().Count(),
                        incidents.Max(s => s.Document.FrontMatter.Date),
                        ParaphraseGroups.Pages(g.Select(s => s.Document))
                    );
                })
                .OrderByDescending(e => e.MinutesLost ?? -1)
                .ThenByDescending(e => e.Incidents)
                .ThenByDescending(e => e.Last)
                .ThenByDescending(e => e.In.Count)
                .ThenBy(e => e.Suspicion, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Minutes of all together.</summary>
    public static long MinutesLost(IEnumerable<DeadEnd> ends) => ends.Sum(e => (long)(e.MinutesLost ?? 0));
}
