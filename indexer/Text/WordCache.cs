using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Knowledge.Indexer.Text;

/// <summary>
/// Lower case and term of words of one language that were met before: running text repeats itself, and making both anew is most of
/// the cost of reading it.
/// </summary>
internal sealed class WordCache(Func<string, string> termOf)
{
    private const int Size = 1 << 15;
    private const int MaxCharacters = 64;

    // A slot is one reference, so another thread sees a whole entry or none.
    private readonly Entry?[] slots = new Entry?[Size];

    private sealed record Entry(string Word, string Lower, string Term);

    /// <summary>The word in lower case, and its term.</summary>
    public (string Lower, string Term) Find(ReadOnlySpan<char> word)
    {
        if (word.Length > MaxCharacters)
            return Make(word);
        ref var slot = ref slots[(int)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word)) & (Size - 1)];
        if (slot is { } entry && word.SequenceEqual(entry.Word))
            return (entry.Lower, entry.Term);
        var (lower, term) = Make(word);
        slot = new(word.ToString(), lower, term);
        return (lower, term);
    }

    private (string, string) Make(ReadOnlySpan<char> word)
    {
        var lower = string.Create(word.Length, word, static (target, source) => source.ToLowerInvariant(target));
        return (lower, termOf(lower));
    }
}
