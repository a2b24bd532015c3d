using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Syntax;
namespace Knowledge.Content.Markup;
internal sealed record MarkdownReading(MarkdownDocument? Document, string? Problem);
internal static class MarkdownSyntax
{
    public static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UseFootnotes().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).UseYamlFrontMatter().UseAlertBlocks().Build();
    public static MarkdownReading Parse(string markdown) => new(Markdown.Parse(markdown, Pipeline), null);
}
