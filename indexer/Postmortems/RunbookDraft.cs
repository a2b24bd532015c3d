using System.Globalization;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Indexer.Postmortems;

/// <summary>A runbook to begin with: from words that found nothing, from an alert, or from what was done about one.</summary>
/// <param name="Steps">What was done, in its order, each with its command and what came of it.</param>
public sealed record RunbookDraft(
    string Title,
    string? Owner,
    IReadOnlyList<string> Services,
    IReadOnlyList<string> Alerts,
    IReadOnlyList<string> Symptoms,
    IReadOnlyList<RunbookDraft.DoneStep> Steps
)
{
    private const int MaxTitleCharacters = 200;

    public sealed record DoneStep(string Text, string? Command, string Result);

    /// <summary>The sections that a runbook is expected to have, in their order.</summary>
    public static IReadOnlyList<PostmortemSection> Sections { get; } =
    [
        new("Symptoms", "- What is seen, and what is not"),
        new("Causes", "- **The likeliest cause in one sentence.** Check: `a command that only looks` Expect: what one sees"),
        new("Diagnosis", "1. What to look at, with the command. Expect: what one should see"),
        new("Remediation", "1. What to do, with the command; before it what could be lost"),
        new("Verification", "1. How one sees that it worked"),
        new("Escalation", "Whom to call when it does not help"),
    ];

    /// <param name="words">What was searched for, or what it is about.</param>
    public static RunbookDraft OfWords(string words) => new(Short(words), null, [], [], [OneLine(words)], []);

    /// <param name="run">What was done of a page; none when no page was worked with.</param>
    /// <param name="log">What people did besides.</param>
    public static RunbookDraft OfAlert(
        AlertRecord alert,
        string? owner,
        RunbookChecklist? checklist,
        RunbookRun? run,
        IReadOnlyList<AlertAction> log
    )
    {
        var steps = (checklist?.Steps ?? []).DistinctBy(s => s.Id).ToDictionary(s => s.Id);
        var done = (run?.Done ?? [])
            .Select(d =>
                (
                    d.At,
                    Step: steps.GetValueOrDefault(d.Step) is { } step
                        ? new DoneStep(step.Step.Text, step.Step.Command, d.Result)
                        : new DoneStep(d.Label, null, d.Result)
                )
            )
            .Concat(
                log.Where(a => a.What is AlertActionKind.Note or AlertActionKind.Solved && a.Text.Length > 0)
                    .Select(a => (a.At, Step: new DoneStep(a.Text, null, "")))
            )
            .OrderBy(d => d.At)
            .Select(d => d.Step);
        var summary = alert.Alert.Summary.Length > 0 ? alert.Alert.Summary : alert.Name;
        return new(
            Short(summary),
            owner,
            alert.Service is { } service ? [service] : [],
            [alert.Name],
            summary == alert.Name ? [] : [OneLine(summary)],
            [.. done]
        );
    }

    /// <summary>As a page in the shape of FORMAT.md.</summary>
    public string Text()
    {
        var front = new FrontMatter
        {
            Title = Title,
            Owner = Owner,
            Services = Services,
            Alerts = [.. Alerts.Select(a => new AlertPattern(a, []))],
            Symptoms = Symptoms,
        };
        var text = new StringBuilder("---\nkind: runbook\n");
        foreach (var field in PostmortemForm.Fields.Where(f => f.Key is "title" or "owner" or "services" or "alerts" or "symptoms"))
            text.Append(PostmortemForm.Yaml(field, PostmortemForm.Read(front, field)));
        text.Append(CultureInfo.InvariantCulture, $"---\n\n# {Title}\n");
        foreach (var section in Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Heading}\n");
            if (section.Heading == "Symptoms" && Symptoms.Count > 0)
                text.Append('\n').AppendJoin("", Symptoms.Select(s => $"- {s}\n"));
            if (section.Heading == "Remediation" && Steps.Count > 0)
                text.Append('\n').AppendJoin("", Steps.Select((s, i) => Item(s, i + 1)));
        }
        return text.ToString();
    }

    private static string Item(DoneStep step, int number)
    {
        var item = new StringBuilder();
        var lead = string.Create(CultureInfo.InvariantCulture, $"{number}. ");
        var indent = new string(' ', lead.Length);
        item.Append(lead).Append(OneLine(step.Text)).Append('\n');
        if (step.Command is { } command)
            item.Append(CultureInfo.InvariantCulture, $"\n{indent}```sh\n{indent}")
                .Append(command.Replace("\n", $"\n{indent}", StringComparison.Ordinal))
                .Append(CultureInfo.InvariantCulture, $"\n{indent}```\n");
        if (step.Result.Length > 0)
            item.Append(CultureInfo.InvariantCulture, $"\n{indent}Expect: {OneLine(step.Result)}\n");
        return item.ToString();
    }

    private static string Short(string text) => Content.Text.Sentences.Truncate(OneLine(text), MaxTitleCharacters);

    private static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
