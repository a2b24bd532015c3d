using System.Buffers;
using System.Text.RegularExpressions;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB152: the author meant to write more.</summary>
internal static partial class TodoLeft
{
    /// <summary>Of all words outside code only those that hold one of these are looked at.</summary>
    public static SearchValues<string> Marks { get; } =
        SearchValues.Create(["TODO", "FIXME", "TBD", "XXX", "lorem ipsum", "to be written"], StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Pages
        from line in page.Elements.Texts.Where(t => IsLeft(t.Text)).Select(t => t.Line).Distinct()
        select CheckedContent.Finding(
            FindingCodes.TodoLeft,
            Severity.Note,
            page.Document,
            line,
            "Something is still to be written here. Write it, or take the mark out."
        );

    // A box to tick that says TBD is an answer, and TODO items are things that one may have.
    private static bool IsLeft(string text)
    {
        foreach (var match in Todo().EnumerateMatches(text))
            if (
                text.AsSpan(0, match.Index).TrimEnd() is not [.., '☐' or '□' or '☑']
                && !Named().IsMatch(text.AsSpan(match.Index + match.Length))
            )
                return true;
        return false;
    }

    [GeneratedRegex(@"^ (items?|lists?|comments?|marks?)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Named();

    // In capitals only: "to do" and "Todo" are words of many pages.
    [GeneratedRegex(@"\b(TODO|FIXME|TBD|XXX)\b|(?i:lorem ipsum|\bto be written\b)", RegexOptions.NonBacktracking)]
    private static partial Regex Todo();
}
