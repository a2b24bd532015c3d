using Markdig;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Knowledge.Content.Markup;

/// <summary>
/// Gives every heading the anchor that GitHub gives it, as its <c>id</c> attribute. Markdig's own extension does the same but counts each
/// repeated heading from 1 again, which is quadratic: 32 KB of one heading took 2.5 s.
/// </summary>
internal sealed class HeadingAnchors : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.DocumentProcessed += Assign;

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer) { }

    private static void Assign(MarkdownDocument document)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var repeats = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            // What the author named is what links elsewhere lead to.
            var name = HeadingAttributes.Take(heading) ?? LinkHelper.UrilizeAsGfm(InlineText.Of(heading.Inline));
            if (name.Length == 0)
                name = "section";

            var anchor = name;
            while (!taken.Add(anchor))
            {
                repeats[name] = repeats.GetValueOrDefault(name) + 1;
                anchor = $"{name}-{repeats[name]}";
            }

            heading.GetAttributes().Id = anchor;
        }
    }
}
