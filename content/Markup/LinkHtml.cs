using System.Text;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Markup;

/// <summary>Links and images as the <see cref="LinkPolicy"/> has them.</summary>
internal sealed class LinkHtml(LinkPolicy policy) : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        var address = link.GetDynamicUrl?.Invoke() ?? link.Url;
        if (link.IsImage)
        {
            renderer.Write(Image(policy, address, InlineText.Of(link), link.Title));
            return;
        }

        var target = policy.Link(address);
        if (target is not null)
            renderer.Write(Opening(target, link.Title));
        renderer.WriteChildren(link);
        if (target is not null)
            renderer.Write("</a>");
    }

    public static string Opening(string target, string? title)
    {
        var html = new StringBuilder("<a").AppendAttribute("href", target);
        if (!string.IsNullOrEmpty(title))
            html.AppendAttribute("title", title);
        return html.Append('>').ToString();
    }

    public static string Image(LinkPolicy policy, string? address, string alternative, string? title)
    {
        var (source, link) = policy.Image(address);
        if (link is not null)
            return new StringBuilder(Opening(link, title))
                .AppendEscaped(alternative.Length > 0 ? alternative : link)
                .Append("</a>")
                .ToString();
        if (source is null)
            return new StringBuilder().AppendEscaped(alternative).ToString();

        var html = new StringBuilder("<img").AppendAttribute("src", source).AppendAttribute("alt", alternative);
        if (!string.IsNullOrEmpty(title))
            html.AppendAttribute("title", title);
        return html.Append('>').ToString();
    }
}

/// <summary>Addresses in angle brackets.</summary>
internal sealed class AutolinkHtml(LinkPolicy policy) : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline link)
    {
        var target = policy.Link(link.IsEmail ? "mailto:" + link.Url : link.Url);
        if (target is not null)
            renderer.Write(LinkHtml.Opening(target, null));
        renderer.WriteEscape(link.Url);
        if (target is not null)
            renderer.Write("</a>");
    }
}
