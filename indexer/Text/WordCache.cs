using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Knowledge.Indexer.Text;

/// <summary>
/// Lower case and stem of words that were met before: running text repeats itself, and making both anew is most of the cost of
/// reading it.
/// </summary>
internal static class WordCache
{
    private const int Size = 1 << 15;
    private const int MaxCharacters = 64;

    // A slot is one reference, so another thread sees a whole entry or none.
    private static readonly Entry?[] Slots = new Entry?[Size];

    private sealed record Entry(string Word, string Lower, string Stem);

    /// <summary>The word in lower case, and its stem.</summary>
    public static (string Lower, string Stem) Find(ReadOnlySpan<char> word)
    {
        if (word.Length > MaxCharacters)
            return Make(word);
        ref var slot = ref Slots[(int)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word)) & (Size - 1)];
        if (slot is { } entry && word.SequenceEqual(entry.Word))
            return (entry.Lower, entry.Stem);
        var (lower, stem) = Make(word);
        slot = new(word.ToString(), lower, stem);
        return (lower, stem);
    }

    private static (string, string) Make(ReadOnlySpan<char> word)
    {
        var lower = string.Create(word.Length, word, static (target, source) => source.ToLowerInvariant(target));
        return (lower, Porter2.Stem(lower));
    }
}
