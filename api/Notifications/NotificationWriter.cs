using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Notifications;

/// <summary>What is to be sent, or why nothing is.</summary>
/// <param name="Of">At least one.</param>
/// <param name="IsUnknown">What it is about cannot be read just now.</param>
/// <param name="IsPutOff">It waits until all files have been read.</param>
/// <param name="IsOver">There is nothing to tell any more.</param>
/// <param name="IsGone">What it is about does not exist any more.</param>
/// <param name="Address">Mail address, where it does not go to the target's own.</param>
internal readonly record struct WrittenMessage(
    IReadOnlyList<PendingMessage> Of,
    string? Body = null,
    bool IsUnknown = false,
    bool IsPutOff = false,
    bool IsOver = false,
    bool IsGone = false,
    string? Problem = null,
    string? Address = null
);

/// <summary>
/// Makes the messages of what waits in the outbox, by what is served now and everybody may see: who reads a channel is not known here.
/// </summary>
internal sealed partial class NotificationWriter(LiveKnowledge live, LiveAlerts alerts, Uri root, TimeProvider time, ILogger logger)
{
    public const string Fault = "an error inside Knowledge; the log has more";

    /// <summary>A day's reminder.</summary>
    public WrittenMessage Reminder(NotifyTarget target, PendingMessage waiting)
    {
        try
        {
            // While files are still to come, what is due is not all known.
            if (!live.IsComplete)
                return new([waiting], IsPutOff: true);
            var reminder = ActionReminder.Of(live.ForEverybody.ActionsOn(time.GetUtcNow()), waiting.ReminderOf!.Value, root);
            return reminder.Actions.Count == 0
                ? new([waiting], IsOver: true)
                : new([waiting], NotificationBody.Of(target.Kind, reminder, waiting.Created));
        }
        catch (Exception e)
        {
            LogFault(target.Name, e);
            return new([waiting], Problem: Fault);
        }
    }

    /// <summary>What there is to tell of alerts: one message of all that can be written; one that cannot be holds up no other.</summary>
    public IReadOnlyList<WrittenMessage> Alerts(NotifyTarget target, IReadOnlyList<PendingMessage> waiting)
    {
        var (told, written) = (new List<(PendingMessage Of, AlertMessage Message)>(), new List<WrittenMessage>());
        foreach (var one in waiting)
            try
            {
                var found = alerts.Find(one.AlertId);
                if (!found.IsKnown)
                    return [new([one], IsUnknown: true)];
                if (found.Alert is { } alert)
                    told.Add((one, alerts.MessageOf(alert, root, live.Everybody)));
                else
                    written.Add(new([one], IsGone: true, Problem: "its alert does not exist any more"));
            }
            catch (Exception e)
            {
                LogFault(target.Name, e);
                written.Add(new([one], Problem: Fault));
            }
        if (told.Count > 0)
            written.Insert(0, Together(target, told));
        return written;
    }

    private WrittenMessage Together(NotifyTarget target, List<(PendingMessage Of, AlertMessage Message)> told)
    {
        IReadOnlyList<PendingMessage> of = [.. told.Select(t => t.Of)];
        try
        {
            return new(
                of,
                told is [var one]
                    ? NotificationBody.Of(target.Kind, one.Message)
                    : NotificationBody.Of(target.Kind, new AlertGroupMessage([.. told.Select(t => t.Message)], root), time.GetUtcNow())
            );
        }
        catch (Exception e)
        {
            LogFault(target.Name, e);
            return new(of, Problem: Fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "A message to {Target} could not be written; it is tried again")]
    private partial void LogFault(string target, Exception e);
}
