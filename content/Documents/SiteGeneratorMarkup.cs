using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Knowledge.Content.Dialects;
using Knowledge.Content.Markup;

namespace Knowledge.Content.Documents;

/// <summary>
/// Takes what site generators and templates left in Markdown out of its text without moving a line: shortcodes of Hugo, tags and
/// variables of
/// Liquid (Jekyll), ERB. A reference becomes the page it names, a highlighted block a code block; nothing is included, but what
/// would be is named. Code is left as it is.
/// </summary>
/// <remarks>
/// Syntax: Hugo, "Shortcodes"; Jekyll, "Liquid" and "Tags filters"; Ruby, class ERB. Templates of alert rules (<c>{{ $labels.x
/// }}</c>) and of Helm
/// (<c>{{ .Values.x }}</c>) are none of these and stay.
/// </remarks>
public static partial class SiteGeneratorMarkup
{
    /// <summary>Characters of one tag; what is longer is text in which a tag was never closed.</summary>
    private const int MaxTag = 4096;

    private static readonly (string Open, string Close)[] Tags =
    [
        ("{{<", ">}}"),
        ("{{%", "%}}"),
        ("{{", "}}"),
        ("{%", "%}"),
        ("<%", "%>"),
        ("<<", ">>"),
        ("{:", "}"),
        ("{ ", "}"),
        ("{.", "}"),
    ];

    // An attribute list counts behind a link, a picture or code only.
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        ["{{", "{%", "<%", "](<<", .. from before in ")]`*" from open in new[] { "{:", "{ ", "{." } select before + open],
        StringComparison.Ordinal
    );

    /// <summary>What is left, parsed. A text in which nothing is found is parsed once, with code told from text by that.</summary>
    /// <param name="title">What <c>{{ page.title }}</c> becomes.</param>
    internal static (string Markdown, MarkdownParseResult Parsed) Read(string markdown, string? title = null)
    {
        var parsed = MarkdownSyntax.Parse(markdown);
        // What cannot be parsed is shown as it is.
        if (parsed.Document is not { } page || !markdown.AsSpan().ContainsAny(Signs))
            return (markdown, parsed);
        var clean = new Cleaner(markdown, CodeRanges.Of(page), title).Run();
        return (clean, ReferenceEquals(clean, markdown) ? parsed : MarkdownSyntax.Parse(clean));
    }

    /// <summary>One pass over one text. What is looked for ahead is looked for once, so the time is linear in the text.</summary>
    private sealed class Cleaner(string text, IReadOnlyList<(int Start, int End)> code, string? title)
    {
        private readonly StringBuilder clean = new(text.Length);
        private readonly Dictionary<string, int> ahead = [];
        private readonly Dictionary<Regex, Match> endsAhead = [];
        private int copied;
        private int nextCode;

        public string Run()
        {
            for (var at = 0; (at = text.AsSpan(at).IndexOfAny('{', '<') is >= 0 and var found ? at + found : -1) >= 0; )
            {
                while (nextCode < code.Count && code[nextCode].End <= at)
                    nextCode++;
                if (nextCode < code.Count && code[nextCode].Start <= at)
                    at = code[nextCode].End;
                else
                    at = Array.FindIndex(Tags, t => string.CompareOrdinal(text, at, t.Open, 0, t.Open.Length) == 0) is >= 0 and var tag
                        ? Tag(at, Tags[tag].Open, Tags[tag].Close)
                        : at + 1;
            }
            return copied == 0 ? text : clean.Append(text, copied, text.Length - copied).ToString();
        }

        /// <returns>Where to go on.</returns>
        private int Tag(int start, string open, string close)
        {
            var inside = start + open.Length;
            var end = Next(close, inside);
            if (end < 0 || end - start > MaxTag || IsCode(end))
                return inside;
            var stop = end + close.Length;
            var words = text[inside..end].Trim('-', ' ', '\n', '\t');
            switch (open)
            {
                case "{{<" or "{{%":
                    if (words.StartsWith("/*", StringComparison.Ordinal) && words.EndsWith("*/", StringComparison.Ordinal))
                        return Replace(start, stop, words.Length < 4 ? "" : $"{open}{words[2..^2]}{close}");
                    if (Reference().Match(words) is { Success: true } reference)
                        return Replace(start, stop, Unquoted(reference.Groups["page"].Value));
                    return Block(start, stop, words.Split([' ', '\n'], 2), HugoEnd) ?? Replace(start, stop, Included(words));
                case "{%":
                    if (words.Length == 0 || !char.IsAsciiLetter(words[0]))
                        return inside;
                    if (words.StartsWith("link ", StringComparison.Ordinal))
                        return Replace(start, stop, "/" + words[5..].Trim().TrimStart('/'));
                    if (words.StartsWith("post_url ", StringComparison.Ordinal))
                        return Replace(start, stop, $"/_posts/{words[9..].Trim()}.md");
                    return Block(start, stop, words.Split([' ', '\n'], 2), LiquidEnd) ?? Replace(start, stop, Included(words));
                case "{:" or "{ " or "{.":
                    // What kramdown and Material for MkDocs say about the link, picture or code before it.
                    return start > 0 && text[start - 1] is ')' or ']' or '`' or '*' && AttributeList().IsMatch(text[start..stop])
                        ? Replace(start, stop, "")
                        : inside;
                // MkDocs Macros: an address that is filled in. The words of the link stay.
                case "<<":
                    return text.AsSpan(0, start).EndsWith("](") && text.AsSpan(stop).StartsWith(")")
                        ? Replace(start, stop, "about:blank")
                        : inside;
                case "<%":
                    // <%% is a literal <%.
                    if (text[inside] == '%')
                        return inside + 1;
                    return Replace(
                        start,
                        stop,
                        words.Trim('=', ' ') is "current_page.data.title" or "@title" && title is not null
                            ? title
                            : Included(words.TrimStart('=', ' '))
                    );
                default:
                    if (words.StartsWith("/*", StringComparison.Ordinal))
                        return Replace(start, stop, "");
                    if (words == "page.title" && title is not null)
                        return Replace(start, stop, title);
                    if (Address().Match(words) is { Success: true } address)
                        return Replace(start, stop, Unquoted(address.Groups["address"].Value));
                    return SiteVariable().IsMatch(words) ? Replace(start, stop, "") : inside;
            }
        }

        /// <summary>
        /// A tag that says what the text up to its end tag is: code, literal text, or nothing to be shown. Null when it is no such
        /// tag or never ends.
        /// </summary>
        private int? Block(int start, int stop, string[] words, Func<string, Regex?> endOf)
        {
            if (endOf(words[0]) is not { } pattern || Next(pattern, stop) is not { } end || IsCode(end.Start))
                return null;
            switch (words[0])
            {
                case "comment":
                    Replace(start, end.Stop, "");
                    break;
                case "highlight" when IsAlone(start, stop) && IsAlone(end.Start, end.Stop):
                    var fence = new string('~', Math.Max(3, LongestRun(text.AsSpan(stop, end.Start - stop)) + 1));
                    Replace(start, stop, fence + (words.Length < 2 ? "" : Language().Match(words[1]).Value));
                    Replace(end.Start, end.Stop, fence);
                    break;
                default:
                    Replace(start, stop, "");
                    Replace(end.Start, end.Stop, "");
                    break;
            }
            return end.Stop;
        }

        private int Replace(int start, int stop, string with)
        {
            clean
                .Append(text, copied, start - copied)
                .Append(with)
                .Append('\n', Math.Max(0, text.AsSpan(start, stop - start).Count('\n') - with.AsSpan().Count('\n')));
            return copied = stop;
        }

        private int Next(string what, int from)
        {
            if (!ahead.TryGetValue(what, out var next) || (next >= 0 && next < from))
                ahead[what] = next = text.IndexOf(what, from, StringComparison.Ordinal);
            return next;
        }

        private (int Start, int Stop)? Next(Regex what, int from)
        {
            if (!endsAhead.TryGetValue(what, out var next) || (next.Success && next.Index < from))
                endsAhead[what] = next = what.Match(text, from);
            return next.Success ? (next.Index, next.Index + next.Length) : null;
        }

        private bool IsCode(int at)
        {
            var (low, high) = (0, code.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (code[middle].End <= at)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low < code.Count && code[low].Start <= at;
        }

        private bool IsAlone(int start, int stop)
        {
            var before = text.AsSpan(0, start);
            var after = text.AsSpan(stop);
            return before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace()
                && (after.IndexOf('\n') is >= 0 and var end ? after[..end] : after).IsWhiteSpace();
        }

        private static int LongestRun(ReadOnlySpan<char> within)
        {
            var (longest, run) = (0, 0);
            foreach (var c in within)
                longest = Math.Max(longest, run = c == '~' ? run + 1 : 0);
            return longest;
        }

        // A page whose text is missing says so, and which; a part of the layout (`toc.html`) has no text that a reader would miss.
        private static string Included(string words)
        {
            if (Include().Match(words) is not { Success: true } include)
                return "";
            var path = include.Groups["path"].Value;
            if (Parameter().Match(words) is { Success: true } text)
                return BoxKind.Of(path[(path.LastIndexOf('/') + 1)..].Split('.')[0]) is { } kind
                    ? $"{BoxKind.Bold(kind)} {text.Groups["text"].Value}"
                    : text.Groups["text"].Value;
            return path.EndsWith(".html", StringComparison.OrdinalIgnoreCase) ? "" : $"*Not included here: {path}*";
        }

        private static string Unquoted(string text) => text.Trim('"', '\'', '`');

        private static Regex? HugoEnd(string name) =>
            name switch
            {
                "highlight" => HugoHighlightEnd(),
                "comment" => HugoCommentEnd(),
                _ => null,
            };

        private static Regex? LiquidEnd(string name) =>
            name switch
            {
                "highlight" => LiquidHighlightEnd(),
                "comment" => LiquidCommentEnd(),
                "raw" => LiquidRawEnd(),
                _ => null,
            };
    }

    [GeneratedRegex(
        """^(rel)?ref\s+(path\s*=\s*)?(?<page>"[^"\n]*"|`[^`\n]*`|[^\s"`]+)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Reference();

    [GeneratedRegex(
        """^(?<address>"[^"\n]*"|'[^'\n]*')\s*\|\s*(relative_url|absolute_url)\b""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Address();

    [GeneratedRegex(
        """^(site|page|layout|include|content|jekyll|paginator|post|forloop)\b""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SiteVariable();

    [GeneratedRegex(
        """^(include|include_relative|include-markdown|include-section|includes?/file|readfile|snippet|partial)"""
            + """[ (]+(file\s*=\s*)?["']?(?<path>[\w./-]{2,200})["']?""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Include();

    [GeneratedRegex(
        @"\s(content|text|message|body)\s*=\s*(""(?<text>[^""]+)""|'(?<text>[^']+)')",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Parameter();

    [GeneratedRegex("""^\s*[A-Za-z0-9_+#.-]{1,40}""", RegexOptions.NonBacktracking)]
    private static partial Regex Language();

    [GeneratedRegex("""\{\{[<%]\s*/\s*highlight\s*[>%]\}\}""", RegexOptions.NonBacktracking)]
    private static partial Regex HugoHighlightEnd();

    [GeneratedRegex("""\{\{[<%]\s*/\s*comment\s*[>%]\}\}""", RegexOptions.NonBacktracking)]
    private static partial Regex HugoCommentEnd();

    [GeneratedRegex("""\{%-?\s*endhighlight\s*-?%\}""", RegexOptions.NonBacktracking)]
    private static partial Regex LiquidHighlightEnd();

    [GeneratedRegex("""\{%-?\s*endcomment\s*-?%\}""", RegexOptions.NonBacktracking)]
    private static partial Regex LiquidCommentEnd();

    [GeneratedRegex("""\{%-?\s*endraw\s*-?%\}""", RegexOptions.NonBacktracking)]
    private static partial Regex LiquidRawEnd();

    [GeneratedRegex(@"^\{:?(\s*([.#][\w-]+|[\w-]+=(""[^""\n]*""|'[^'\n]*'|[^\s}""']+)))+\s*\}$", RegexOptions.NonBacktracking)]
    private static partial Regex AttributeList();
}
