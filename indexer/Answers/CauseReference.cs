using System.Globalization;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Answers;

/// <summary>How an address names one cause of a page: <c>disk-full</c> for its first, <c>disk-full~2</c> for its second.</summary>
internal static class CauseReference
{
    private const char Separator = '~';
    private const int MaxPosition = 100;

    public static string Of(Document page, int position) =>
        position == 0 ? page.Id.Value : string.Create(CultureInfo.InvariantCulture, $"{page.Id.Value}{Separator}{position + 1}");

    /// <returns>The id of the page, and 0 for its first cause; null for what is no reference.</returns>
    public static (string DocumentId, int Position)? Read(string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference))
            return null;
        var at = reference.LastIndexOf(Separator);
        if (at < 0)
            return (reference, 0);
        return
            int.TryParse(reference.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= MaxPosition
            ? (reference[..at], number - 1)
            : null;
    }
}
