using System.Text.RegularExpressions;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Addresses in a text, for senders that have no field for a runbook: there it can only stand in the message.</summary>
internal static partial class TextLinks
{
    private const int Most = 5;

    [GeneratedRegex(@"https?://[^\s<>()\[\]""'\\]+", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Links { get; }

    public static IReadOnlyList<string> In(string? text) =>
        text is null ? [] : [.. Links.Matches(text).Select(m => m.Value.TrimEnd('.', ',', ';', ':')).Distinct().Take(Most)];
}
