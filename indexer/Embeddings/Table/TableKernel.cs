using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Knowledge.Indexer.Embeddings.Table;

/// <summary>
/// Sums of int8 rows. Every number is added up by itself and in the order of the words, so the result is the same on every
/// processor.
/// </summary>
internal static class TableKernel
{
    private const int Lanes = 16;

    public static void AddScaled(ReadOnlySpan<sbyte> row, float scale, Span<float> sum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, sum.Length);
        ref var r = ref MemoryMarshal.GetReference(row);
        ref var s = ref MemoryMarshal.GetReference(sum);
        var factor = Vector256.Create(scale);
        var i = 0;
        for (; i <= row.Length - Lanes; i += Lanes)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.LoadUnsafe(ref r, (nuint)i).ToVector256Unsafe()));
            (Vector256.ConvertToSingle(low) * factor + Vector256.LoadUnsafe(ref s, (nuint)i)).StoreUnsafe(ref s, (nuint)i);
            (Vector256.ConvertToSingle(high) * factor + Vector256.LoadUnsafe(ref s, (nuint)i + 8)).StoreUnsafe(ref s, (nuint)i + 8);
        }
        for (; i < row.Length; i++)
            sum[i] += row[i] * scale;
    }

    /// <summary>To length 1; what has no direction becomes 0.</summary>
    public static void Normalize(Span<float> vector)
    {
        var squares = 0.0;
        foreach (var number in vector)
            squares += (double)number * number;
        var factor = squares > 0 && double.IsFinite(squares) ? 1 / Math.Sqrt(squares) : 0;
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (float)(vector[i] * factor);
    }
}
