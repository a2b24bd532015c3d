using Knowledge.Api.Languages;
using Knowledge.Api.Ui;
using Knowledge.Content.Alerts;
using Knowledge.Content.Text;
using Knowledge.Indexer.Alerts;
using static Knowledge.Api.Languages.Texts;

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
                .Select(e => OfSender(alert, e))
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
                AlertState.Firing => T("reports that it is firing"),
                AlertState.Acknowledged => T("reports that somebody acknowledged it"),
                _ => T("reports that it is over"),
            },
            word.Times > 1 ? T("received {0} times, last {1} UTC", word.Times, Dates.Clock(word.LastSeen)) : ""
        );

    private static AlertHistoryEntry OfPerson(AlertAction action) =>
        new(action.At, AlertHistorySource.Person, PersonName.Of(action.Actor), action.Words(FromEnglish), action.Text);

    private static AlertHistoryEntry OfStep(RunStep done, Dictionary<string, ChecklistStep> steps) =>
        new(
            done.At,
            AlertHistorySource.Step,
            PersonName.Of(done.Actor),
            steps.GetValueOrDefault(done.Step) is { } step
                    ? Words(done.Done, step.Number, Sentences.Truncate(step.Step.Text, MaxStepCharacters))
                : done.Done ? T("did {0}", done.Label)
                : T("undid {0}", done.Label),
            done.Result
        );

    private static string Words(bool done, int number, string text) =>
        done ? T("did step {0}: {1}", number, text) : T("undid step {0}: {1}", number, text);
}
