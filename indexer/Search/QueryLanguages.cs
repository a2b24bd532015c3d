using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>The languages that a query is read in: its own, as far as its words tell, and every other one of the pages.</summary>
/// <param name="Main">Whose stop words and negations count.</param>
/// <param name="Others">English is always one of them, unless it is the main one: its words stand in pages of all languages.</param>
/// <param name="IsCertain">Whether the words of the query told which is the main one.</param>
internal sealed record QueryLanguages(TextLanguage Main, IReadOnlyList<TextLanguage> Others, bool IsCertain)
{
    private const int MaxWords = 200;

    private static readonly QueryLanguages English = new(TextLanguage.English, [], IsCertain: true);

    public static QueryLanguages Of(string query, LexicalIndex index)
    {
        var held = index.Languages;
        if (held is [] || (held is [var only] && only == TextLanguage.English))
            return English;
        IReadOnlyList<TextLanguage> candidates = held.Contains(TextLanguage.English) ? held : [.. held, TextLanguage.English];
        var words = Tokenizer
            .Words(Tokenizer.Tokenize(query))
            .Where(t => t.Kind == TokenKind.Word)
            .Select(t => t.Surface)
            .Take(MaxWords)
            .ToList();
        var known = candidates.Select(l => words.Count(w => l.StopWords.Contains(w) || l.StopWords.IsNegation(w))).ToList();
        // Where nothing tells, the language of most pages.
        var main = candidates[known.IndexOf(known.Max())];
        return new(main, [.. candidates.Where(l => l != main)], known.Max() > 0 && known.Count(k => k == known.Max()) == 1);
    }

    public IEnumerable<TextLanguage> All => Others.Prepend(Main);

    public bool MayBeEnglish => Main == TextLanguage.English || !IsCertain;

    /// <summary>Those in which nouns are written together, and which the query may be in.</summary>
    public IEnumerable<TextLanguage> JoiningNouns => (IsCertain ? [Main] : All).Where(l => l.JoinsNouns);

    /// <summary>What else a word is indexed as where pages of other languages have it; not where it is a stop word there.</summary>
    public IReadOnlyList<string> OtherTermsOf(string lowerCaseWord, string mainTerm, LexicalIndex index) =>
        Others.Count == 0
            ? []
            :
            [
                .. Others
                    .Where(l => !l.StopWords.Contains(lowerCaseWord))
                    .Select(l => l.TermOf(lowerCaseWord))
                    .Distinct()
                    .Where(t => t != mainTerm && index.Contains(t)),
            ];
}
