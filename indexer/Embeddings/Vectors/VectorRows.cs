using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Knowledge.Indexer.Embeddings.Vectors;

/// <summary>Directions as int8 numbers with one scale each, and their cosines to a query.</summary>
/// <remarks>
/// A row's scale makes the row itself one of length 1, not the vector that it was rounded from: so rounding turns it, but does not
/// shorten it. Whole numbers are added up,
/// so the result is the same on every processor.
/// </remarks>
internal static class VectorRows
{
    // Rows are filled with zeros to a multiple of what is read at once.
    private const int Lanes = 32;
    private const int AtOnce = 4;
    private const float Largest = 127;

    public static int Stride(int dimensions) => (dimensions + Lanes - 1) / Lanes * Lanes;

    /// <summary>Rounds a vector.</summary>
    /// <param name="row">At least as long as the vector; what is beyond is left alone.</param>
    /// <returns>The scale; 0 when the vector has no direction or is not finite.</returns>
    public static float Quantize(ReadOnlySpan<float> vector, Span<sbyte> row)
    {
        var magnitude = Magnitude(vector);
        if (magnitude == 0)
            return 0;
        var squares = 0L;
        for (var i = 0; i < vector.Length; i++)
        {
            row[i] = (sbyte)MathF.Round(vector[i] / magnitude * Largest);
            squares += row[i] * row[i];
        }
        return (float)(1 / Math.Sqrt(squares));
    }

    /// <summary>The largest absolute number; 0 when one is not finite.</summary>
    public static float Magnitude(ReadOnlySpan<float> vector)
    {
        var magnitude = 0f;
        foreach (var number in vector)
        {
            if (!float.IsFinite(number))
                return 0;
            magnitude = Math.Max(magnitude, Math.Abs(number));
        }
        // What is nearly zero cannot be divided by without losing its direction.
        return magnitude < 1e-30f ? 0 : magnitude;
    }

    /// <summary>The sum of products; both as long as one another and filled to <see cref="Stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Dot(ReadOnlySpan<sbyte> row, ReadOnlySpan<short> query)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, query.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length % Lanes, 0);
        ref var r = ref MemoryMarshal.GetReference(row);
        ref var q = ref MemoryMarshal.GetReference(query);
        if (Avx512BW.IsSupported)
        {
            var sum = Vector512<int>.Zero;
            for (nuint i = 0; i < (nuint)row.Length; i += 32)
                sum += Avx512BW.MultiplyAddAdjacent(
                    Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref r, i)),
                    Vector512.LoadUnsafe(ref q, i)
                );
            return Vector512.Sum(sum);
        }
        if (Avx2.IsSupported)
        {
            var (first, second) = (Vector256<int>.Zero, Vector256<int>.Zero);
            for (nuint i = 0; i < (nuint)row.Length; i += 32)
            {
                first += Avx2.MultiplyAddAdjacent(
                    Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref r, i)),
                    Vector256.LoadUnsafe(ref q, i)
                );
                second += Avx2.MultiplyAddAdjacent(
                    Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref r, i + 16)),
                    Vector256.LoadUnsafe(ref q, i + 16)
                );
            }
            return Vector256.Sum(first + second);
        }
        return DotPortable(row, query);
    }

    /// <summary>Of rows that lie behind one another the sum of products of each with a query, as <see cref="Dot"/> has it.</summary>
    /// <remarks>Four at once where that can be: the query is read once for them, and their sums are added up together.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dots(ReadOnlySpan<sbyte> rows, ReadOnlySpan<short> query, Span<int> sums)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, sums.Length * query.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Length % Lanes, 0);
        if (!Avx512BW.IsSupported || sums.Length < AtOnce)
        {
            for (var row = 0; row < sums.Length; row++)
                sums[row] = Dot(rows.Slice(row * query.Length, query.Length), query);
            return;
        }
        ref var q = ref MemoryMarshal.GetReference(query);
        var stride = (nuint)query.Length;
        for (var from = 0; from < sums.Length; from += AtOnce)
        {
            // The last four may hold some that were there before, which does no harm.
            var row = Math.Min(from, sums.Length - AtOnce);
            ref var r = ref MemoryMarshal.GetReference(rows[(row * query.Length)..]);
            var (a, b, c, d) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero);
            for (nuint i = 0; i < stride; i += Lanes)
            {
                var part = Vector512.LoadUnsafe(ref q, i);
                a += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref r, i)), part);
                b += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref r, stride + i)), part);
                c += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref r, 2 * stride + i)), part);
                d += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref r, 3 * stride + i)), part);
            }
            var eights = Avx2.HorizontalAdd(
                Avx2.HorizontalAdd(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper()),
                Avx2.HorizontalAdd(c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper())
            );
            (eights.GetLower() + eights.GetUpper()).CopyTo(sums[row..]);
        }
    }

    internal static int DotPortable(ReadOnlySpan<sbyte> row, ReadOnlySpan<short> query)
    {
        ref var r = ref MemoryMarshal.GetReference(row);
        ref var q = ref MemoryMarshal.GetReference(query);
        var sum = Vector128<int>.Zero;
        for (nuint i = 0; i < (nuint)row.Length; i += 16)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref r, i));
            sum += Products(low, Vector128.LoadUnsafe(ref q, i)) + Products(high, Vector128.LoadUnsafe(ref q, i + 8));
        }
        return Vector128.Sum(sum);
    }

    private static Vector128<int> Products(Vector128<short> a, Vector128<short> b)
    {
        var ((a0, a1), (b0, b1)) = (Vector128.Widen(a), Vector128.Widen(b));
        return a0 * b0 + a1 * b1;
    }
}

/// <summary>
/// A query's direction, finer than the rows it is compared with: what rounding does to a cosine is then the row's part only.
/// </summary>
internal sealed class QueryVector
{
    private readonly short[] numbers;

    /// <returns>Null for all zeros: the query means nothing to the model.</returns>
    /// <exception cref="InvalidDataException">The vector has no direction, or is not finite.</exception>
    public static QueryVector? Of(ReadOnlySpan<float> vector) => vector.Length > 0 && vector.IndexOfAnyExcept(0) < 0 ? null : new(vector);

    /// <exception cref="InvalidDataException">The vector has no direction, or is not finite.</exception>
    public QueryVector(ReadOnlySpan<float> vector)
    {
        Dimensions = vector.Length;
        numbers = new short[VectorRows.Stride(vector.Length)];
        var magnitude = VectorRows.Magnitude(vector);
        if (magnitude == 0)
            throw new InvalidDataException("The vector of the query has no direction.");
        // As fine as a sum of products with int8 numbers can be without leaving 32 bits.
        var largest = Math.Min(short.MaxValue, int.MaxValue / 127 / numbers.Length);
        var squares = 0L;
        for (var i = 0; i < vector.Length; i++)
        {
            numbers[i] = (short)MathF.Round(vector[i] / magnitude * largest);
            squares += (long)numbers[i] * numbers[i];
        }
        Scale = (float)(1 / Math.Sqrt(squares));
    }

    public int Dimensions { get; }

    public float Scale { get; }

    public ReadOnlySpan<short> Numbers => numbers;
}
