using System.Text;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace Knowledge.Content.Markup;

/// <summary>
/// Markdown from strangers to HTML for a page with a strict content security policy: no script, no style, no calls to other hosts.
/// </summary>
public static class HtmlRendering
{
    private const int MaxOutputCharacters = 4 * 1024 * 1024;

    /// <summary>
    /// Renders a text of up to 262,144 UTF-16 code units into at most 4 Mi; beyond either, and for text that costs too much to parse, the
    /// result is the source text and the problem. Throws only what <see cref="RenderOptions.ResolveLink"/> throws.
    /// </summary>
    public static RenderedPage Render(string markdown, RenderOptions options)
    {
        var (document, problem) = MarkdownSyntax.Parse(markdown);
        if (document is null)
            return Plain(markdown, problem!);

        var rendered = Rendered(document, new LinkPolicy(options.ResolveLink));
        if (rendered.Length > MaxOutputCharacters)
            return Plain(markdown, TooLong);

        var page = PageWriter.Write(rendered, options.ChecklistAnchors);
        return page.Length > MaxOutputCharacters ? Plain(markdown, TooLong) : new(page, null);
    }

    private static string TooLong => $"The page would have more than {MaxOutputCharacters} characters of HTML; split it.";

    private static string Rendered(MarkdownDocument document, LinkPolicy policy)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        MarkdownSyntax.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<LinkInlineRenderer>(new LinkHtml(policy));
        renderer.ObjectRenderers.ReplaceOrAdd<AutolinkInlineRenderer>(new AutolinkHtml(policy));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlBlockRenderer>(new RawHtmlBlock(policy));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlInlineRenderer>(new RawHtmlInline(policy));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlTaskListRenderer>(new TaskListHtml());
        renderer.Render(document);
        return writer.ToString();
    }

    private static RenderedPage Plain(string markdown, string problem) =>
        new(
            new StringBuilder("<pre class=\"plain\" tabindex=\"0\">")
                .AppendEscaped(HiddenCharacters.Reveal(MarkdownSyntax.Cleaned(markdown)))
                .Append("</pre>")
                .ToString(),
            problem
        );
}
