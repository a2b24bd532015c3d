using Knowledge.Content.Importing;

namespace Knowledge.Tests.Content.Importing;

internal static class Html
{
    public static string ToMarkdown(string html) =>
        MarkdownWriter.Write(MarkupTree.Read(Beginning(html), MarkupDialect.Html), ImportedLinks.Resolver(null)).Markdown;

    private static string Beginning(string html) => html[..Math.Min(html.Length, MarkupTree.MaxCharacters)];
}
