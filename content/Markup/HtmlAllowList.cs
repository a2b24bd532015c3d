using System.Collections.Frozen;
using System.Globalization;
using AngleSharp.Html.Parser.Tokens;

namespace Knowledge.Content.Markup;

/// <summary>The elements and attributes that may stand in a page.</summary>
internal static class HtmlAllowList
{
    private const int MaxSpan = 100;
    private const int MaxClassCharacters = 60;

    // csharpier-ignore
    public static readonly FrozenSet<string> Elements =
    [
        "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3",
        "h4", "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "samp", "section", "small",
        "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
    ];

    public static readonly FrozenSet<string> WithoutContent = ["br", "hr", "img", "input"];

    private static readonly FrozenSet<string> Classes =
    [
        "contains-task-list",
        "task-list-item",
        "footnotes",
        "footnote-ref",
        "footnote-back-ref",
        "markdown-alert",
    ];

    public static bool IsHeading(string element) => element is ['h', >= '1' and <= '6'];

    /// <summary>What an author may say in a tag of their own, other than the address of a link or image.</summary>
    public static IEnumerable<KeyValuePair<string, string>> AuthorAttributes(HtmlTagToken tag)
    {
        foreach (var attribute in tag.Attributes.DistinctBy(attribute => attribute.Name))
            if (AuthorValue(tag.Name, attribute.Name, attribute.Value) is { } value)
                yield return new(attribute.Name, value);
    }

    /// <summary>What the renderer says in its tags; ids are unique in <paramref name="ids"/>, where new ones are added.</summary>
    public static IEnumerable<KeyValuePair<string, string>> PageAttributes(HtmlTagToken tag, HashSet<string> ids)
    {
        foreach (
            var (name, written) in tag
                .Attributes.DistinctBy(attribute => attribute.Name)
                .Select(attribute => (attribute.Name, attribute.Value))
        )
            if (AuthorValue(tag.Name, name, written) is { } value)
                yield return new(name, value);
            else if (name == "id" && CarriesId(tag.Name, written) && ids.Add(written))
                yield return new(name, written);
            else if (name == "class" && string.Join(' ', written.Split(' ').Where(IsOwnClass)) is { Length: > 0 } classes)
                yield return new(name, classes);
            else if ((tag.Name, name) is ("a", "href") or ("img", "src") && LinkPolicy.IsAllowed(written))
                yield return new(name, written);
            else if ((tag.Name, name) is ("input", "aria-label"))
                yield return new(name, written);
            else if ((tag.Name, name) is ("input", "checked" or "disabled"))
                yield return new(name, "");
            else if (
                (tag.Name, name, written) is ("td" or "th", "style", "text-align: left;" or "text-align: center;" or "text-align: right;")
            )
                yield return new("class", "align-" + written["text-align: ".Length..^1]);

        if (tag.Name == "input")
            yield return new("type", "checkbox");
        if (tag.Name == "a" && LinkPolicy.IsElsewhere(tag.GetAttribute("href") ?? ""))
            yield return new("rel", "noopener noreferrer");
    }

    private static string? AuthorValue(string element, string attribute, string value) =>
        (element, attribute) switch
        {
            (_, "title") or ("img", "alt") => value,
            ("details", "open") => "",
            ("ol", "start") when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => value,
            ("td" or "th", "colspan" or "rowspan")
                when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var span) && span is >= 1 and <= MaxSpan =>
                value,
            _ => null,
        };

    private static bool CarriesId(string element, string id) =>
        IsHeading(element)
        || (element == "li" && id.StartsWith("fn:", StringComparison.Ordinal))
        || (element == "a" && id.StartsWith("fnref:", StringComparison.Ordinal));

    private static bool IsOwnClass(string name) =>
        Classes.Contains(name)
        || (
            (name.StartsWith("language-", StringComparison.Ordinal) || name.StartsWith("markdown-alert-", StringComparison.Ordinal))
            && name.Length <= MaxClassCharacters
            && name.All(character => char.IsAsciiLetterOrDigit(character) || "+#._-".Contains(character))
        );
}
