namespace Knowledge.Indexer.Alerts;

/// <summary>What first-line support passes on, so that nobody has to ask again: symptom, answers, what was done, whom to call.</summary>
/// <param name="Symptom">In the words of whoever saw it.</param>
/// <param name="Answers">To the questions of the runbook; unanswered ones are said to be.</param>
/// <param name="Done">Steps that were done, with what came of them.</param>
/// <param name="Note">Whatever else is to be said.</param>
public sealed record Handoff(
    AlertMessage Message,
    string Symptom,
    IReadOnlyList<(string Question, string Answer)> Answers,
    IReadOnlyList<RunStep> Done,
    string Note
)
{
    public string PlainText() =>
        string.Join('\n', Sections().SelectMany(s => new[] { s.Title.ToUpperInvariant() }.Concat(s.Lines).Append(""))).TrimEnd();

    public SlackMessage Slack() =>
        SlackMessage.Of(
            [$"Handoff: {Message.Alert.Name}"],
            Sections().Select(s => (SlackPart[])[SlackText.Bold(s.Title), "\n", string.Join('\n', s.Lines)])
        );

    private IEnumerable<(string Title, IReadOnlyList<string> Lines)> Sections()
    {
        yield return ("Symptom", [Symptom.Length > 0 ? Symptom : Message.Title]);
        if (Answers.Count > 0)
            yield return ("Scope", [.. Answers.Select(a => $"{a.Question} {(a.Answer.Length > 0 ? a.Answer : "not known")}")]);
        yield return (
            "Done so far",
            Done.Count == 0
                ? ["nothing was ticked"]
                :
                [
                    .. Done.Select(d =>
                        $"{d.Label}: {(d.Result.Length > 0 ? d.Result : "no result was noted")} ({d.Actor}, {d.At.UtcDateTime:HH:mm} UTC)"
                    ),
                ]
        );
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
        yield return ("Alert", [Message.Address.ToString()]);
    }
}
