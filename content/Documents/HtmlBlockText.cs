using System.Net;
using System.Text;
using Markdig.Syntax;

namespace Knowledge.Content.Documents;

/// <summary>The words of a block of raw HTML: tags that break a line keep words apart, comments go, entities become characters.</summary>
internal static class HtmlBlockText
{
    // csharpier-ignore
    private static readonly string[] WithinLine =
    [
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
    ];

    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length; )
        {
            if (html[at] != '<')
            {
                text.Append(html[at++]);
                continue;
            }
            if (string.CompareOrdinal(html, at, "<!--", 0, 4) == 0)
            {
                at = html.IndexOf("-->", at + 4, StringComparison.Ordinal) is >= 0 and var closed ? closed + 3 : html.Length;
                continue;
            }
            // A less-than sign that opens no tag is text.
            if (at + 1 >= html.Length || !(char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '/' or '!' or '?'))
            {
                text.Append(html[at++]);
                continue;
            }
            var name = NameAt(html, at);
            if (!name.StartsWith('/') && name is "script" or "style")
            {
                at = html.IndexOf($"</{name}", at, StringComparison.OrdinalIgnoreCase) is >= 0 and var stop ? stop : html.Length;
                if (at == html.Length)
                    break;
            }
            if (EndOfTag(html, at) is not { } end)
            {
                // Never closed: no tag, but what the author wrote.
                text.Append(html, at, html.Length - at);
                break;
            }
            if (name is "td" or "th")
                text.Append(' ');
            else if (name is not ("/td" or "/th") && !WithinLine.Contains(name.TrimStart('/'), StringComparer.Ordinal))
                text.Append('\n');
            at = end + 1;
        }
        var lines = WebUtility.HtmlDecode(text.ToString()).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);
        return string.Join('\n', lines);
    }

    /// <summary>What stands in a <c>pre</c> that is the whole block, as it is typed; null for any other block.</summary>
    public static string? Preformatted(HtmlBlock block)
    {
        var html = PageText.Code(block).Trim();
        if (!html.StartsWith("<pre", StringComparison.OrdinalIgnoreCase) || !html.EndsWith("</pre>", StringComparison.OrdinalIgnoreCase))
            return null;
        return
            html.IndexOf('>', StringComparison.Ordinal) is var open
            && html.IndexOf("</pre>", open, StringComparison.OrdinalIgnoreCase) != html.Length - 6
            ? null
            : Of(html[(open + 1)..^6]);
    }

    private static string NameAt(string html, int at)
    {
        var end = at + 1;
        while (end < html.Length && end - at < 20 && (char.IsAsciiLetterOrDigit(html[end]) || (html[end] == '/' && end == at + 1)))
            end++;
        return html[(at + 1)..end].ToLowerInvariant();
    }

    // A closing angle in quotes belongs to the value.
    private static int? EndOfTag(string html, int at)
    {
        var quote = '\0';
        for (var i = at; i < html.Length; i++)
            if (quote != '\0')
                quote = html[i] == quote ? '\0' : quote;
            else if (html[i] is '"' or '\'' && i > 0 && html[i - 1] == '=')
                quote = html[i];
            else if (html[i] == '>')
                return i;
        return html.IndexOf('>', at) is >= 0 and var any ? any : null;
    }
}
