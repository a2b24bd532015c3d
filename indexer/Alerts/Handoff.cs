using Knowledge.Content.Text;

namespace Knowledge.Indexer.Alerts;

/// <summary>What first-line support passes on, so that nobody has to ask again: symptom, answers, what was done, whom to call.</summary>
/// <param name="Symptom">In the words of whoever saw it.</param>
/// <param name="Answers">To the questions of the runbook; unanswered ones are said to be.</param>
/// <param name="Done">Steps that were done, with what came of them.</param>
/// <param name="Log">What people did besides; what they wrote is passed on, of much the newest.</param>
/// <param name="Note">Whatever else is to be said.</param>
public sealed record Handoff(
    AlertMessage Message,
    string Symptom,
    IReadOnlyList<(string Question, string Answer)> Answers,
    IReadOnlyList<RunStep> Done,
    IReadOnlyList<AlertAction> Log,
    string Note
)
{
    private const int MaxStepCharacters = 200;
    private const int MaxNotes = 20;
    private const int MaxNoteCharacters = 300;

    private readonly Dictionary<string, ChecklistStep> steps = Message.Runbook is { } runbook
        ? RunbookChecklist.Of(runbook, Message.Alert.Alert, null).Steps.DistinctBy(s => s.Id).ToDictionary(s => s.Id)
        : [];

    public string PlainText() =>
        string.Join('\n', Sections().SelectMany(s => new[] { s.Title.ToUpperInvariant() }.Concat(s.Lines).Append(""))).TrimEnd();

    public SlackMessage Slack() =>
        SlackMessage.Of(
            [$"Handoff: {Message.Alert.Name}"],
            Sections().Select(s => (SlackPart[])[SlackText.Bold(s.Title), "\n", string.Join('\n', s.Lines)])
        );

    private IEnumerable<(string Title, IReadOnlyList<string> Lines)> Sections()
    {
        var alert = Message.Alert;
        yield return (
            "Alert",
            [
                $"{alert.Name}, {alert.State.ToString().ToLowerInvariant()} since {alert.StartsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC",
                $"Severity: {alert.Severity ?? "not given"}{(alert.Service is { } service ? $", service: {service}" : "")}",
                Message.Address.ToString(),
            ]
        );
        yield return ("Symptom", [Symptom.Length > 0 ? Symptom : Message.Title]);
        if (Answers.Count > 0)
            yield return ("Scope", [.. Answers.Select(a => $"{a.Question} {(a.Answer.Length > 0 ? a.Answer : "not known")}")]);
        yield return (
            "Done so far",
            Done.Count == 0
                ? ["no step was ticked"]
                :
                [
                    .. Done.Select(d =>
                        $"{TextOf(d).TrimEnd('.')}{(d.Result.Length > 0 ? $": {d.Result}" : "")} ({d.Actor}, {d.At.UtcDateTime:HH:mm} UTC)"
                    ),
                ]
        );
        if (Notes() is { Count: > 0 } notes)
            yield return ("Noted, newest first", notes);
        if (Message.Match.Links is { } links)
            yield return ("Its own runbook link", [.. links.Select(l => $"{l.Text} ({l.StateText})")]);
        yield return (
            "Probable cause",
            [
                Message.Match.Url is { } url
                    ? $"{Message.Match.Title ?? url} ({Message.Match.Confidence.ToString().ToLowerInvariant()} confidence: "
                        + $"{Message.Match.Reason}), {new Uri(Message.Root, url)}"
                    : "not known: nobody has written a runbook",
                .. Message.Match.Suggestion is { } guess
                    ? (string[])[$"perhaps {guess.Title}, a guess {guess.Reason}, {new Uri(Message.Root, guess.Url)}"]
                    : [],
            ]
        );
        yield return ("Owner", [Message.OwnerText ?? "nobody is named"]);
        if (Note.Length > 0)
            yield return ("Note", [Note]);
    }

    // The newest first: where Slack cuts, the oldest are missing.
    private IReadOnlyList<string> Notes()
    {
        var notes = Log.Where(a => a.Text.Length > 0)
            .Select(a => $"{Sentences.Truncate(a.Text, MaxNoteCharacters)} ({a.Actor}, {a.At.UtcDateTime:HH:mm} UTC)")
            .Reverse()
            .ToList();
        var left = notes.Count - MaxNotes;
        return left > 0
            ? [.. notes.Take(MaxNotes), $"{left} earlier {(left == 1 ? "note is" : "notes are")} on the page of the alert"]
            : notes;
    }

    // A step that the page has no more is told by its name.
    private string TextOf(RunStep done) =>
        steps.GetValueOrDefault(done.Step) is { } step ? Sentences.Truncate(step.Step.Text, MaxStepCharacters) : done.Label;
}
