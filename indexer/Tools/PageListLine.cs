using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Tools;

/// <summary>A page as a line of a Markdown list: its title, its address, and in a few words what it is about.</summary>
public static class PageListLine
{
    private const int MaxTitleCharacters = 120;
    private const int MaxAboutCharacters = 160;

    public static string Of(Document document)
    {
        var title = QuotedContent.Line(document.Title, MaxTitleCharacters).Replace("[", "(").Replace("]", ")");
        var about =
            document.FrontMatter.Description ?? document.Meaning?.Text ?? (document.Causes.Count > 0 ? document.Causes[0].Text : null);
        return $"- [{title}]({Urls.Of(document)}.md)" + (about is null ? "" : $": {QuotedContent.Line(about, MaxAboutCharacters)}");
    }
}
