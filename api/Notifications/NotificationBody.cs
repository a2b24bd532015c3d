using System.Text.Json;
using Knowledge.Api.Live;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Notifications;

/// <summary>What a target gets: blocks for Slack, a text for mail, JSON with a type for any other.</summary>
internal static class NotificationBody
{
    /// <summary>One alert, with all that its runbook says.</summary>
    public static string Of(NotifyKind kind, AlertMessage message) =>
        kind switch
        {
            NotifyKind.Slack => JsonSerializer.Serialize(message.Slack()),
            NotifyKind.Mail => message.PlainText(),
            _ => Typed(
                "alert.firing",
                message.Alert.StartsAt,
                new
                {
                    alert = message.Alert,
                    match = message.Match,
                    owner = message.Owner,
                    steps = message.Steps,
                    text = message.PlainText(),
                }
            ),
        };

    /// <summary>Several alerts that began together.</summary>
    public static string Of(NotifyKind kind, AlertGroupMessage group, DateTimeOffset now) =>
        kind switch
        {
            NotifyKind.Slack => JsonSerializer.Serialize(group.Slack()),
            NotifyKind.Mail => group.PlainText(),
            _ => Typed(
                "alerts.firing",
                now,
                new
                {
                    alerts = group.Alerts.Select(a => new
                    {
                        alert = a.Alert,
                        match = a.Match,
                        owner = a.Owner,
                    }),
                    more = group.More,
                    others = group.Others,
                    owners = group.Owners,
                    text = group.PlainText(),
                }
            ),
        };

    /// <summary>What is due.</summary>
    public static string Of(NotifyKind kind, ActionReminder reminder, DateTimeOffset created) =>
        kind switch
        {
            NotifyKind.Slack => JsonSerializer.Serialize(reminder.Slack()),
            NotifyKind.Mail => reminder.PlainText(),
            _ => Typed("actions.due", created, new { actions = reminder.Actions, text = reminder.PlainText() }),
        };

    private static string Typed(string type, DateTimeOffset timestamp, object data) =>
        JsonSerializer.Serialize(
            new
            {
                type,
                timestamp,
                data,
            },
            ContractJson.Options
        );
}
