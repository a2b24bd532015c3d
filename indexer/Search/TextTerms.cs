using System.IO.Hashing;
using System.Runtime.InteropServices;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>A term and where it stands in a text.</summary>
/// <param name="Print">Of the term (<see cref="TextTerms.PrintOf"/>).</param>
internal readonly record struct PlacedTerm(ulong Print, int Start, int Length);

/// <summary>The terms of the texts that were looked at last: the same few pages are found again and again.</summary>
/// <remarks>
/// Cutting ten texts into terms was a quarter of the time of a search. A text has one place, which the next one of that place takes:
/// nothing is locked, and two threads at worst do the same work twice. Texts and terms are told apart by their prints, so that nothing
/// of them is kept: 16 bytes a term, some 30 MB when all places hold texts of usual length.
/// </remarks>
internal static class TextTerms
{
    private const int Places = 16_384;

    // A passage is shorter; a longer text is seldom looked at twice.
    private const int MaxKeptCharacters = 1500;

    // Nobody can write texts or terms that look the same here.
    private static readonly long Seed = Random.Shared.NextInt64();

    private static readonly Entry?[] Kept = new Entry?[Places];

    private sealed record Entry(UInt128 Text, TextLanguage Language, PlacedTerm[] Terms);

    /// <summary>By where they begin, the longer first.</summary>
    public static PlacedTerm[] Of(string text, TextLanguage language)
    {
        if (text.Length > MaxKeptCharacters)
            return Make(text, language);
        var print = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()), Seed);
        ref var place = ref Kept[(int)(print % Places)];
        if (Volatile.Read(ref place) is { } kept && kept.Text == print && kept.Language == language)
            return kept.Terms;
        var terms = Make(text, language);
        Volatile.Write(ref place, new(print, language, terms));
        return terms;
    }

    /// <summary>What tells a term from all others, while the program runs.</summary>
    public static ulong PrintOf(string term) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(term.AsSpan()), Seed);

    private static PlacedTerm[] Make(string text, TextLanguage language)
    {
        var tokens = Tokenizer.Tokenize(text, language);
        var terms = new PlacedTerm[tokens.Count];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = new(PrintOf(tokens[i].Term), tokens[i].Start, tokens[i].Length);
        Array.Sort(terms, (a, b) => a.Start != b.Start ? a.Start - b.Start : b.Length - a.Length);
        return terms;
    }
}
