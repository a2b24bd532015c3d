using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Dialects;

/// <summary>
/// Rewrites what dialects of Markdown add to it (boxes, tabs, directives, components, attribute lists) into the product's own dialect
/// without moving a line: warnings become alerts, tabs a bold name above what is in them, components what they hold.
/// </summary>
/// <remarks>
/// Syntax: Python-Markdown "Admonition", PyMdown "Details", "Tabbed", "Blocks"; Docusaurus "Admonitions"; VitePress "Custom containers";
/// Pandoc "Fenced divs"; MyST "Directives"; Hugo "Shortcodes"; GitBook "Hint", "Tabs"; MDX 3; kramdown "Attribute lists".
/// </remarks>
internal sealed partial class DialectMarkup
{
    private const int MaxDepth = 12;

    private static readonly SearchValues<string> Signs = SearchValues.Create(
        [
            "!!!",
            "???",
            "=== \"",
            "===+ \"",
            "===! \"",
            ":::",
            "/// ",
            "{%",
            "{{<",
            "{{%",
            "```{",
            "~~~{",
            "{:",
            "<%=",
            "\nimport ",
            "> [!",
            ")=\n",
            "8<-",
            .. MystRole.Signs,
        ],
        StringComparison.Ordinal
    );

    // What no other dialect has: labels, and directives in braces.
    private static readonly SearchValues<string> MystSigns = SearchValues.Create([")=\n", "```{", ":::{"], StringComparison.Ordinal);

    private readonly string[] lines;
    private readonly bool isMdx;
    private readonly bool isMyst;
    private readonly string tabMark;
    private readonly List<Container> open = [];
    private readonly StringBuilder plain;
    private readonly Dictionary<string, int> lastClosers = [];
    private readonly int[] nextTexts;
    private readonly int lastCommentEnd;
    private Fence? fence;
    private bool inList;
    private int unread;

    private DialectMarkup(string markdown, bool isMdx, string tabMark)
    {
        (lines, this.isMdx, this.tabMark, plain) = (markdown.Split('\n'), isMdx, tabMark, new(markdown.Length + 64));
        isMyst = markdown.AsSpan().ContainsAny(MystSigns);
        for (var i = 0; i < lines.Length; i++)
            if (DialectLine.CloserOf(lines[i]) is { } name)
                lastClosers[name] = i;
        nextTexts = new int[lines.Length + 1];
        nextTexts[^1] = lines.Length;
        for (var i = lines.Length - 1; i >= 0; i--)
            nextTexts[i] = string.IsNullOrWhiteSpace(lines[i]) ? nextTexts[i + 1] : i;
        lastCommentEnd = isMdx ? Array.FindLastIndex(lines, l => l.Contains("*/}", StringComparison.Ordinal)) : -1;
    }

    /// <param name="isMdx">Whether the file is MDX, where every line that begins with import or export is code.</param>
    /// <param name="tabMark">What stands behind the bold name of a tab.</param>
    public static string Plain(string markdown, bool isMdx, string tabMark) =>
        isMdx
        || markdown.AsSpan().ContainsAny(Signs)
        || markdown.StartsWith("import ", StringComparison.Ordinal)
        || HoldsComponent(markdown)
            ? new DialectMarkup(markdown, isMdx, tabMark).Run()
            : markdown;

    // A tag that begins with a capital and a line.
    private static bool HoldsComponent(string text)
    {
        for (var at = text.IndexOf('<'); at >= 0; at = text.IndexOf('<', at + 1))
        {
            var name = at + 1 < text.Length && text[at + 1] == '/' ? at + 2 : at + 1;
            if (name < text.Length && char.IsAsciiLetterUpper(text[name]) && text.AsSpan(0, at).TrimEnd(" \t") is [] or [.., '\n'])
                return true;
        }
        return false;
    }

    private string Run()
    {
        for (var at = 0; at < lines.Length; at++)
        {
            if (at > 0)
                plain.Append('\n');
            var line = lines[at];
            if (unread > 0)
                unread--;
            else if (string.IsNullOrWhiteSpace(line))
                Blank(at);
            else
                Line(at, line);
        }
        return plain.ToString();
    }

    private void Blank(int at)
    {
        if (fence is not null && open.Count == 0)
        {
            plain.Append(lines[at]);
            return;
        }
        // A quote goes on over an empty line when the next line is in it.
        var next = nextTexts[at + 1];
        var indent = next < lines.Length ? DialectLine.Indent(lines[next]) : 0;
        var inside = open.TakeWhile(c => c.BodyIndent is null || (next < lines.Length && indent >= c.BodyIndent)).LastOrDefault();
        if (inside is not null && inside.Prefix.TrimEnd() is { Length: > 0 } prefix)
            plain.Append(prefix);
    }

    private void Line(int at, string line)
    {
        var left = open.FindIndex(c => c.BodyIndent is { } needed && DialectLine.Indent(line) < needed);
        if (left >= 0)
        {
            open.RemoveRange(left, open.Count - left);
            fence = null;
        }
        var (prefix, text) = Inside(line);
        if (fence is not null)
        {
            if (fence.Closer is { } closer && text.Trim() == closer)
            {
                fence = null;
                plain.Append(prefix).Append("```");
                return;
            }
            if (fence.IsClosedBy(text))
                fence = null;
            plain.Append(prefix).Append(text);
            return;
        }
        if (open.Count > 0 && open[^1].IsClosedBy(text))
        {
            open.RemoveAt(open.Count - 1);
            return;
        }
        var indent = DialectLine.Indent(text);
        if (indent == 0)
            inList = DialectLine.IsListItem(text);
        else if (!inList && DialectLine.IsListItem(text))
            inList = true;
        // Four spaces in are code, except below a list item.
        if (indent >= 4 && !inList && open.Count == 0)
        {
            plain.Append(line);
            return;
        }
        if (DialectLine.FenceOf(text) is { } opened)
        {
            if (Directive(at, text, opened, prefix))
                return;
            fence = opened;
            plain.Append(prefix).Append(text);
            return;
        }
        if (open.Count < MaxDepth && Opens(at, text, prefix))
            return;
        plain.Append(prefix).Append(Rewritten(at, text));
    }

    private (string Prefix, string Text) Inside(string line)
    {
        if (open.Count == 0)
            return ("", line);
        var container = open[^1];
        var strip = container.Strip ?? DialectLine.Indent(line);
        if (container.Strip is null)
            open[^1] = container with { Strip = strip };
        var text = line;
        var cut = 0;
        while (cut < strip && cut < text.Length && text[cut] == ' ')
            cut++;
        if (cut < text.Length && text[cut] == '\t' && cut < strip)
            cut++;
        return (container.Prefix, text[cut..]);
    }

    /// <summary>MyST: a fence whose language is a directive in braces.</summary>
    private bool Directive(int at, string text, Fence opened, string prefix)
    {
        if (MystDirective().Match(text) is not { Success: true } directive)
            return false;
        var (name, rest) = (directive.Groups["name"].Value, directive.Groups["rest"].Value.Trim());
        var lead = prefix + directive.Groups["indent"].Value;
        var indent = directive.Groups["indent"].Length;
        switch (name)
        {
            case "code-block" or "code" or "code-cell" or "sourcecode" or "prompt" or "highlight":
                fence = opened;
                SkipOptions(at, indent);
                plain.Append(lead).Append(opened.Mark).Append(rest.Split(' ')[0]);
                return true;
            case "figure" or "image":
                fence = null;
                open.Add(new(lead, null, indent + Outer, opened, null));
                SkipOptions(at, indent);
                plain.Append(lead).Append(rest.Length > 0 ? $"![{rest[(rest.LastIndexOf('/') + 1)..]}]({rest})" : "");
                return true;
            case "mermaid":
                fence = opened;
                plain.Append(lead).Append(opened.Mark).Append("mermaid");
                return true;
        }
        if (BoxKind.Of(name) is null && !BoxKind.IsFrame(name) && !BoxKind.IsTab(name) && !BoxKind.IsAnyBox(name))
        {
            // R Markdown, Quarto: {bash} and {python}; other directives are shown as they are written.
            fence = opened;
            plain.Append(lead).Append(opened.Mark).Append(char.IsLetter(name[0]) && rest.Length == 0 ? name : "text");
            return true;
        }
        SkipOptions(at, indent);
        Open(lead, name, rest, rest, indent + Outer, opened, null);
        return true;
    }

    private bool Opens(int at, string text, string prefix)
    {
        if (DialectLine.Opener(text, isMdx) is not { } opener)
            return false;
        var lead = prefix + text[..DialectLine.Indent(text)].Replace('\t', ' ');
        if (opener.Closer is { } closer)
        {
            // A box that is never closed is what somebody wrote.
            if (!lastClosers.TryGetValue(closer, out var last) || last <= at)
                return false;
            if (opener.Name == "mermaid")
            {
                fence = new("```", ":::");
                plain.Append(lead).Append("```mermaid");
                return true;
            }
            if (closer[0] == ':')
                SkipOptions(at, DialectLine.Indent(text));
            Open(lead, opener.Name, opener.Title, opener.Parameters, opener.Strip + Outer, null, closer);
            return true;
        }
        var needed = DialectLine.Indent(text) + 4;
        var next = nextTexts[at + 1];
        var outer = Outer;
        var holds = next < lines.Length && DialectLine.Indent(lines[next]) >= needed + outer;
        // Three exclamation marks before a word are a box only when something is in it.
        if (!holds && BoxKind.Of(opener.Name) is null)
            return false;
        Open(lead, opener.Name, opener.Title, opener.Parameters, needed + outer, null, null, needed + outer, holds);
        return true;
    }

    private int Outer => open.Count > 0 ? open[^1].Strip ?? 0 : 0;

    private void Open(
        string lead,
        string name,
        string title,
        string parameters,
        int? strip,
        Fence? closedBy,
        string? closer,
        int? bodyIndent = null,
        bool holds = true
    )
    {
        var kind = BoxKind.IsAnyBox(name)
            ? parameters
                .Split([' ', '=', '"', '\'', ','], StringSplitOptions.RemoveEmptyEntries)
                .Select(BoxKind.Of)
                .FirstOrDefault(k => k is not null)
            : null;
        kind ??= BoxKind.Of(name) ?? (BoxKind.IsAnyBox(name) ? "NOTE" : null);
        var body = kind is null ? lead : lead + "> ";
        if (kind is not null)
            plain
                .Append(body)
                .Append(title.Length == 0 && holds ? $"[!{kind}]" : $"**{Capital(kind)}{(title.Length > 0 ? ": " : "")}{title}**  ");
        else if (title.Length > 0)
            plain
                .Append(lead)
                .Append($"**{title.Replace("*", "\\*", StringComparison.Ordinal)}**")
                .Append(BoxKind.IsTab(name) ? tabMark : "");
        if (holds)
            open.Add(new(body, bodyIndent, strip, closedBy, closer));
    }

    private static string Capital(string kind) => kind[0] + kind[1..].ToLowerInvariant();

    // `:name: value` lines and a block of YAML at the head of a directive are for the generator.
    private void SkipOptions(int at, int indent)
    {
        var next = at + 1;
        if (next < lines.Length && lines[next].Trim() == "---")
        {
            var end = Array.FindIndex(lines, next + 1, Math.Min(40, lines.Length - next - 1), l => l.Trim() == "---");
            unread = end > 0 ? end - at : 0;
            return;
        }
        while (next < lines.Length && next - at < 40 && DialectLine.Indent(lines[next]) >= indent && Option().IsMatch(lines[next]))
            next++;
        unread = next - at - 1;
    }

    private string Rewritten(int at, string text)
    {
        if (isMdx || text.StartsWith("import ", StringComparison.Ordinal))
        {
            if (ImportLine().IsMatch(text))
                return "";
            if (isMdx && (text.StartsWith("import ", StringComparison.Ordinal) || text.StartsWith("export ", StringComparison.Ordinal)))
            {
                // A statement ends with the next empty line.
                while (at + unread + 1 < lines.Length && lines[at + unread + 1].Trim().Length > 0)
                    unread++;
                return "";
            }
            if (at <= lastCommentEnd && text.TrimStart().StartsWith("{/*", StringComparison.Ordinal))
            {
                unread = Array.FindIndex(lines, at, l => l.Contains("*/}", StringComparison.Ordinal)) - at;
                return "";
            }
        }
        // MyST: a label, by which other pages name the heading below.
        if (text is ['(', .., ')', '='] && text.Length < 200 && !text.Contains(' ', StringComparison.Ordinal))
            return "";
        // And a comment, which no reader sees.
        if (isMyst && at > 0 && text is ['%', ' ', ..])
            return "";
        text = MystRole.Plain(text);
        if (text.TrimStart() is ['-', '8' or '-', ..] snippet && Snippet().Match(snippet) is { Success: true } included)
            return $"*Not included here: {included.Groups["path"].Value}*";
        if (text.TrimStart() is ['{', ':', ..] && AttributeList().Match(text) is { Success: true } attributes)
            return attributes.Groups["class"].Value is { Length: > 0 } name && BoxKind.Of(name) is { } kind ? $"**{Capital(kind)}:**" : "";
        if (text.Contains("> [!", StringComparison.Ordinal) && Callout().Match(text) is { Success: true } callout)
            return BoxKind.Of(callout.Groups["name"].Value) is { } box
                ? $"{callout.Groups["quote"].Value}**{Capital(box)}: {callout.Groups["title"].Value}**  "
                : $"{callout.Groups["quote"].Value}**{callout.Groups["title"].Value}**  ";
        if (text.Contains("warning_text", StringComparison.Ordinal) && WarningText().Match(text) is { Success: true } warning)
            return $"> **Warning:** {warning.Groups["text"].Value}";
        return text;
    }

    /// <param name="Prefix">What its lines begin with in the result.</param>
    /// <param name="BodyIndent">How far its lines are indented, when that is what makes them its lines.</param>
    /// <param name="Strip">Spaces that its lines lose; those of the first line when null.</param>
    private sealed record Container(string Prefix, int? BodyIndent, int? Strip, Fence? Fence, string? Closer)
    {
        public bool IsClosedBy(string text) =>
            Fence is { } fence ? fence.IsClosedBy(text) : Closer is not null && DialectLine.CloserOf(text) == Closer;
    }

    [GeneratedRegex(
        """^(?<indent>\s*)(`{3,}|~{3,}|:{3,})\s*\{\s*(?<name>[A-Za-z][\w:-]*)(,?[^}]*)\}(?<rest>.*)$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex MystDirective();

    [GeneratedRegex("""^\s*:[a-z][\w-]*:(\s.*)?$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Option();

    [GeneratedRegex("""^import\s+([^'"]{1,400}\s+from\s+)?['"][^'"]{1,400}['"];?\s*$""", RegexOptions.NonBacktracking)]
    private static partial Regex ImportLine();

    [GeneratedRegex(
        """^\s*\{:\s*(\.(?<class>[A-Za-z][\w-]*)[^{}]*|\#[A-Za-z][^{}]*|toc\s*|[a-z-]+="[^{}]*)\}\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AttributeList();

    // PyMdown "Snippets".
    [GeneratedRegex("""^-{1,2}8<-{1,2}\s+["'](?<path>[^"']{1,200})["']\s*$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Snippet();

    [GeneratedRegex(
        """^(?<quote>\s*(>\s?)+)\[!(?<name>[A-Za-z-]{1,30})\][+-]?\s+(?<title>\S.*?)\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Callout();

    [GeneratedRegex(
        """^\s*<%=\s*warning_text\(?\s*["'](?<text>[^"']+)["']\s*\)?\s*%>\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex WarningText();
}
