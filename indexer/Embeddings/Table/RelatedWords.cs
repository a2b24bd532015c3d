using System.Collections.Concurrent;
using Knowledge.Indexer.Embeddings.Vectors;

namespace Knowledge.Indexer.Embeddings.Table;

/// <summary>Which entries of a table are used much as one of them is. Safe to use from many threads.</summary>
/// <param name="table">With at most 65,536 entries, of rows that <see cref="VectorRows.Dot"/> can read.</param>
/// <remarks>An entry is compared with all others when it is first asked for, which takes some half a millisecond, and kept.</remarks>
internal sealed class RelatedWords(StaticTable table)
{
    /// <summary>The least cosine of related entries: on average 64 of the built-in table's are that near.</summary>
    public const float Least = 0.35f;

    private const int AtOnce = 64;

    // Some 10 MB if every entry were kept; what people ask for is a small part of them.
    private readonly ConcurrentDictionary<int, IReadOnlyList<Related>> known = new();
    private readonly Lazy<float[]> inverseLengths = new(() => InverseLengths(table));

    /// <param name="Cosine">To the entry that was asked for, at least <see cref="Least"/>; 1 for itself.</param>
    internal readonly record struct Related(ushort Row, Half Cosine);

    /// <summary>In the order of the rows.</summary>
    public IReadOnlyList<Related> Of(int row) => known.GetOrAdd(row, Compare);

    private Related[] Compare(int row)
    {
        var own = new short[table.Dimensions];
        for (var i = 0; i < own.Length; i++)
            own[i] = table.NumbersOf(row)[i];
        var lengths = inverseLengths.Value;
        var related = new List<Related>();
        Span<int> products = stackalloc int[AtOnce];
        for (var from = 0; from < lengths.Length; from += products.Length)
        {
            products = products[..Math.Min(products.Length, lengths.Length - from)];
            VectorRows.Dots(table.NumbersOf(from, products.Length), own, products);
            for (var i = 0; i < products.Length; i++)
                if (products[i] * lengths[from + i] * lengths[row] is var cosine && cosine >= Least)
                    related.Add(new(checked((ushort)(from + i)), (Half)MathF.Min(1, cosine)));
        }
        return [.. related];
    }

    // A scale has no part in a cosine. 0 of a row without direction, which is near to none.
    private static float[] InverseLengths(StaticTable table) =>
        [
            .. Enumerable
                .Range(0, table.Vocabulary.Entries.Count)
                .Select(row => table.UnscaledLengthOf(row) is > 0 and var length ? 1 / length : 0),
        ];
}
