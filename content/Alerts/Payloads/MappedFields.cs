using System.Globalization;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>What was read of an alert, in the names of a mapping: for its examples, and for people who try one.</summary>
public static class MappedFields
{
    private const string Label = "label.";

    public static IReadOnlyList<string> Names { get; } =
    ["name", "key", "state", "severity", "service", "summary", "description", "link", "runbook", "document", "time", "started"];

    /// <summary>Empty for nothing, null for no such field.</summary>
    public static string? Of(FiredAlert alert, string field) =>
        field switch
        {
            "name" => alert.Name,
            "key" => alert.Key,
            "state" => alert.TellsState ? alert.State.ToString().ToLowerInvariant() : "unchanged",
            "severity" => alert.Severity ?? "",
            "service" => alert.Service ?? "",
            "summary" => alert.Summary,
            "description" => alert.Description,
            "link" => alert.Link ?? "",
            "runbook" => string.Join(' ', alert.RunbookUrls),
            "document" => alert.DocumentId ?? "",
            "time" => Time(alert.ReportedAt),
            "started" => Time(alert.StartsAt),
            _ when field.StartsWith(Label, StringComparison.Ordinal) => alert.Label(field[Label.Length..]) ?? "",
            _ => null,
        };

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
