using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Importing;
using Knowledge.Content.Markup;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;

namespace Knowledge.Content.Postmortems;

/// <summary>A part of a page under a heading of the second level, as it is written.</summary>
/// <param name="Heading">Its text.</param>
/// <param name="Body">What stands below the heading, those of deeper levels included, without blank lines around it.</param>
public sealed record TextSection(string Heading, string Body);

/// <summary>
/// A page as text to be edited in parts: what is exchanged is the span of a front-matter key or of a section, and every other byte
/// stays.
/// </summary>
/// <remarks>Lines end with <c>\n</c>. Front matter must be YAML between <c>---</c> lines; TOML and JSON are edited as text.</remarks>
public static partial class PostmortemText
{
    /// <summary>Browsers send forms with CR LF.</summary>
    public static string Normalised(string text) => text.ReplaceLineEndings("\n");

    /// <summary>Whether keys can be edited one by one; not when the front matter is TOML, JSON, or YAML that cannot be read.</summary>
    public static bool HasEditableKeys(string text) =>
        FrontMatterBlock.Split(text) is { } block
            ? block.Format == FrontMatterFormat.Yaml && block.Read().Problem is null
            // Front matter of ours before it would make text of what was to say who may see it.
            : PageVisibility.OfMeant(text) is null;

    /// <summary>The text with a key of the front matter set, added, or taken out.</summary>
    /// <param name="yaml">The key with its value, with line ends; null to take it out.</param>
    public static string WithKey(string text, string key, string? yaml)
    {
        if (FrontMatterBlock.Split(text) is not { Format: FrontMatterFormat.Yaml } block)
            return yaml is null ? text : $"---\n{yaml}---\n{(text.StartsWith('\n') || text.Length == 0 ? "" : "\n")}{text}";
        const int begin = 4;
        if (SpanOf(block.Text, key) is not { } span)
            return yaml is null ? text : text.Insert(begin + block.Text.Length, yaml);
        return string.Concat(text.AsSpan(0, begin + span.Start), yaml, text.AsSpan(begin + span.End));
    }

    /// <summary>The parts of the page at headings of the second level, in order.</summary>
    public static IReadOnlyList<TextSection> Sections(string text) =>
        [.. Spans(text).Select(s => new TextSection(s.Heading, text[s.Start..s.End].Trim('\n')))];

    /// <summary>
    /// The text with another body under a heading; a heading that is not there is added at the end, unless the body is empty.
    /// </summary>
    public static string WithSection(string text, string heading, string body)
    {
        body = body.Trim('\n');
        if (
            Spans(text).FirstOrDefault(s => s.Heading.Equals(heading, StringComparison.OrdinalIgnoreCase)) is not { Heading: not null } span
        )
            return body.Length == 0 ? text : $"{text.TrimEnd('\n')}\n\n## {heading}\n\n{body}\n";
        if (text[span.Start..span.End].Trim('\n') == body)
            return text;
        var rest = text[span.End..];
        return $"{text[..span.Start]}{(body.Length == 0 ? "\n" : $"\n{body}\n")}{(rest.Length == 0 ? "" : "\n")}{rest}";
    }

    /// <summary>
    /// The text with an action item ticked, and behind it what shows that it was done; null when there is no such item, or it has
    /// no box.
    /// </summary>
    /// <param name="action">As the page has it (<see cref="ActionItem.Text"/>); the first that is not ticked is meant.</param>
    /// <param name="proof">A link or a reason, in one line.</param>
    public static string? WithActionDone(string text, string action, string proof)
    {
        var offset = text.Length - (FrontMatterBlock.Split(text)?.Body.Length ?? text.Length);
        var body = text[offset..];
        if (MarkdownSyntax.Parse(body).Document is not { } page || MarkdownSyntax.Cleaned(body).Length != body.Length)
            return null;
        foreach (var box in page.Descendants<TaskList>().Where(b => !b.Checked))
        {
            if (box.Parent?.ParentBlock is not ParagraphBlock lead || PageText.Of(lead) != action)
                continue;
            var open = body.IndexOf('[', box.Span.Start);
            var end = lead.Span.End + 1;
            if (open < 0 || open + 3 > end)
                return null;
            var shown =
                Uri.TryCreate(proof, UriKind.Absolute, out var link) && link.Scheme is ("http" or "https")
                    ? $"[done](<{link.AbsoluteUri}>)"
                    : $"done: {MarkdownText.Escape(proof, inCell: false).Trim()}";
            return $"{text[..(offset + open)]}[x]{body[(open + 3)..end]} ({shown}){body[end..]}";
        }
        return null;
    }

    // From the line of the key to the next line that begins a key: what is indented, list items and blank lines between belong to it.
    private static (int Start, int End)? SpanOf(string yaml, string key)
    {
        (int Start, int End)? span = null;
        var (at, lastText) = (0, 0);
        while (at < yaml.Length)
        {
            var end = yaml.IndexOf('\n', at) is >= 0 and var newLine ? newLine + 1 : yaml.Length;
            var line = yaml.AsSpan(at, end - at);
            if (TopLevelKey().Match(yaml[at..end]) is { Success: true } match)
            {
                if (span is { } found)
                    return (found.Start, lastText);
                var name = match.Groups["key"].Value.Trim('"', '\'');
                if (name == key)
                    span = (at, end);
            }
            // A comment at the margin belongs to what comes after it.
            if (!line.IsWhiteSpace() && line[0] != '#')
                lastText = end;
            at = end;
        }
        return span is { } last ? (last.Start, lastText) : null;
    }

    private static List<(string Heading, int Start, int End)> Spans(string text)
    {
        var block = FrontMatterBlock.Split(text);
        var offset = text.Length - (block?.Body.Length ?? text.Length);
        var body = text[offset..];
        if (MarkdownSyntax.Parse(body).Document is not { } page || MarkdownSyntax.Cleaned(body).Length != body.Length)
            return [];
        var spans = new List<(string Heading, int Start, int End)>();
        foreach (var heading in page.OfType<HeadingBlock>().Where(h => h.Level <= 2))
        {
            if (spans.Count > 0 && spans[^1].End < 0)
                spans[^1] = spans[^1] with { End = offset + LineStart(body, heading.Span.Start) };
            if (heading.Level == 2)
                spans.Add((PageText.Of(heading.Inline), offset + NextLine(body, heading.Span.End), -1));
        }
        if (spans.Count > 0 && spans[^1].End < 0)
            spans[^1] = spans[^1] with { End = text.Length };
        return spans;
    }

    private static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private static int NextLine(string text, int at) =>
        text.IndexOf('\n', Math.Min(at, text.Length - 1)) is >= 0 and var end ? end + 1 : text.Length;

    [GeneratedRegex("""^(?<key>[A-Za-z][A-Za-z0-9_-]*|"[^"]+"|'[^']+')\s*:(\s|$)""", RegexOptions.NonBacktracking)]
    private static partial Regex TopLevelKey();
}
