using System.Text;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Index;

/// <summary>
/// Words of a segment that are written together from two that stand in it by themselves: <c>Festplattenspeicher</c> where there is
/// <c>Festplatte</c> and <c>Speicher</c>.
/// </summary>
/// <remarks>By the words of the pages themselves (Koehn, Knight, "Empirical methods for compound splitting", 2003).</remarks>
internal sealed class CompoundWords
{
    public const int MinPart = 4;
    private const int MaxLetters = 64;
    private const int MaxOfPart = 200;

    private readonly Dictionary<string, List<string>> byPart = [];

    /// <param name="isWord">Whether a term is one of the language.</param>
    public CompoundWords(TermList words, TextLanguage language, Func<string, bool> isWord)
    {
        Span<char> letters = stackalloc char[MaxLetters];
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Length > MaxLetters)
                continue;
            var word = letters[..Encoding.UTF8.GetChars(words[i], letters)];
            if (Split(word, words, language) is not { } parts)
                continue;
            var term = language.TermOf(word.ToString());
            if (!isWord(term))
                continue;
            Add(language.TermOf(parts.First), term);
            Add(language.TermOf(parts.Second), term);
        }
    }

    /// <summary>Terms of the words that a word is part of.</summary>
    public IReadOnlyList<string> With(string partTerm) => byPart.GetValueOrDefault(partTerm) ?? [];

    /// <summary>The two words that one is written together from; of several ways the one with the longest shorter part.</summary>
    /// <param name="words">That there are, lower case.</param>
    public static (string First, string Second)? Split(ReadOnlySpan<char> word, TermList words, TextLanguage language)
    {
        (string First, string Second)? best = null;
        var longest = 0;
        for (var cut = MinPart; cut + MinPart <= word.Length; cut++)
        {
            if (Math.Min(cut, word.Length - cut) <= longest || Known(word[cut..], words, language) is not { } second)
                continue;
            if (Known(word[..cut], words, language) is not { } first)
                continue;
            (best, longest) = ((first, second), Math.Min(cut, word.Length - cut));
        }
        return best;
    }

    // "festplatten" is "festplatte" with what links it to the next word, or its plural.
    private static string? Known(ReadOnlySpan<char> part, TermList words, TextLanguage language)
    {
        foreach (var link in language.Links)
            if (part.Length - link.Length >= MinPart && part.EndsWith(link) && words.Find(part[..^link.Length]) >= 0)
                return part[..^link.Length].ToString();
        return null;
    }

    private void Add(string part, string compound)
    {
        if (!byPart.TryGetValue(part, out var compounds))
            byPart[part] = compounds = [];
        if (compounds.Count < MaxOfPart && !compounds.Contains(compound))
            compounds.Add(compound);
    }
}
