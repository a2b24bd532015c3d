using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Markup;

/// <summary>
/// Attributes at the end of a heading, which several dialects have and no reader should see: <c>{#name}</c> (Pandoc, Hugo, Docusaurus),
/// <c>{: #name .class }</c> (kramdown, Python-Markdown).
/// </summary>
internal static partial class HeadingAttributes
{
    private const int MaxCharacters = 200;

    /// <summary>Takes them out of the heading.</summary>
    /// <returns>The name for its anchor, or null when it gives none.</returns>
    public static string? Take(HeadingBlock heading)
    {
        if (
            heading.Inline?.LastChild is not LiteralInline { Content.IsEmpty: false } last
            || last.Content.AsSpan().TrimEnd() is not [.., '}']
        )
            return null;
        var run = new List<LiteralInline>();
        for (Inline? inline = last; inline is LiteralInline literal; inline = inline.PreviousSibling)
            run.Insert(0, literal);
        var text = string.Concat(run.Select(l => l.Content.ToString()));
        var tail = text.Length > MaxCharacters ? text[^MaxCharacters..] : text;
        if (Attributes().Match(tail) is not { Success: true } found)
            return null;
        var left = text.Length - (tail.Length - found.Index);
        if (IsEscaped(run, left + found.Value.IndexOf('{', StringComparison.Ordinal)) || IsEscaped(run, text.LastIndexOf('}')))
            return null;
        foreach (var literal in run)
        {
            var length = literal.Content.Length;
            if (left < length)
                literal.Content.End = literal.Content.Start + left - 1;
            left = Math.Max(0, left - length);
        }
        return found.Groups["id"] is { Success: true } id ? id.Value.ToLowerInvariant() : null;
    }

    // Whether the character is there to be read: a backslash stands before it.
    private static bool IsEscaped(List<LiteralInline> run, int at)
    {
        var start = 0;
        foreach (var literal in run)
        {
            if (start == at && literal.IsFirstCharacterEscaped)
                return true;
            start += literal.Content.Length;
        }
        return false;
    }

    [GeneratedRegex(
        """\s*(?<!\{)\{:?\s*((\#(?<id>[A-Za-z][\w.-]{0,99})|\.[A-Za-z][\w-]*|[a-z-]{1,30}=("[^"{}]*"|[^\s"{}]+))\s*)+\}\s*$""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Attributes();
}
