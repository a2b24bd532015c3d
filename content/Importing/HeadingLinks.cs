using Markdig.Helpers;

namespace Knowledge.Content.Importing;

/// <summary>Links from one place of a page to another: by the id that its heading has there, or by the heading's words.</summary>
internal sealed class HeadingLinks
{
    private readonly Dictionary<string, string> anchors = new(StringComparer.Ordinal);

    private HeadingLinks() { }

    public static HeadingLinks Of(IReadOnlyList<MarkupNode> nodes)
    {
        var links = new HeadingLinks();
        foreach (var heading in MarkupNode.ElementsOf(nodes).Where(e => e.Name is ['h', >= '1' and <= '6']))
        {
            var text = string.Join(' ', heading.InnerText.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            var anchor = LinkHelper.UrilizeAsGfm(text);
            if (anchor.Length == 0)
                continue;
            if (heading["id"] is { Length: > 0 } id)
                links.anchors.TryAdd("#" + id, anchor);
            links.anchors.TryAdd(Letters(text), anchor);
        }
        return links;
    }

    /// <param name="name">Without number sign.</param>
    /// <returns>With number sign; null when there is no such heading.</returns>
    public string? Find(string name) =>
        anchors.TryGetValue("#" + name, out var byId) ? "#" + byId
        : anchors.TryGetValue(Letters(name), out var byWords) ? "#" + byWords
        : null;

    private static string Letters(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
