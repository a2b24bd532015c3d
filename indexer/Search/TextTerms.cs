using System.IO.Hashing;
using System.Runtime.InteropServices;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>A term and where it stands in a text.</summary>
/// <param name="Hash">Of the term: most terms of a text are told from those that are looked for by it.</param>
internal readonly record struct PlacedTerm(string Term, int Hash, int Start, int Length);

/// <summary>A term that is looked for in texts.</summary>
internal readonly record struct SoughtTerm(string Term, int Hash)
{
    public static SoughtTerm Of(string term) => new(term, TextTerms.HashOf(term));
}

/// <summary>The terms of the texts that were looked at last: the same few pages are found again and again.</summary>
/// <remarks>
/// Cutting ten texts into terms was a quarter of the time of a search. A text has one place, which the next one of that place takes:
/// nothing is locked, and two threads at worst do the same work twice. At most 40 MB, a quarter of it with texts of usual length.
/// </remarks>
internal static class TextTerms
{
    private const int Places = 8192;

    // A passage is shorter; a longer text is seldom looked at twice.
    private const int MaxKeptCharacters = 1500;

    private static readonly Entry?[] Kept = new Entry?[Places];

    private sealed record Entry(string Text, TextLanguage Language, PlacedTerm[] Terms);

    /// <summary>By where they begin, the longer first.</summary>
    public static PlacedTerm[] Of(string text, TextLanguage language)
    {
        if (text.Length > MaxKeptCharacters)
            return Make(text, language);
        ref var place = ref Kept[XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan())) % Places];
        if (Volatile.Read(ref place) is { } kept && kept.Language == language && kept.Text == text)
            return kept.Terms;
        var terms = Make(text, language);
        Volatile.Write(ref place, new(text, language, terms));
        return terms;
    }

    public static int HashOf(string term) => term.GetHashCode(StringComparison.Ordinal);

    private static PlacedTerm[] Make(string text, TextLanguage language)
    {
        var tokens = Tokenizer.Tokenize(text, language);
        var terms = new PlacedTerm[tokens.Count];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = new(tokens[i].Term, HashOf(tokens[i].Term), tokens[i].Start, tokens[i].Length);
        Array.Sort(terms, (a, b) => a.Start != b.Start ? a.Start - b.Start : b.Length - a.Length);
        return terms;
    }
}
