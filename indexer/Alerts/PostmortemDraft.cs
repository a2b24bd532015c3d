using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Knowledge.Indexer.Alerts;

/// <summary>A postmortem begun from an alert, as a file: what the alert already knows is filled in, what only people know is asked.</summary>
public static class PostmortemDraft
{
    /// <param name="events">What was heard of the alert.</param>
    /// <param name="done">Steps of its runbook that were done.</param>
    public static string Of(AlertMessage message, IReadOnlyList<AlertEvent> events, IReadOnlyList<RunStep> done)
    {
        var (alert, match) = (message.Alert, message.Match);
        var text = new StringBuilder("---\n");
        Line("kind", "postmortem");
        Line("title", alert.Alert.Summary.Length > 0 ? alert.Alert.Summary : alert.Name);
        text.Append(CultureInfo.InvariantCulture, $"date: {alert.StartsAt.UtcDateTime:yyyy-MM-dd}\n");
        if (alert.Severity is not null) Line("severity", alert.Severity);
        Line("status", "draft");
        if (alert.Service is not null) Line("services", alert.Service);
        Line("alerts", alert.Name);
        if (match.DocumentId is not null) Line("runbooks", match.DocumentId);
        text.Append(CultureInfo.InvariantCulture, $"detected: {Time(alert.StartsAt)}\n");
        if (alert.EndsAt is { } ended) text.Append(CultureInfo.InvariantCulture, $"resolved: {Time(ended)}\n");
        text.Append("searched: []\n---\n\n");
        text.Append(CultureInfo.InvariantCulture, $"# {OneLine(alert.Alert.Summary.Length > 0 ? alert.Alert.Summary : alert.Name)}\n\n## Impact\n\nWho saw what, how many, for how long?\n\n## Root cause\n\nOne sentence, and why nothing showed it.\n\n## Timeline\n\n");
        foreach (var (at, what) in events.Select(e => (e.FirstSeen, $"{alert.Name} {e.State.ToString().ToLowerInvariant()}")).Concat(done.Select(d => (d.At, $"{d.Actor}: {d.Label} of the runbook"))).OrderBy(e => e.Item1))
            text.Append(CultureInfo.InvariantCulture, $"- {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {OneLine(what)}\n");
        text.Append("\n## What stayed green\n\nWhich checks said that all was well, and what do they not see?\n\n## Actions\n\n- [ ] What, who, until when\n\n");
        return text.Append(CultureInfo.InvariantCulture, $"Began from <{message.Address}>.\n").ToString();

        // A text in JSON is one in YAML too.
        void Line(string key, string value) => text.Append(key).Append(": ").Append(JsonSerializer.Serialize(OneLine(value), Options)).Append('\n');
    }

    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
