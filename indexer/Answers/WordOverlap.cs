using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Answers;

/// <summary>Tells whether two sentences state the same, by the distinctive words they share.</summary>
internal static class WordOverlap
{
    private const double SameFrom = 0.75;

    /// <summary>Stems of a sentence without stop words.</summary>
    /// <param name="language">Of the sentence; English when left out.</param>
    public static HashSet<string> Of(string text, TextLanguage? language = null)
    {
        language ??= TextLanguage.English;
        return
        [
            .. Negations
                .Merge(Tokenizer.Words(Tokenizer.Tokenize(text, language)), language)
                .Where(t => !language.StopWords.Contains(t.Surface))
                .Select(t => t.Term),
        ];
    }

    /// <summary>The items whose words are not nearly those of an earlier one.</summary>
    public static IEnumerable<T> Distinct<T>(IEnumerable<T> items, Func<T, string> text)
    {
        var kept = new List<HashSet<string>>();
        foreach (var item in items)
        {
            var words = Of(text(item));
            if (kept.Any(k => 2.0 * k.Intersect(words).Count() >= SameFrom * (k.Count + words.Count)))
                continue;
            kept.Add(words);
            yield return item;
        }
    }
}
