using System.Runtime.InteropServices;
using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Indexer.Embeddings.Distillation;

/// <summary>Whole words that deserve a row of their own: frequent, and not an entry already.</summary>
internal static class FrequentWords
{
    private const int MinOccurrences = 5;
    private const int MaxCharacters = 29;

    /// <returns>The most frequent first, at most <paramref name="max"/>.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<string> passages, IReadOnlyCollection<string> known, int max)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[WordEnumerator.MaxWordCharacters];
        foreach (var passage in passages)
        {
            var words = new WordEnumerator(passage, buffer);
            while (words.MoveNext())
                CollectionsMarshal.GetValueRefOrAddDefault(lookup, words.Current, out _)++;
        }
        var entries = known.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. counts
                .Where(c =>
                    c.Value >= MinOccurrences
                    && c.Key.Length is > 1 and <= MaxCharacters
                    && !entries.Contains(c.Key)
                    && !c.Key.All(char.IsDigit)
                )
                .OrderByDescending(c => c.Value)
                .ThenBy(c => c.Key, StringComparer.Ordinal)
                .Take(max)
                .Select(c => c.Key),
        ];
    }
}
