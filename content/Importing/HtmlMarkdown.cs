namespace Knowledge.Content.Importing;

/// <summary>HTML to Markdown.</summary>
public static class HtmlMarkdown
{
    /// <param name="html">At most <see cref="MarkupTree.MaxCharacters"/>; of longer ones the beginning is read.</param>
    /// <param name="baseAddress">What relative links lead from; null drops them.</param>
    public static string Write(string html, Uri? baseAddress) =>
        MarkdownWriter.Write(MarkupTree.Read(Beginning(html), MarkupDialect.Html), Resolver(baseAddress)).Markdown;

    internal static string Beginning(string text) => text.Length <= MarkupTree.MaxCharacters ? text : text[..MarkupTree.MaxCharacters];

    internal static Func<string, string?> Resolver(Uri? baseAddress) =>
        url =>
            MarkdownWriter.AbsoluteOnly(url)
            ?? (
                baseAddress is not null && url.Length > 0 && url[0] is not '#' && Uri.TryCreate(baseAddress, url, out var absolute)
                    ? absolute.AbsoluteUri
                    : null
            );
}
