using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Cz;
using Lucene.Net.Analysis.De;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Analysis.Fr;
using Lucene.Net.Analysis.Hu;
using Lucene.Net.Analysis.It;
using Lucene.Net.Analysis.Miscellaneous;
using Lucene.Net.Analysis.No;
using Lucene.Net.Analysis.Pt;
using Lucene.Net.Analysis.Ru;
using Lucene.Net.Analysis.Snowball;
using Lucene.Net.Analysis.Sv;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace Knowledge.Indexer.Text;

/// <summary>Stems of single words by the token filters of Lucene.NET, letters without their accents.</summary>
/// <remarks>
/// Accents go first where the stemmer does without them, so that words typed without accents get the same stem; else last. Lucene.NET has
/// no stemmer for Polish in this package: its words keep their endings.
/// </remarks>
internal static class Stemmer
{
    private const int MaxCharacters = 64;

    // Filters hold the word they work on: each thread has its own.
    [ThreadStatic]
    private static Dictionary<string, WordFilters>? filtersOfThread;

    /// <summary>What a word is indexed as.</summary>
    /// <param name="code">Of a language; of one that has no stemmer only accents are taken off.</param>
    /// <returns>The same instance where nothing changes.</returns>
    public static string Stem(string code, string lowerCaseWord)
    {
        if (lowerCaseWord.Length is 0 or > MaxCharacters || !IsWord(lowerCaseWord, out var isAscii))
            return lowerCaseWord;
        filtersOfThread ??= [];
        if (!filtersOfThread.TryGetValue(code, out var filters))
            filtersOfThread[code] = filters = WordFilters.Of(FiltersOf(code));
        var word = isAscii ? lowerCaseWord : Composed(lowerCaseWord);
        return word.Length == 0 ? lowerCaseWord : filters.Apply(word, lowerCaseWord, isAscii);
    }

    private static Func<TokenStream, TokenStream> FiltersOf(string code) =>
        code switch
        {
            // In pages of these, words in Latin script are mostly English.
            "en" or "zh" or "ja" or "ko" => word => new SnowballFilter(new ASCIIFoldingFilter(word), new EnglishStemmer()),
            // Twice: "Systeme" and "System" lose one ending each time.
            "de" => word => new ASCIIFoldingFilter(
                new GermanLightStemFilter(new GermanLightStemFilter(new GermanNormalizationFilter(word)))
            ),
            "fr" => word => new FrenchLightStemFilter(new ASCIIFoldingFilter(word)),
            "es" => word => new SpanishLightStemFilter(new ASCIIFoldingFilter(word)),
            "it" => word => new ItalianLightStemFilter(new ASCIIFoldingFilter(word)),
            "pt" => word => new ASCIIFoldingFilter(new PortugueseLightStemFilter(word)),
            "nl" => word => new ASCIIFoldingFilter(new SnowballFilter(word, new DutchStemmer())),
            "sv" => word => new ASCIIFoldingFilter(new SwedishLightStemFilter(word)),
            "da" => word => new ASCIIFoldingFilter(new SnowballFilter(word, new DanishStemmer())),
            "no" => word => new ASCIIFoldingFilter(new NorwegianLightStemFilter(word)),
            "fi" => word => new ASCIIFoldingFilter(new SnowballFilter(word, new FinnishStemmer())),
            "ru" => word => new RussianLightStemFilter(word),
            "cs" => word => new ASCIIFoldingFilter(new CzechStemFilter(word)),
            "tr" => word => new ASCIIFoldingFilter(new SnowballFilter(word, new TurkishStemmer())),
            "hu" => word => new ASCIIFoldingFilter(new HungarianLightStemFilter(word)),
            "ro" => word => new ASCIIFoldingFilter(new SnowballFilter(word, new RomanianStemmer())),
            _ => word => new ASCIIFoldingFilter(word),
        };

    // Names, numbers and paths are nothing that has endings.
    private static bool IsWord(string text, out bool isAscii)
    {
        isAscii = true;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterLower(c) || c == '\'')
                continue;
            isAscii = false;
            if (char.IsAsciiLetterUpper(c) || !Tokenizer.IsLetter(c) || Tokenizer.IsIdeograph(c))
                return false;
        }
        return true;
    }

    // Letters that are written with an accent of their own (u and ¨) as one; Russian texts write ё or е as they like.
    private static string Composed(string word)
    {
        word = word.Replace('ё', 'е');
        if (!word.AsSpan().ContainsAnyInRange(Tokenizer.FirstMark, Tokenizer.LastMark))
            return word;
        var composed = new System.Text.StringBuilder(word.Length);
        foreach (var c in word)
            if (c is < Tokenizer.FirstMark or > Tokenizer.LastMark)
                composed.Append(c);
            else if (c == '\u0308' && composed.Length > 0 && "aou".IndexOf(composed[^1]) is >= 0 and var umlaut)
                composed[^1] = "äöü"[umlaut];
        return composed.ToString();
    }

    private sealed class WordFilters
    {
        private readonly OneWord source;
        private readonly TokenStream filtered;
        private readonly ICharTermAttribute term;

        private WordFilters(OneWord source, TokenStream filtered)
        {
            (this.source, this.filtered) = (source, filtered);
            term = filtered.GetAttribute<ICharTermAttribute>();
        }

        public static WordFilters Of(Func<TokenStream, TokenStream> filters)
        {
            var source = new OneWord();
            return new(source, filters(source));
        }

        public string Apply(string word, string original, bool isAscii)
        {
            source.Set(word);
            filtered.IncrementToken();
            var stem = term.Buffer.AsSpan(0, term.Length);
            // What folding makes of a capital İ is a capital.
            return stem.SequenceEqual(original) ? original
                : isAscii ? stem.ToString()
                : stem.ToString().ToLowerInvariant();
        }
    }

    private sealed class OneWord : TokenStream
    {
        private readonly ICharTermAttribute term;
        private string? next;

        public OneWord() => term = AddAttribute<ICharTermAttribute>();

        public void Set(string word) => next = word;

        public override bool IncrementToken()
        {
            if (next is null)
                return false;
            term.SetEmpty().Append(next);
            next = null;
            return true;
        }
    }
}
