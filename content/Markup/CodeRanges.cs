using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Markup;

/// <summary>Where a page holds code: fenced and indented blocks, inline code, and <c>pre</c> and <c>code</c> of raw HTML.</summary>
internal static class CodeRanges
{
    /// <returns>From (inclusive) and to (exclusive) in UTF-16 code units, in order and apart from each other.</returns>
    public static IReadOnlyList<(int Start, int End)> Of(MarkdownDocument page)
    {
        var ranges = new List<(int Start, int End)>();
        int? opened = null;
        foreach (var item in page.Descendants())
            switch (item)
            {
                case CodeBlock or CodeInline:
                    ranges.Add((item.Span.Start, item.Span.End + 1));
                    break;
                case HtmlBlock html when html.Lines.ToString().AsSpan().TrimStart().StartsWith("<pre", StringComparison.OrdinalIgnoreCase):
                    ranges.Add((html.Span.Start, html.Span.End + 1));
                    break;
                case HtmlInline tag when tag.Tag.StartsWith("<code", StringComparison.OrdinalIgnoreCase):
                    opened ??= tag.Span.Start;
                    break;
                case HtmlInline tag when opened is { } start && tag.Tag.StartsWith("</code", StringComparison.OrdinalIgnoreCase):
                    ranges.Add((start, tag.Span.End + 1));
                    opened = null;
                    break;
            }
        return Merged(ranges);
    }

    private static List<(int Start, int End)> Merged(List<(int Start, int End)> ranges)
    {
        ranges.Sort();
        var merged = new List<(int Start, int End)>(ranges.Count);
        foreach (var range in ranges)
            if (merged.Count > 0 && range.Start <= merged[^1].End)
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, range.End));
            else
                merged.Add(range);
        return merged;
    }
}
