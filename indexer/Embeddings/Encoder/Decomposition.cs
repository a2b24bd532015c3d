using System.Globalization;
using System.Text;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>What is left of a character without its accents: its canonical decomposition (NFD), nonspacing marks dropped.</summary>
/// <remarks>
/// string.Normalize cannot serve: with InvariantGlobalization it gives everything beyond ASCII back as it was. The table is the
/// Unicode Character Database's; Hangul syllables are computed as chapter 3.12 of the Unicode Standard says.
/// </remarks>
internal static class Decomposition
{
    private const int FirstSyllable = 0xAC00,
        FirstLeading = 0x1100,
        FirstVowel = 0x1161,
        FirstTrailing = 0x11A7;
    private const int Vowels = 21,
        Trailings = 28,
        Syllables = 19 * Vowels * Trailings;

    private static readonly Dictionary<int, string> Table = ReadTable();

    /// <summary>Appends the character to <paramref name="text"/> without accents; nothing if it is one.</summary>
    public static void AppendWithoutAccents(Rune character, StringBuilder text)
    {
        var syllable = character.Value - FirstSyllable;
        if (syllable is >= 0 and < Syllables)
        {
            text.Append((char)(FirstLeading + syllable / (Vowels * Trailings)));
            text.Append((char)(FirstVowel + syllable % (Vowels * Trailings) / Trailings));
            if (syllable % Trailings is var trailing and not 0)
                text.Append((char)(FirstTrailing + trailing));
        }
        else if (Table.TryGetValue(character.Value, out var decomposed))
            text.Append(decomposed);
        else if (!IsAccent(character))
            text.Append(character.ToString());
    }

    private static bool IsAccent(Rune character) => Rune.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark;

    private static Dictionary<int, string> ReadTable()
    {
        using var stream = typeof(Decomposition).Assembly.GetManifestResourceStream("decompositions.tsv")!;
        using var reader = new StreamReader(stream);
        var table = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split('\t') is not [var from, var to])
                continue;
            table[Hexadecimal(from)] = string.Concat(
                to.Split(' ').Select(code => new Rune(Hexadecimal(code))).Where(character => !IsAccent(character))
            );
        }
        return table;
    }

    private static int Hexadecimal(string code) => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
