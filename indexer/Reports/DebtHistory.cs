using System.Text.Json;
using Knowledge.Indexer.Checks;

namespace Knowledge.Indexer.Reports;

/// <summary>The debt of one day.</summary>
/// <param name="Actions">Of postmortems; null on days before they were counted.</param>
public sealed record DebtDay(
    DateOnly Day,
    int Alerts,
    int Score,
    IReadOnlyList<DebtReport.StatusCount> ByStatus,
    ActionCount? Actions = null
)
{
    public static DebtDay Of(DateOnly day, DebtReport report, ActionCount? actions = null) =>
        new(day, report.Alerts.Count, report.Score, report.ByStatus, actions);
}

/// <param name="Overdue">Of those that are open.</param>
public sealed record ActionCount(int Open, int Overdue, int Done);

/// <summary>
/// The debt day by day, in a file of one JSON line per day next to the store: measured, so it can be lost without losing what
/// anybody wrote.
/// </summary>
public static class DebtHistory
{
    public const string FileName = "debt.jsonl";

    private const int MaxDays = 3_660;
    private const long MaxBytes = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions Lines = new(ContractJson.Options) { WriteIndented = false };

    /// <returns>By day; lines that cannot be read are passed over.</returns>
    public static IReadOnlyList<DebtDay> Read(string dataDirectory)
    {
        try
        {
            var file = new FileInfo(Path.Combine(dataDirectory, FileName));
            return !file.Exists || file.Length > MaxBytes
                ? []
                :
                [
                    .. File.ReadLines(file.FullName)
                        .Select(Parse)
                        .OfType<DebtDay>()
                        .GroupBy(d => d.Day)
                        .Select(g => g.Last())
                        .OrderBy(d => d.Day)
                        .TakeLast(MaxDays),
                ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Puts in the figures of a day, in place of earlier ones of that day.</summary>
    /// <returns>One line that says why they could not be kept; null when they were.</returns>
    public static string? Record(string dataDirectory, DebtDay today)
    {
        var days = Read(dataDirectory);
        if (
            days.Count > 0
            && days[^1].Day == today.Day
            && JsonSerializer.Serialize(days[^1], Lines) == JsonSerializer.Serialize(today, Lines)
        )
            return null;
        var lines = days.Where(d => d.Day != today.Day)
            .Append(today)
            .OrderBy(d => d.Day)
            .TakeLast(MaxDays)
            .Select(d => JsonSerializer.Serialize(d, Lines));
        return FileReplacement.Write(
            Path.Combine(dataDirectory, FileName),
            System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")))
        );
    }

    private static DebtDay? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<DebtDay>(line, Lines);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
