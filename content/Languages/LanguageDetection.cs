using System.Buffers;

namespace Knowledge.Content.Languages;

/// <summary>Tells the language of a text from its script and its function words. The same text always gives the same.</summary>
public static class LanguageDetection
{
    public const string English = "en";

    private const int MaxWords = 400;
    private const int MaxLetters = 16;
    private static readonly SearchValues<char> OfUkrainian = SearchValues.Create("іїєґІЇЄҐ");

    // Running text of a third function words is clear after this many words.
    private const int LookEvery = 64;
    private const int ClearHits = 16;
    private const int ClearFactor = 4;

    // Pages hold commands, names and quotations of other languages: a few words of one do not tell.
    private const int MinHitsOfPage = 4;
    private const int MinHitsOfQuery = 2;
    private const double MinShareOfPage = 0.05;
    private const int TimesEnglish = 2;
    private const int MinCharactersOfPage = 20;
    private const double MinCharactersPerWord = 0.15;
    private const double KanaShare = 0.1;

    /// <summary>The language of a page; English when nothing tells otherwise.</summary>
    /// <param name="texts">Its title and what it says, most telling first: not all of a long page is read.</param>
    public static string OfPage(IEnumerable<string> texts)
    {
        var counts = new Counts();
        foreach (var text in texts)
            if (!counts.Add(text))
                break;
        return counts.Script(MinCharactersOfPage) ?? counts.Latin(MinHitsOfPage, MinShareOfPage) ?? English;
    }

    /// <summary>The language of something short that was typed; null when it may be any.</summary>
    public static string? OfQuery(string text)
    {
        var counts = new Counts();
        counts.Add(text);
        return counts.Script(2) ?? counts.Latin(MinHitsOfQuery, 0, mustBeAlone: true);
    }

    private sealed class Counts
    {
        private readonly int[] hits = new int[FunctionWords.Codes.Count];
        private int words;
        private int han;
        private int kana;
        private int hangul;
        private int cyrillic;
        private int ukrainian;

        /// <returns>False when enough was read.</returns>
        public bool Add(string text)
        {
            Span<char> lower = stackalloc char[MaxLetters];
            for (var i = 0; i < text.Length; )
            {
                if (!char.IsLetter(text[i]))
                {
                    i++;
                    continue;
                }
                if (IsSyllableOrIdeograph(text[i]))
                {
                    Count(text[i++]);
                    if (han + kana + hangul > MaxWords)
                        return false;
                    continue;
                }
                var end = i + 1;
                while (end < text.Length && char.IsLetter(text[end]) && !IsSyllableOrIdeograph(text[end]))
                    end++;
                words++;
                if (text[i] is >= '\u0400' and <= '\u04FF')
                    CountCyrillic(text.AsSpan(i, end - i));
                // Single letters are options of commands.
                else if (end - i is > 1 and <= MaxLetters)
                {
                    var length = text.AsSpan(i, end - i).ToLowerInvariant(lower);
                    for (var languages = FunctionWords.Of(lower[..length]); languages != 0; languages &= languages - 1)
                        hits[System.Numerics.BitOperations.TrailingZeroCount(languages)]++;
                }
                if (words >= MaxWords || (words % LookEvery == 0 && IsClear()))
                    return false;
                i = end;
            }
            return true;
        }

        /// <summary>The language of a script that only one of ours is written in; null when the text is in another.</summary>
        public string? Script(int minCharacters)
        {
            var characters = han + kana + hangul;
            // Of a short page they are enough where there is hardly anything else.
            if (characters > 2 * words || (characters >= minCharacters && characters >= MinCharactersPerWord * words))
                return hangul * 2 >= characters ? "ko"
                    : kana >= KanaShare * characters ? "ja"
                    : "zh";
            if (cyrillic > 0 && cyrillic >= MinCharactersPerWord * words)
                return ukrainian * 10 >= cyrillic ? "uk" : "ru";
            return null;
        }

        /// <summary>The language with most function words; null when they are too few, or English is as likely.</summary>
        /// <param name="mustBeAlone">Whether another language with as many makes it unclear.</param>
        public string? Latin(int minHits, double minShare, bool mustBeAlone = false)
        {
            var best = 0;
            for (var l = 1; l < hits.Length; l++)
                if (hits[l] > hits[best])
                    best = l;
            if (hits[best] < minHits || hits[best] < minShare * words)
                return null;
            if (best != 0 && hits[best] < TimesEnglish * hits[0])
                return null;
            return mustBeAlone && hits.Count(h => h == hits[best]) > 1 ? null : FunctionWords.Codes[best];
        }

        private bool IsClear()
        {
            var (best, second) = (0, 0);
            foreach (var h in hits)
                if (h > best)
                    (best, second) = (h, best);
                else if (h > second)
                    second = h;
            return best >= ClearHits && best >= ClearFactor * second;
        }

        private void Count(char c)
        {
            if (c is >= '\u3040' and <= '\u30FF')
                kana++;
            else if (c is >= '\uAC00' and <= '\uD7AF')
                hangul++;
            else
                han++;
        }

        private void CountCyrillic(ReadOnlySpan<char> word)
        {
            cyrillic++;
            if (word.ContainsAny(OfUkrainian))
                ukrainian++;
        }

        private static bool IsSyllableOrIdeograph(char c) =>
            c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF');
    }
}
