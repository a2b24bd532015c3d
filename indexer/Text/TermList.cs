using System.IO.Hashing;
using System.Text;

namespace Knowledge.Indexer.Text;

/// <summary>Sorted terms, numbered in their order, without an object per term. Immutable.</summary>
/// <remarks>
/// Order is that of UTF-8 bytes, which for terms (no surrogates) is that of <see cref="string.CompareOrdinal(string, string)"/>.
/// </remarks>
internal sealed class TermList
{
    // A name of 64 characters with a value of 32, at three bytes each, is the longest term there is.
    private const int StackBytes = 320;

    private readonly byte[] bytes;
    private readonly int[] starts;

    // Open addressing: a term's number plus one at the first free place from its hash on.
    private readonly int[] slots;

    /// <param name="bytes">All terms as UTF-8, one after the other, ascending.</param>
    /// <param name="starts">Where each begins, and the end of the last.</param>
    public TermList(byte[] bytes, int[] starts)
    {
        (this.bytes, this.starts) = (bytes, starts);
        slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(Count * 3 / 2, 1) + 1)];
        for (var i = 0; i < Count; i++)
        {
            var slot = SlotOf(this[i]);
            while (slots[slot] != 0)
                slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = i + 1;
        }
    }

    public static TermList Empty { get; } = new([], [0]);

    public int Count => starts.Length - 1;

    public ReadOnlySpan<byte> this[int number] => bytes.AsSpan(starts[number], starts[number + 1] - starts[number]);

    internal byte[] Bytes => bytes;
    internal int[] Starts => starts;

    public long MemoryBytes => bytes.Length + 4L * (starts.Length + slots.Length);

    /// <param name="sorted">Distinct terms in ordinal order.</param>
    public static TermList Of(IReadOnlyList<string> sorted)
    {
        var starts = new int[sorted.Count + 1];
        for (var i = 0; i < sorted.Count; i++)
            starts[i + 1] = starts[i] + Encoding.UTF8.GetByteCount(sorted[i]);
        var bytes = new byte[starts[^1]];
        for (var i = 0; i < sorted.Count; i++)
            Encoding.UTF8.GetBytes(sorted[i], bytes.AsSpan(starts[i]));
        return new(bytes, starts);
    }

    public string Text(int number) => Encoding.UTF8.GetString(this[number]);

    /// <summary>The number of a term, or -1.</summary>
    public int Find(ReadOnlySpan<char> term)
    {
        Span<byte> encoded = stackalloc byte[StackBytes];
        return term.Length * 3 <= StackBytes && Encoding.UTF8.TryGetBytes(term, encoded, out var written) ? Find(encoded[..written]) : -1;
    }

    public int Find(ReadOnlySpan<byte> term)
    {
        for (var slot = SlotOf(term); slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
            if (this[slots[slot] - 1].SequenceEqual(term))
                return slots[slot] - 1;
        return -1;
    }

    /// <summary>The numbers of the terms that begin with a text, first and one past the last.</summary>
    public (int First, int End) Prefix(string prefix)
    {
        var wanted = Encoding.UTF8.GetBytes(prefix);
        var first = LowerBound(wanted);
        var end = first;
        while (end < Count && this[end].StartsWith(wanted))
            end++;
        return (first, end);
    }

    private int LowerBound(ReadOnlySpan<byte> wanted)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].SequenceCompareTo(wanted) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private int SlotOf(ReadOnlySpan<byte> term) => (int)XxHash3.HashToUInt64(term) & (slots.Length - 1);
}
