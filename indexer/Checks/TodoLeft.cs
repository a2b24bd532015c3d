using System.Text.RegularExpressions;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB152: the author meant to write more.</summary>
internal static partial class TodoLeft
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Pages
        from line in page.Elements.Texts.Where(t => Todo().IsMatch(t.Text)).Select(t => t.Line).Distinct()
        select CheckedContent.Finding(
            FindingCodes.TodoLeft,
            Severity.Note,
            page.Document,
            line,
            "Something is still to be written here. Write it, or take the mark out."
        );

    // In capitals only: "to do" and "Todo" are words of many pages.
    [GeneratedRegex(@"\b(TODO|FIXME|TBD|XXX)\b|(?i:lorem ipsum|\bto be written\b)", RegexOptions.NonBacktracking)]
    private static partial Regex Todo();
}
