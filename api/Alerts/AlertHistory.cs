using Knowledge.Content.Alerts;
using Knowledge.Content.Text;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary>Who or what a line of the history comes from, which gives its colour.</summary>
public enum AlertHistorySource
{
    Sender,
    Person,
    Step,
}

/// <summary>One line of the history of an alert: who did what.</summary>
/// <param name="What">Continues the name: “is on it”.</param>
/// <param name="Detail">In their own words; empty when there are none.</param>
public sealed record AlertHistoryEntry(DateTimeOffset At, AlertHistorySource Source, string Who, string What, string Detail);

/// <summary>What its sender said of an alert and what people did about it, as one list, newest first.</summary>
internal static class AlertHistory
{
    private const int MaxStepCharacters = 80;

    /// <returns>Null when a part of it cannot be read just now: a history with holes would be believed.</returns>
    public static IReadOnlyList<AlertHistoryEntry>? Of(
        AlertRecord alert,
        IReadOnlyList<AlertEvent>? events,
        IReadOnlyList<AlertAction>? log,
        RunbookRun? run,
        RunbookChecklist? checklist
    )
    {
        if (events is null || log is null || run is null)
            return null;
        var steps = (checklist?.Steps ?? []).DistinctBy(s => s.Id).ToDictionary(s => s.Id);
        return
        [
            .. events
                .Where(e => e.StartsAt == alert.StartsAt)
                .Select(e => e.State == AlertState.Resolved && alert.ClosedBy is { } closer ? OfClosing(e, closer) : OfSender(alert, e))
                .Concat(log.Select(OfPerson))
                .Concat(run.Log.Select(s => OfStep(s, steps)))
                .OrderByDescending(e => e.At),
        ];
    }

    private static AlertHistoryEntry OfSender(AlertRecord alert, AlertEvent word) =>
        new(
            word.State == AlertState.Resolved ? word.EndsAt ?? word.FirstSeen : word.StartsAt,
            AlertHistorySource.Sender,
            alert.Source,
            word.State switch
            {
                AlertState.Firing => "fired",
                AlertState.Acknowledged => "says that somebody acknowledged it",
                _ => "says that it is over",
            },
            word.Times > 1 ? $"received {word.Times} times, last {word.LastSeen.UtcDateTime:HH:mm} UTC" : ""
        );

    private static AlertHistoryEntry OfClosing(AlertEvent word, string closer) =>
        new(word.EndsAt ?? word.FirstSeen, AlertHistorySource.Person, closer, "closed it", "");

    private static AlertHistoryEntry OfPerson(AlertAction action) =>
        new(
            action.At,
            AlertHistorySource.Person,
            action.Actor,
            action.What switch
            {
                AlertActionKind.Acknowledged => "is on it",
                AlertActionKind.Released => "is not on it any more",
                AlertActionKind.HandedOver => $"handed it over to {action.Whom}",
                AlertActionKind.Solved => "solved it",
                AlertActionKind.Reopened => "reopened it",
                _ => "noted",
            },
            action.Text
        );

    private static AlertHistoryEntry OfStep(RunStep done, Dictionary<string, ChecklistStep> steps) =>
        new(
            done.At,
            AlertHistorySource.Step,
            done.Actor,
            (done.Done ? "did " : "took back ")
                + (
                    steps.GetValueOrDefault(done.Step) is { } step
                        ? $"step {step.Number}: {Sentences.Truncate(step.Step.Text, MaxStepCharacters)}"
                        : done.Label
                ),
            done.Result
        );
}
