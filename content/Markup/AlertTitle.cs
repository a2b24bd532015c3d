using System.Globalization;
using Markdig.Helpers;
using Markdig.Renderers;

namespace Knowledge.Content.Markup;

/// <summary>The heading of an alert block as a word; Markdig's own draws an icon, 460 bytes of SVG for each.</summary>
internal static class AlertTitle
{
    public static void Write(HtmlRenderer renderer, StringSlice kind) =>
        renderer
            .Write("<p class=\"markdown-alert-title\">")
            .WriteEscape(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(kind.ToString().ToLowerInvariant()))
            .WriteLine("</p>");
}
