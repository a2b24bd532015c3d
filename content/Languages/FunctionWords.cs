using System.Collections.Frozen;

namespace Knowledge.Content.Languages;

/// <summary>The most frequent words of languages in Latin script: a third of all running text, and hardly any in another's.</summary>
internal static class FunctionWords
{
    private static readonly List<(string Code, string[] Words)> Lists =
    [
        .. Lines().Select(l => l.Split('\t')).Select(l => (l[0], l[1].Split(' '))),
    ];

    /// <summary>Codes by the bit that stands for them; English is the first.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Lists.Select(l => l.Code)];

    private static readonly FrozenDictionary<string, uint> Languages = Lists
        .SelectMany((l, i) => l.Words.Distinct().Select(w => (Word: w, Bit: 1u << i)))
        .GroupBy(w => w.Word)
        .ToFrozenDictionary(g => g.Key, g => g.Aggregate(0u, (all, w) => all | w.Bit), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> Lookup = Languages.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>The languages that a word is a function word of, a bit each.</summary>
    public static uint Of(ReadOnlySpan<char> lowerCaseWord) => Lookup.TryGetValue(lowerCaseWord, out var languages) ? languages : 0;

    // One language a line.
    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(typeof(FunctionWords).Assembly.GetManifestResourceStream("function-words.tsv")!);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
