using System.Text;

namespace Knowledge.Content.Markup;

/// <summary>Writes text and attributes so that they cannot become markup.</summary>
internal static class HtmlText
{
    public static StringBuilder AppendEscaped(this StringBuilder html, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny("&<>\"") is var next and >= 0)
        {
            html.Append(text[..next])
                .Append(
                    text[next] switch
                    {
                        '&' => "&amp;",
                        '<' => "&lt;",
                        '>' => "&gt;",
                        _ => "&quot;",
                    }
                );
            text = text[(next + 1)..];
        }

        return html.Append(text);
    }

    public static StringBuilder AppendAttribute(this StringBuilder html, string name, string value) =>
        html.Append(' ').Append(name).Append("=\"").AppendEscaped(value).Append('"');

    public static StringBuilder AppendTag(this StringBuilder html, string name, IEnumerable<KeyValuePair<string, string>> attributes)
    {
        html.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
            html.AppendAttribute(attribute, value);
        return html.Append('>');
    }
}
