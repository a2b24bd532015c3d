using System.Text.Json.Serialization;
using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Reports;

/// <summary>What all incidents together tell: how long they took, what was left open, what comes again, what nobody could find.</summary>
/// <param name="Years">The newest first.</param>
/// <param name="Incidents">The newest first; those without a date last.</param>
/// <param name="Surfaces">In the order of their list.</param>
/// <param name="Causes">That more than one incident had, the most frequent first.</param>
/// <param name="Gaps">What was searched for and not found, most asked for first; null when it cannot be read just now.</param>
/// <param name="FirstSteps">Of alerts whose runbook was worked with, the newest first; null when they cannot be read just now.</param>
public sealed record InsightsReport(
    int Postmortems,
    Medians All,
    IReadOnlyList<YearOfIncidents> Years,
    IReadOnlyList<IncidentLine> Incidents,
    IReadOnlyList<SurfaceLine> Surfaces,
    IReadOnlyList<RecurringCause> Causes,
    IReadOnlyList<RecordedGap>? Gaps,
    IReadOnlyList<FirstStep>? FirstSteps
)
{
    /// <param name="gaps">As the server keeps them; none without a server.</param>
    /// <param name="firstSteps">The same.</param>
    public static InsightsReport Of(KnowledgeBase knowledge, IReadOnlyList<RecordedGap>? gaps, IReadOnlyList<FirstStep>? firstSteps)
    {
        var postmortems = knowledge.Documents.Where(d => d.Kind == DocumentKind.Postmortem).ToList();
        var lines = postmortems
            .Select(d => new IncidentLine(
                d.Id.Value,
                d.Title,
                PastIncidents.DateOf(d),
                d.FrontMatter.Severity,
                Urls.Of(d),
                IncidentTimes.Of(d)
            ))
            .OrderByDescending(l => l.Date)
            .ThenByDescending(l => l.DocumentId, StringComparer.Ordinal)
            .ToList();
        return new(
            postmortems.Count,
            Medians.Of(lines),
            [
                .. lines
                    .Where(l => l.Date is not null)
                    .GroupBy(l => l.Date!.Value.Year)
                    .OrderByDescending(g => g.Key)
                    .Select(g => new YearOfIncidents(g.Key, g.Count(), Medians.Of([.. g]))),
            ],
            lines,
            SurfaceLine.All([.. postmortems.Select(p => p.FrontMatter.Surfaces.Count == 0 ? null : knowledge.PatchesOf(p, default))]),
            [
                .. knowledge
                    .RecordedCauses()
                    .Where(c => c.Postmortems.Count > 1)
                    .OrderByDescending(c => c.Postmortems.Count)
                    .ThenByDescending(c => c.Postmortems.Max(p => p.FrontMatter.Date))
                    .ThenBy(c => c.Text, StringComparer.Ordinal)
                    .Select(c => new RecurringCause(
                        c.Text,
                        c.Postmortems.Count,
                        c.Postmortems.Max(p => p.FrontMatter.Date),
                        ParaphraseGroups.Pages(c.Postmortems)
                    )),
            ],
            gaps,
            firstSteps
        );
    }
}

/// <summary>The middle of what is known; null where nothing is.</summary>
/// <param name="Detect">With how many incidents say it, as the others.</param>
public sealed record Medians(TimeSpan? ToDetect, int Detect, TimeSpan? ToRunbook, int Runbook, TimeSpan? ToMitigate, int Mitigate)
{
    public static Medians Of(IReadOnlyList<IncidentLine> lines)
    {
        var (detect, runbook, mitigate) = (
            Known(lines.Select(l => l.Times.ToDetect)),
            Known(lines.Select(l => l.Times.ToRunbook)),
            Known(lines.Select(l => l.Times.ToMitigate))
        );
        return new(Median(detect), detect.Count, Median(runbook), runbook.Count, Median(mitigate), mitigate.Count);
    }

    private static List<TimeSpan> Known(IEnumerable<TimeSpan?> times) => [.. times.OfType<TimeSpan>().Order()];

    /// <summary>Of an even number the mean of the two in the middle.</summary>
    /// <param name="ordered">From the shortest.</param>
    public static TimeSpan? Median(IReadOnlyList<TimeSpan> ordered) =>
        ordered.Count == 0 ? null : (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;
}

public sealed record YearOfIncidents(int Year, int Incidents, Medians Medians);

public sealed record IncidentLine(string DocumentId, string Title, DateOnly? Date, string? Severity, string Url, IncidentTimes Times);

/// <summary>How one surface stands over all postmortems, verified ones as they are found to be.</summary>
/// <param name="Open">Declared open, incomplete, or not holding.</param>
/// <param name="Unstated">Postmortems that do not speak of it.</param>
public sealed record SurfaceLine(string Name, int Open, [property: JsonPropertyName("notSaid")] int Unstated, int Patched, int NotNeeded)
{
    /// <param name="matrices">Null for a postmortem that speaks of no surface.</param>
    public static IReadOnlyList<SurfaceLine> All(IReadOnlyList<PatchMatrix?> matrices) =>
        [
            .. Surface.Names.Select(
                (name, i) =>
                {
                    var verdicts = matrices.OfType<PatchMatrix>().Select(m => m.Surfaces[i]).ToList();
                    var (patched, unneeded) = (
                        verdicts.Count(v => v.State == SurfaceState.Patched),
                        verdicts.Count(v => v.State == SurfaceState.NotNeeded)
                    );
                    var unstated = verdicts.Count(v => v is { State: SurfaceState.Unexplained, Declared: null });
                    return new SurfaceLine(
                        name,
                        verdicts.Count - patched - unneeded - unstated,
                        unstated + matrices.Count - verdicts.Count,
                        patched,
                        unneeded
                    );
                }
            ),
        ];
}

public sealed record RecurringCause(string Cause, int Incidents, DateOnly? Last, IReadOnlyList<Citation> In);

/// <summary>How long it took from the beginning of an alert until somebody ticked the first step of its runbook.</summary>
public sealed record FirstStep(string AlertId, string Alert, DateTimeOffset StartsAt, TimeSpan Took, string DocumentId);
