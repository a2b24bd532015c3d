using System.Globalization;
using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Alerts;

/// <summary>A step of a runbook as it is worked through for one alert.</summary>
/// <param name="Id">By which it is known in what was done: <c>step-ANCHOR-NUMBER</c>.</param>
/// <param name="Number">Within its part of the page, from 1.</param>
/// <param name="Command">Filled from the labels of the alert; null when it has none.</param>
/// <param name="Deletes">Whether it deletes something for good.</param>
/// <param name="Done">Who did it and what came of it; null while nobody did.</param>
public sealed record ChecklistStep(string Id, int Number, Step Step, string? Command, bool IsRisky, bool Deletes, RunStep? Done);

/// <summary>A section of a runbook with its steps.</summary>
/// <param name="Remarks">What else stands in the section, to be read before its steps.</param>
public sealed record ChecklistPart(
    SectionKind Kind,
    string Heading,
    string Anchor,
    IReadOnlyList<string> Remarks,
    IReadOnlyList<ChecklistStep> Steps
);

/// <summary>A runbook as a list to be ticked: what to check, what to do, how to see that it worked.</summary>
public sealed record RunbookChecklist(IReadOnlyList<ChecklistPart> Parts)
{
    /// <summary>Nobody works through more; what is beyond is read on the page itself.</summary>
    public const int MaxSteps = 200;

    private const int MaxRemarks = 12;

    public IEnumerable<ChecklistStep> Steps => Parts.SelectMany(p => p.Steps);

    public int Total => Steps.Count();

    public int Done => Steps.Count(s => s.Done is not null);

    /// <summary>The first one that nobody did; null when all are done.</summary>
    public ChecklistStep? Current => Steps.FirstOrDefault(s => s.Done is null);

    /// <param name="run">What was done of it; null when that cannot be read just now.</param>
    public static RunbookChecklist Of(Document runbook, FiredAlert alert, RunbookRun? run)
    {
        var done = (run?.Done ?? []).ToDictionary(s => s.Step);
        var parts = new List<ChecklistPart>();
        var left = MaxSteps;
        foreach (
            var section in runbook.Sections.Where(s =>
                s.Kind is SectionKind.Diagnosis or SectionKind.Remediation or SectionKind.Verification && s.Steps.Count > 0
            )
        )
        {
            var steps = section.Steps.Take(left).Select((step, index) => Of(section, step, index + 1, alert, done)).ToList();
            left -= steps.Count;
            if (steps.Count > 0)
                parts.Add(new(section.Kind, section.Heading, section.Anchor, Remarks(section), steps));
        }
        return new(parts);
    }

    private static ChecklistStep Of(Section section, Step step, int number, FiredAlert alert, Dictionary<string, RunStep> done)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"step-{section.Anchor}-{number}");
        return new(
            id,
            number,
            step,
            (step.Command ?? step.Code) is { } command ? CommandPlaceholders.FillCommand(command, alert) : null,
            RiskyStep.Is(step),
            RiskyStep.Deletes(step),
            done.GetValueOrDefault(id)
        );
    }

    // A paragraph, a table row or a line of a list that is part of no step.
    private static IReadOnlyList<string> Remarks(Section section)
    {
        var said = string.Join('\n', section.Steps.SelectMany(s => new[] { s.Text, s.Command, s.Code, s.Expect }).OfType<string>());
        return
        [
            .. section
                .Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !IsSaid(line, said))
                .Take(MaxRemarks),
        ];
    }

    private static bool IsSaid(string line, string said) =>
        said.Contains(line, StringComparison.Ordinal)
        || StepLabel(line) is { } rest && (rest.Length == 0 || said.Contains(rest, StringComparison.Ordinal));

    // “Expect: …” and “$ df -h” stand in the step without what leads them in.
    private static string? StepLabel(string line) =>
        line.StartsWith("$ ", StringComparison.Ordinal) ? line[2..].Trim()
        : line.StartsWith("Expect", StringComparison.OrdinalIgnoreCase) && line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? line[(colon + 1)..].Trim()
        : null;
}
