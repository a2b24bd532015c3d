using System.Collections.Frozen;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Knowledge.Tests.Content.Markup;

/// <summary>Says what is dangerous or foreign in a page. Its lists are its own: it must not share a mistake with what it judges.</summary>
internal static partial class SafetyOracle
{
    private static readonly FrozenSet<string> Elements = (
        "a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img input ins "
        + "kbd li mark ol p pre s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul var"
    )
        .Split(' ')
        .ToFrozenSet();

    private static readonly FrozenSet<string> Attributes = (
        "href title src alt start open colspan rowspan id class rel type checked disabled aria-label tabindex"
    )
        .Split(' ')
        .ToFrozenSet();

    private static readonly FrozenSet<string> Drawn = "figure svg text rect path polygon ellipse".Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> DrawnAttributes = (
        "class role aria-label viewBox width height x y cx cy rx ry d points fill stroke stroke-dasharray text-anchor"
    )
        .Split(' ')
        .ToFrozenSet();

    public static IEnumerable<string> Faults(string html)
    {
        var document = Rendering.Parsed(html);
        var ids = new HashSet<string>();
        if (document.Body!.Children.Length != 1)
            yield return "the page leaves its container";
        if (document.Head!.Children.Length != 0)
            yield return "something is in the head";
        foreach (var comment in document.Descendants<IComment>())
            yield return $"comment {comment.Data}";

        foreach (var element in document.QuerySelectorAll("main *"))
        {
            if (element.Closest("figure.diagram") is not null)
            {
                if (!Drawn.Contains(element.LocalName) || element.Attributes.Any(a => !DrawnAttributes.Contains(a.Name)))
                    yield return $"in a drawing {element.LocalName}";
                continue;
            }
            if (element.NamespaceUri != "http://www.w3.org/1999/xhtml")
                yield return $"foreign element {element.LocalName}";
            if (!Elements.Contains(element.LocalName))
                yield return $"element {element.LocalName}";
            if (element is { LocalName: "input", Attributes: var input } && input["type"]?.Value != "checkbox")
                yield return "input that is no checkbox";

            foreach (var attribute in element.Attributes)
            {
                if (!Attributes.Contains(attribute.Name))
                    yield return $"attribute {element.LocalName}.{attribute.Name}";
                if (attribute.Name is "href" or "src" && !IsHarmless(attribute.Name, attribute.Value))
                    yield return $"address {attribute.Value}";
                if (attribute.Name == "class" && !attribute.Value.Split(' ').All(name => Class().IsMatch(name)))
                    yield return $"class {attribute.Value}";
            }

            if (element.GetAttribute("id") is { } id && (!ids.Add(id) || !IsOwnId(element, id)))
                yield return $"id {id}";
            if (
                element.GetAttribute("href") is { } href
                && href.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                && element.GetAttribute("rel") != "noopener noreferrer"
            )
                yield return $"no rel on {href}";
        }
    }

    private static bool IsHarmless(string name, string value)
    {
        // What a browser drops before it reads the scheme.
        var url = Ignored().Replace(value, "").Trim('\0', ' ', '\u0001', '\u001F');
        return url.StartsWith("/docs/", StringComparison.Ordinal) || (name == "href" && (url.StartsWith('#') || Scheme().IsMatch(url)));
    }

    private static bool IsOwnId(IElement element, string id) =>
        element.LocalName switch
        {
            // A browser takes the link out of a heading that stands in the middle of a table.
            "h1" or "h2" or "h3" or "h4" or "h5" or "h6" => element
                .Owner!.QuerySelectorAll("a.anchor")
                .Any(a => a.GetAttribute("href") == "#" + id),
            "li" => id.StartsWith("fn:", StringComparison.Ordinal),
            "a" => id.StartsWith("fnref:", StringComparison.Ordinal),
            "input" => id.StartsWith("step-", StringComparison.Ordinal),
            _ => false,
        };

    [GeneratedRegex("[\t\n\r]", RegexOptions.NonBacktracking)]
    private static partial Regex Ignored();

    [GeneratedRegex("^(https?|mailto):", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();

    [GeneratedRegex(
        "^(contains-task-list|task-list-item|footnotes|footnote-ref|footnote-back-ref|markdown-alert(-[A-Za-z-]+)?|"
            + "language-[A-Za-z0-9+#._-]+|align-(left|right|center)|anchor|code|steps|step|plain|hl-[cknsv])$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Class();
}
