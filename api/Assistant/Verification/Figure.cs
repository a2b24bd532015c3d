using System.Text.RegularExpressions;

namespace Knowledge.Api.Assistant.Verification;

/// <summary>A number with what it counts, in one spelling: <c>5 minutes</c>, <c>5min</c> and <c>five minutes</c> are the same.</summary>
/// <param name="Unit">Of time, size or share; else empty.</param>
internal sealed partial record Figure(string Number, string Unit)
{
    private static readonly Dictionary<string, string> Units = Spellings(
        "ms millisecond milliseconds",
        "s sec secs second seconds sekunde sekunden",
        "min mins m minute minutes minuten",
        "h hr hrs hour hours stunde stunden",
        "d day days tag tage tagen",
        "week weeks woche wochen",
        "month months monat monate monaten",
        "year years jahr jahre",
        "% percent prozent",
        "b byte bytes",
        "kb kilobyte kilobytes",
        "kib",
        "mb megabyte megabytes",
        "mib",
        "gb gigabyte gigabytes",
        "gib",
        "tb terabyte terabytes",
        "tib"
    );

    // csharpier-ignore
    private static readonly Dictionary<string, string> NumberWords = new(StringComparer.Ordinal)
    {
        ["zero"] = "0", ["two"] = "2", ["three"] = "3", ["four"] = "4", ["five"] = "5", ["six"] = "6", ["seven"] = "7", ["eight"] = "8",
        ["nine"] = "9", ["ten"] = "10", ["eleven"] = "11", ["twelve"] = "12", ["fifteen"] = "15", ["twenty"] = "20", ["thirty"] = "30",
        ["forty"] = "40", ["fifty"] = "50", ["sixty"] = "60", ["ninety"] = "90", ["hundred"] = "100", ["thousand"] = "1000",
        ["million"] = "1000000", ["twice"] = "2", ["half"] = "0.5", ["double"] = "2", ["dozen"] = "12",
        ["zwei"] = "2", ["drei"] = "3", ["vier"] = "4", ["fünf"] = "5", ["zehn"] = "10",
    };

    public static IReadOnlyList<Figure> In(string text) =>
        [
            .. Pattern()
                .Matches(text)
                .Select(m => (Number: NumberOf(m.Groups["number"].Value), Unit: m.Groups["unit"].Value.ToLowerInvariant()))
                .Where(f => f.Number is not null)
                .Select(f => new Figure(f.Number!, Units.GetValueOrDefault(f.Unit, ""))),
        ];

    /// <summary>Whether a text says this number; where it is counted in a unit, in that unit.</summary>
    public bool StandsIn(IEnumerable<Figure> figures) => figures.Any(f => f.Number == Number && (Unit.Length == 0 || f.Unit == Unit));

    private static string? NumberOf(string text) =>
        char.IsAsciiDigit(text[0]) ? Thousands().Replace(text, "") : NumberWords.GetValueOrDefault(text.ToLowerInvariant());

    private static Dictionary<string, string> Spellings(params IEnumerable<string> units) =>
        units
            .SelectMany(u => u.Split(' ').Select(word => (Word: word, Unit: u.Split(' ')[0])))
            .ToDictionary(u => u.Word, u => u.Unit, StringComparer.Ordinal);

    // A number, or a word that may be one, and the word behind it.
    [GeneratedRegex(@"(?<![\p{L}\d])(?<number>\d+(?:[.,:]\d+)*|\p{L}+)(?:(?=[\s-]*(?<unit>%|\p{L}+)))?", RegexOptions.None, 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@",(?=\d{3}(?:\D|$))", RegexOptions.None, 1000)]
    private static partial Regex Thousands();
}
