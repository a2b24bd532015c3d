using Knowledge.Content.Text;
using Markdig;
using Markdig.Extensions.Alerts;

namespace Knowledge.Content.Markup;

/// <summary>
/// The one Markdown dialect of the product: CommonMark with pipe tables, task lists, footnotes, GitHub's heading anchors, YAML front
/// matter and alert blocks. Extensions are named one by one: the advanced bundle makes attributes such as <c>onclick</c> live.
/// </summary>
internal static class MarkdownSyntax
{
    /// <summary>The longest text that is parsed, in UTF-16 code units.</summary>
    public const int MaxCharacters = 256 * 1024;

    private const string TooDeep = "Quotes, lists or emphasis are nested too deeply to be read; close or flatten them.";

    /// <summary>For rendering; text is parsed by <see cref="Parse"/> alone, since the parsers of this pipeline need a budget.</summary>
    public static MarkdownPipeline Pipeline { get; } =
        new MarkdownPipelineBuilder()
            .UsePreciseSourceLocation()
            .UsePipeTables()
            .UseTaskLists()
            .UseFootnotes()
            .UseYamlFrontMatter()
            .Use(new AlertExtension { RenderKind = (renderer, kind) => AlertTitle.Write(renderer, kind) })
            .Use<HeadingAnchors>()
            .Use<BudgetedInlines>()
            .Build();

    /// <summary>Parses, or says why it cannot. Never throws; the work is bounded, whatever the text (<see cref="ParseBudget"/>).</summary>
    public static MarkdownParseResult Parse(string markdown)
    {
        if (markdown.Length > MaxCharacters)
            return new(null, $"The text has {markdown.Length} characters and may have {MaxCharacters}; split the page.");

        try
        {
            var text = Cleaned(markdown);
            var budget = new ParseBudget();
            BlockPreflight.Check(text, budget);
            var document = Markdown.Parse(text, Pipeline, budget);
            return TreeDepth.IsExceededBy(document) ? new(null, TooDeep) : new(document, null);
        }
        catch (MarkdownTooComplexException tooComplex)
        {
            return new(null, tooComplex.Message);
        }
        catch (ArgumentException)
        {
            return new(null, TooDeep);
        }
    }

    /// <summary>NUL and halves of surrogate pairs, on which the parser fails, become U+FFFD.</summary>
    public static string Cleaned(string markdown) => Surrogates.WithoutLone(markdown).Replace('\0', '\uFFFD');
}
