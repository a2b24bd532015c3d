using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Knowledge.Indexer.Embeddings.Distillation;

/// <summary>
/// Products of matrices, the second one transposed. Each number is added up in one order with one rounding per step, so threads and
/// processors give the same bits.
/// </summary>
internal static class MatrixProducts
{
    /// <summary>Row lengths must be multiples of this.</summary>
    public const int Lanes = 8;

    private const int RowsAtOnce = 4;

    /// <summary>result[i, j] = a[i] · b[j].</summary>
    /// <param name="a">Rows of <paramref name="length"/> numbers.</param>
    /// <param name="b">Likewise.</param>
    public static void Multiply(float[] a, int rowsOfA, float[] b, int rowsOfB, int length, float[] result, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(length % Lanes, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, rowsOfA * length);
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, rowsOfB * length);
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, rowsOfA * rowsOfB);
        Parallel.For(
            0,
            (rowsOfA + RowsAtOnce - 1) / RowsAtOnce,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            group =>
            {
                var i = group * RowsAtOnce;
                if (i + RowsAtOnce <= rowsOfA)
                    FourRows(a, i, b, rowsOfB, length, result);
                else
                    for (; i < rowsOfA; i++)
                    for (var j = 0; j < rowsOfB; j++)
                        result[i * rowsOfB + j] = Dot(a.AsSpan(i * length, length), b.AsSpan(j * length, length));
            }
        );
    }

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var sum = Vector256<float>.Zero;
        for (nuint k = 0; k < (nuint)a.Length; k += Lanes)
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x, k), Vector256.LoadUnsafe(ref y, k), sum);
        return Vector256.Sum(sum);
    }

    // Four by two: what is loaded is used as often as registers allow.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float[] a, int i, float[] b, int rowsOfB, int length, float[] result)
    {
        ref var a0 = ref a[i * length];
        ref var a1 = ref a[(i + 1) * length];
        ref var a2 = ref a[(i + 2) * length];
        ref var a3 = ref a[(i + 3) * length];
        var j = 0;
        for (; j + 1 < rowsOfB; j += 2)
        {
            ref var b0 = ref b[j * length];
            ref var b1 = ref b[(j + 1) * length];
            var (s00, s01, s10, s11) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            var (s20, s21, s30, s31) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (nuint k = 0; k < (nuint)length; k += Lanes)
            {
                var (y0, y1) = (Vector256.LoadUnsafe(ref b0, k), Vector256.LoadUnsafe(ref b1, k));
                var x = Vector256.LoadUnsafe(ref a0, k);
                (s00, s01) = (Vector256.FusedMultiplyAdd(x, y0, s00), Vector256.FusedMultiplyAdd(x, y1, s01));
                x = Vector256.LoadUnsafe(ref a1, k);
                (s10, s11) = (Vector256.FusedMultiplyAdd(x, y0, s10), Vector256.FusedMultiplyAdd(x, y1, s11));
                x = Vector256.LoadUnsafe(ref a2, k);
                (s20, s21) = (Vector256.FusedMultiplyAdd(x, y0, s20), Vector256.FusedMultiplyAdd(x, y1, s21));
                x = Vector256.LoadUnsafe(ref a3, k);
                (s30, s31) = (Vector256.FusedMultiplyAdd(x, y0, s30), Vector256.FusedMultiplyAdd(x, y1, s31));
            }
            var at = i * rowsOfB + j;
            (result[at], result[at + 1]) = (Vector256.Sum(s00), Vector256.Sum(s01));
            (result[at + rowsOfB], result[at + rowsOfB + 1]) = (Vector256.Sum(s10), Vector256.Sum(s11));
            (result[at + 2 * rowsOfB], result[at + 2 * rowsOfB + 1]) = (Vector256.Sum(s20), Vector256.Sum(s21));
            (result[at + 3 * rowsOfB], result[at + 3 * rowsOfB + 1]) = (Vector256.Sum(s30), Vector256.Sum(s31));
        }
        for (; j < rowsOfB; j++)
        for (var row = 0; row < RowsAtOnce; row++)
            result[(i + row) * rowsOfB + j] = Dot(a.AsSpan((i + row) * length, length), b.AsSpan(j * length, length));
    }
}
