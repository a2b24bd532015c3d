using System.Text;

namespace Knowledge.Content.Importing;

/// <summary>
/// A piece of a page on its way to Markdown, whatever format it came in: text, or an element with the names that HTML has for it.
/// </summary>
internal abstract record MarkupNode
{
    public static MarkupElement Element(string name, params IReadOnlyList<MarkupNode> children) =>
        new(name, MarkupElement.NoAttributes, children);

    public static MarkupText Text(string value) => new(value);

    /// <summary>The elements in these nodes and below, outermost first, in document order.</summary>
    public static IEnumerable<MarkupElement> ElementsOf(IReadOnlyList<MarkupNode> nodes)
    {
        var pending = new Stack<MarkupNode>(nodes.Reverse());
        while (pending.TryPop(out var node))
        {
            if (node is not MarkupElement element)
                continue;
            yield return element;
            for (var i = element.Children.Count - 1; i >= 0; i--)
                pending.Push(element.Children[i]);
        }
    }

    public static string TextOf(IReadOnlyList<MarkupNode> nodes)
    {
        var text = new StringBuilder();
        var pending = new Stack<MarkupNode>(nodes.Reverse());
        while (pending.TryPop(out var node))
        {
            if (node is MarkupText piece)
                text.Append(piece.Value);
            else if (node is MarkupElement element)
            {
                if (element.Name == "br")
                    text.Append('\n');
                for (var i = element.Children.Count - 1; i >= 0; i--)
                    pending.Push(element.Children[i]);
            }
        }
        return text.ToString();
    }
}

internal sealed record MarkupText(string Value) : MarkupNode;

/// <param name="Name">Lower case.</param>
internal sealed record MarkupElement(
    string Name,
    IReadOnlyList<KeyValuePair<string, string>> Attributes,
    IReadOnlyList<MarkupNode> Children
) : MarkupNode
{
    public static readonly IReadOnlyList<KeyValuePair<string, string>> NoAttributes = [];

    public string? this[string attribute]
    {
        get
        {
            foreach (var (name, value) in Attributes)
                if (name == attribute)
                    return value;
            return null;
        }
    }

    public bool HasClass(string name) =>
        this["class"] is { } classes
        && classes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Contains(name, StringComparer.Ordinal);

    public MarkupElement With(string attribute, string value) =>
        this with
        {
            Attributes = [.. Attributes.Where(a => a.Key != attribute), KeyValuePair.Create(attribute, value)],
        };

    /// <summary>All text below, as it stands there.</summary>
    public string InnerText => TextOf(Children);

    /// <summary>The elements below, outermost first, in document order.</summary>
    public IEnumerable<MarkupElement> Descendants() => ElementsOf(Children);
}
