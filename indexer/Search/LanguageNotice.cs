using Knowledge.Content.Languages;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Says that a query is in a language that no page is written in: then its words find nothing, however right they are.</summary>
internal static class LanguageNotice
{
    /// <param name="byMeaning">Whether pages are also found by what the query means.</param>
    /// <returns>A sentence for whoever asked; null where pages are in that language, or where the words do not tell which it is.</returns>
    public static string? Of(string query, LexicalIndex index, bool byMeaning)
    {
        // Logs and code are in English wherever they are pasted.
        if (index.Count == 0 || QueryText.IsPaste(query) || LanguageDetection.OfQuery(query) is not { } language)
            return null;
        if (index.Languages.Any(l => l.Code == language))
            return null;
        var name = TextLanguage.NameOf(language);
        return byMeaning
            ? $"No page is in {name}. Pages in other languages are found by what they mean and by names that they share with the question."
            : $"No page is in {name}. Pages in other languages are found only by names that they share with the question.";
    }
}
