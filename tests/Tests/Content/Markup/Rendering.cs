using System.Collections.Frozen;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Content.Markup;

namespace Knowledge.Tests.Content.Markup;

/// <summary>Renders for the tests of this folder, and looks at the result as a browser does: through a full HTML parser.</summary>
internal static class Rendering
{
    public static readonly RenderOptions Options = new(
        url => url.StartsWith("missing", StringComparison.Ordinal) || url.StartsWith('#') ? null : "/docs/" + url,
        FrozenSet<string>.Empty
    );

    public static RenderedPage Page(string markdown, params string[] checklists) =>
        HtmlRendering.Render(markdown, Options with { ChecklistAnchors = checklists.ToFrozenSet() });

    public static string Html(string markdown)
    {
        var page = Page(markdown);
        Assert.Null(page.Problem);
        return page.Html;
    }

    public static IHtmlDocument Dom(string markdown, params string[] checklists) => Parsed(Page(markdown, checklists).Html);

    public static IHtmlDocument Parsed(string html) =>
        new HtmlParser().ParseDocument("<!doctype html><html><body><main>" + html + "</main></body></html>");
}
