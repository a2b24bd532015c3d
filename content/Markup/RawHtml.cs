using System.Text;
using AngleSharp.Html.Parser.Tokens;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Markup;

/// <summary>
/// HTML that an author wrote into Markdown: allowed elements without id or class, so that nothing in it passes for the product's own,
/// with addresses by the <see cref="LinkPolicy"/>. Only whole tags come out; they need not be balanced.
/// </summary>
internal static class RawHtml
{
    public static string Clean(string html, LinkPolicy policy)
    {
        var clean = new StringBuilder(html.Length);
        foreach (var token in HtmlTokens.Read(html))
            switch (token)
            {
                case HtmlTagToken { Name: "input" }:
                    break;
                case HtmlTagToken { Name: "img" } image:
                    clean.Append(
                        LinkHtml.Image(policy, image.GetAttribute("src"), image.GetAttribute("alt") ?? "", image.GetAttribute("title"))
                    );
                    break;
                case HtmlTagToken { Name: "a", Type: AngleSharp.Html.Parser.HtmlTokenType.StartTag } link
                    when policy.Link(link.GetAttribute("href")) is { } target:
                    clean.Append(LinkHtml.Opening(target, link.GetAttribute("title")));
                    break;
                case HtmlTagToken { Type: AngleSharp.Html.Parser.HtmlTokenType.StartTag } tag:
                    clean.AppendTag(tag.Name, HtmlAllowList.AuthorAttributes(tag));
                    break;
                case HtmlTagToken tag:
                    clean.Append("</").Append(tag.Name).Append('>');
                    break;
                default:
                    clean.AppendEscaped(token.Data);
                    break;
            }

        return clean.ToString();
    }
}

internal sealed class RawHtmlBlock(LinkPolicy policy) : HtmlObjectRenderer<HtmlBlock>
{
    protected override void Write(HtmlRenderer renderer, HtmlBlock block) =>
        renderer.WriteLine(RawHtml.Clean(block.Lines.ToString(), policy));
}

internal sealed class RawHtmlInline(LinkPolicy policy) : HtmlObjectRenderer<HtmlInline>
{
    protected override void Write(HtmlRenderer renderer, HtmlInline inline) => renderer.Write(RawHtml.Clean(inline.Tag, policy));
}
