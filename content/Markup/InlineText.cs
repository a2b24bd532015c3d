using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Markup;

/// <summary>The words of a heading, link or list item, without marks and tags.</summary>
internal static class InlineText
{
    public static string Of(ContainerInline? container)
    {
        if (container is null)
            return "";

        var text = new StringBuilder();
        foreach (var inline in container.Descendants())
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
            }

        return text.ToString();
    }
}
