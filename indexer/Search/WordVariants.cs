using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Other forms in which pages may have what was typed: put together, taken apart, or as single characters.</summary>
internal static class WordVariants
{
    private const int MinJoined = 6;
    private const int MinHalf = 3;
    private const int MaxCompounds = 8;
    private const float Written = 0.9f;
    private const float PartOfWord = 0.8f;
    private const float CharactersApart = 0.7f;

    /// <summary>A word as the languages whose pages have it index it; what only the thesaurus has, as the first does.</summary>
    public static IEnumerable<string> KnownTermsOf(string word, LexicalIndex index)
    {
        var terms = index.TermsOf(word).ToList();
        return terms.Any(index.Contains) ? terms.Where(index.Contains) : terms.Take(1);
    }

    /// <summary>"diskfull" is "disk full": the cut whose rarer half is the most frequent; null where there is none.</summary>
    public static Alternative? Split(string word, LexicalIndex index, TextLanguage language)
    {
        (float Idf, string[] Terms, string Text)? best = null;
        for (var cut = MinHalf; cut <= word.Length - MinHalf; cut++)
        {
            string[] terms = [language.TermOf(word[..cut]), language.TermOf(word[cut..])];
            if (!terms.All(index.Contains) || !index.Knows(word[..cut]) || !index.Knows(word[cut..]))
                continue;
            var idf = terms.Max(index.Idf);
            if (best is null || idf < best.Value.Idf)
                best = (idf, terms, $"{word[..cut]} {word[cut..]}");
        }
        return best is { } found ? new(found.Terms, Written, $"typo: {word} → {found.Text}") : null;
    }

    /// <summary>"web socket" is also "websocket", "Festplatte Speicher" is also "Festplattenspeicher".</summary>
    public static IEnumerable<Alternative> Joined(string first, string second, LexicalIndex index, TextLanguage language)
    {
        foreach (var link in language.Links)
        {
            var joined = first + link + second;
            if (joined.Length < MinJoined || !joined.All(char.IsLetter))
                continue;
            var term = language.TermOf(joined);
            if (index.Contains(term))
                yield return new([term], Written, $"joined: {first} {second} → {joined}");
        }
    }

    /// <summary>"Platte" is also in "Festplatte", and "Festplattenspeicher" is also "Speicher" and "Festplatte".</summary>
    public static IReadOnlyList<Alternative> Separated(string word, LexicalIndex index, TextLanguage language)
    {
        if (word.Length < CompoundWords.MinPart || !word.All(char.IsLetter))
            return [];
        var found = index
            .CompoundsWith(language.TermOf(word), language, MaxCompounds)
            .Select(c => new Alternative([c], PartOfWord, $"compound: {word} → {c}"));
        return index.PartsOf(word, language) is not var (first, second)
            ? [.. found]
            : [.. found, new([language.TermOf(first), language.TermOf(second)], PartOfWord, $"parts: {word} → {first} {second}")];
    }

    /// <summary>
    /// Two characters that no page has beside each other may stand near each other all the same; of one with an ending the other tells.
    /// </summary>
    /// <returns>Null when a character stands in no page, or both are grammar.</returns>
    public static Alternative? Apart(string pair, LexicalIndex index, bool isJapanese)
    {
        string[] characters = [.. pair.Where(c => !CharacterPairs.IsFunction(c, isJapanese)).Select(c => c.ToString())];
        return pair.Length > 1 && characters.Length > 0 && characters.All(index.Contains)
            ? new(characters, CharactersApart, $"characters: {pair}")
            : null;
    }
}
