using System.Collections.Frozen;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Knowledge.Content.Importing;

/// <summary>How tags are to be understood.</summary>
internal enum MarkupDialect
{
    /// <summary>As a browser does: elements without end tags, some that end by themselves, no self-closing tags.</summary>
    Html,

    /// <summary>XML with the named characters of HTML, as wikis store pages: <c>&lt;x/&gt;</c> is empty, CDATA is text.</summary>
    Xml,
}

/// <summary>
/// HTML or XML-like text to a tree, from the tokens of AngleSharp. Its own tree builder is not used: it copies open formatting
/// elements into
/// every paragraph, which a hostile page turns into gigabytes. Here time and memory are linear; what is nested deeper than
/// <see cref="MaxDepth"/> is moved up, and nothing is an error. Scripts, styles and what else is no text for a reader is left out.
/// </summary>
internal static class MarkupTree
{
    /// <summary>Characters of one page; longer ones are refused before this is called.</summary>
    public const int MaxCharacters = 2 * 1024 * 1024;

    public const int MaxDepth = 64;
    private const int MaxNodes = 200_000;

    // csharpier-ignore
    private static readonly FrozenSet<string> Empty =
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ];

    // csharpier-ignore
    private static readonly FrozenSet<string> LeftOut =
    [
        "applet", "audio", "button", "canvas", "datalist", "embed", "frame", "frameset", "iframe", "input", "link", "math", "meta",
        "noembed", "noframes", "noscript", "object", "option", "param", "script", "select", "source", "style", "svg", "template",
        "textarea", "track", "video", "xmp",
    ];

    // An element that begins ends an open one of these, unless one of the second set stands between.
    private static readonly FrozenDictionary<string, (FrozenSet<string> Ends, FrozenSet<string> Within)> Ends = new Dictionary<
        string,
        (FrozenSet<string>, FrozenSet<string>)
    >
    {
        ["li"] = (["li"], ["ul", "ol"]),
        ["dt"] = (["dt", "dd"], ["dl"]),
        ["dd"] = (["dt", "dd"], ["dl"]),
        ["tr"] = (["tr", "td", "th"], ["table"]),
        ["td"] = (["td", "th"], ["tr", "table"]),
        ["th"] = (["td", "th"], ["tr", "table"]),
        ["tbody"] = (["thead", "tbody", "tr", "td", "th"], ["table"]),
        ["tfoot"] = (["thead", "tbody", "tr", "td", "th"], ["table"]),
    }.ToFrozenDictionary();

    // csharpier-ignore
    private static readonly FrozenSet<string> EndParagraph =
    [
        "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
    ];

    /// <returns>The nodes at the top; of a page with too many, the last one says that the rest is missing.</returns>
    public static IReadOnlyList<MarkupNode> Read(string text, MarkupDialect dialect)
    {
        using var source = new TextSource(text);
        var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { IsAcceptingCharacterData = dialect == MarkupDialect.Xml };
        var open = new List<Open> { new("", MarkupElement.NoAttributes) };
        var nodes = 0;
        var tooDeep = 0;
        string? leftOut = null;
        var leftOutDepth = 0;
        while (tokenizer.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            if (++nodes > MaxNodes)
                return
                [
                    .. Close(open),
                    MarkupNode.Element(
                        "p",
                        MarkupNode.Text($"The rest of this page was not imported: it has more than {MaxNodes:N0} tags.")
                    ),
                ];
            if (token is not HtmlTagToken tag)
            {
                if (leftOut is null && token.Type == HtmlTokenType.Character && token.Data.Length > 0)
                    open[^1].Children.Add(new MarkupText(token.Data.Replace('\0', '\uFFFD')));
                continue;
            }
            var name = tag.Name;
            var isEmpty = dialect == MarkupDialect.Xml ? tag.IsSelfClosing || name is "br" or "hr" or "img" : Empty.Contains(name);
            if (tag.Type == HtmlTokenType.StartTag && dialect == MarkupDialect.Html)
                tokenizer.State = name switch
                {
                    "script" => HtmlParseMode.Script,
                    "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
                    "title" or "textarea" => HtmlParseMode.RCData,
                    _ => tokenizer.State,
                };
            if (leftOut is not null)
            {
                if (name == leftOut && !isEmpty)
                    leftOutDepth += tag.Type == HtmlTokenType.StartTag ? 1 : -1;
                if (leftOutDepth == 0)
                    leftOut = null;
            }
            else if (LeftOut.Contains(name))
            {
                if (tag.Type == HtmlTokenType.StartTag && !isEmpty)
                    (leftOut, leftOutDepth) = (name, 1);
            }
            else if (tag.Type == HtmlTokenType.EndTag)
            {
                if (tooDeep > 0)
                    tooDeep--;
                else if (!isEmpty)
                    End(open, name);
            }
            else
            {
                if (dialect == MarkupDialect.Html)
                    EndImplied(open, name);
                if (isEmpty)
                    open[^1].Children.Add(new MarkupElement(name, Attributes(tag), []));
                else if (open.Count > MaxDepth)
                    tooDeep++;
                else
                    open.Add(new(name, Attributes(tag)));
            }
        }
        return Close(open);
    }

    private static List<MarkupNode> Close(List<Open> open)
    {
        while (open.Count > 1)
            Pop(open);
        return open[0].Children;
    }

    private static void Pop(List<Open> open)
    {
        var closed = open[^1];
        open.RemoveAt(open.Count - 1);
        open[^1].Children.Add(new MarkupElement(closed.Name, closed.Attributes, closed.Children));
    }

    // The innermost of that name and all within it; an end tag without a beginning is passed over.
    private static void End(List<Open> open, string name)
    {
        var at = open.FindLastIndex(o => o.Name == name);
        if (at <= 0)
            return;
        while (open.Count > at)
            Pop(open);
    }

    private static void EndImplied(List<Open> open, string name)
    {
        if (open[^1].Name == "p" && EndParagraph.Contains(name))
            Pop(open);
        if (!Ends.TryGetValue(name, out var rule))
            return;
        var last = -1;
        for (var i = open.Count - 1; i > 0 && !rule.Within.Contains(open[i].Name); i--)
            if (rule.Ends.Contains(open[i].Name))
                last = i;
        if (last < 0)
            return;
        while (open.Count > last)
            Pop(open);
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Attributes(HtmlTagToken tag) =>
        tag.Attributes.Count == 0
            ? MarkupElement.NoAttributes
            : [.. tag.Attributes.Take(50).Select(a => KeyValuePair.Create(a.Name, a.Value))];

    private sealed record Open(string Name, IReadOnlyList<KeyValuePair<string, string>> Attributes)
    {
        public List<MarkupNode> Children { get; } = [];
    }
}
