using System.Globalization;
using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Postmortems;

/// <summary>What is typed into a field of a form and cannot be kept like that.</summary>
/// <param name="Key">Of the field.</param>
/// <param name="Column">Of the cell; empty for a field without columns.</param>
/// <param name="Row">From 0.</param>
/// <param name="Value">As typed.</param>
/// <param name="Message">What is wrong, and how it is written.</param>
public sealed partial record FieldProblem(string Key, string Column, int Row, string Value, string Message)
{
    private static readonly string[] Times = ["detected", "mitigated", "resolved"];

    /// <summary>What of the fields of a form cannot be kept, in the order of the form.</summary>
    /// <param name="fields">Rows by key.</param>
    public static IReadOnlyList<FieldProblem> Of(IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>> fields) =>
        [
            .. PostmortemForm
                .Fields.Where(f => fields.ContainsKey(f.Key))
                .SelectMany(f => fields[f.Key].SelectMany((cells, row) => OfRow(f, cells, row))),
        ];

    /// <summary>Why a text is no day; null when it is one, or empty.</summary>
    public static string? WrongDate(string text) =>
        text.Trim() is not { Length: > 0 } date || IsDate(date) || TimestampParser.TryParse(date, out _)
            ? null
            : $"“{date}” is not a date. {Why(date)}Write it as 2026-03-02.";

    /// <summary>Why a text is no point in time; null when it is one, or empty.</summary>
    public static string? WrongTime(string text) =>
        text.Trim() is not { Length: > 0 } time || TimestampParser.TryParse(time, out _)
            ? null
            : $"“{time}” is not a time. {Why(time)}Write it as 2026-03-02 07:31, which is UTC, or with its zone: 2026-03-02 08:31 +01:00.";

    private static IEnumerable<FieldProblem> OfRow(PostmortemField field, IReadOnlyList<string> cells, int row)
    {
        if (field.Columns.Count == 0)
        {
            var text = cells.Count > 0 ? cells[0] : "";
            var message =
                field.Key == "date" ? WrongDate(text)
                : Times.Contains(field.Key) ? WrongTime(text)
                : null;
            if (message is not null)
                yield return new(field.Key, "", row, text, message);
            yield break;
        }
        foreach (var (column, cell) in field.Columns.Zip(cells))
        {
            var message = column switch
            {
                "due" => WrongDate(cell),
                "minutes-lost" => WrongNumber(cell),
                _ => null,
            };
            if (message is not null)
                yield return new(field.Key, column, row, cell, message);
        }
    }

    private static string? WrongNumber(string text) =>
        text.Trim() is not { Length: > 0 } number || int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? null
            : $"“{number}” is not a number of minutes. Write digits only, such as 20.";

    private static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // The part that is beyond what there is.
    private static string Why(string text)
    {
        if (Shape().Match(text) is not { Success: true } match)
            return "";
        int Part(string name) => match.Groups[name] is { Success: true } g ? int.Parse(g.Value, CultureInfo.InvariantCulture) : 0;
        var (year, month, day) = (Part("year"), Part("month"), Part("day"));
        return month is < 1 or > 12 ? $"{month} is not a month. "
            : year < 1 ? ""
            : day < 1 || day > DateTime.DaysInMonth(year, month) ? $"{day} is not a day of that month. "
            : Part("hour") > 23 ? $"{Part("hour")} is not an hour. "
            : Part("minute") > 59 ? $"{Part("minute")} is not a minute. "
            : "";
    }

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})([ T]+(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2}))?",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Shape();
}
