using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>The hot path: rows of numbers times a panel of 32 columns, the sums kept in registers until they are complete.</summary>
/// <remarks>
/// Every sum is added up in the order of its terms, whatever rows are computed beside it: a text's vector does not depend on the
/// batch it is in.
/// A block of rows that does not fit the end is moved back and computes some rows again.
/// </remarks>
internal static class MatrixKernel
{
    /// <summary>Columns of a panel, which lie side by side for each row of the matrix.</summary>
    public const int PanelWidth = 32;

    /// <summary><c>y[r, c] = scales[c] * Σ x[r, i] * panel[i, c] + offsets[c]</c> for 32 columns.</summary>
    /// <param name="xStride">Numbers from one row of <paramref name="x"/> to the next; <paramref name="depth"/> of them count.</param>
    /// <param name="panel"><paramref name="depth"/> times 32 numbers.</param>
    /// <param name="y">Not <paramref name="x"/>; its rows lie <paramref name="yStride"/> apart.</param>
    public static void Multiply(
        ReadOnlySpan<float> x,
        int xStride,
        int rows,
        int depth,
        ReadOnlySpan<float> panel,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> offsets,
        Span<float> y,
        int yStride
    )
    {
        if (Vector512.IsHardwareAccelerated)
            Multiply512(x, xStride, rows, depth, panel, scales, offsets, y, yStride);
        else
            Multiply256(x, xStride, rows, depth, panel, scales, offsets, y, yStride);
    }

    public static void Multiply512(
        ReadOnlySpan<float> x,
        int xStride,
        int rows,
        int depth,
        ReadOnlySpan<float> panel,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> offsets,
        Span<float> y,
        int yStride
    )
    {
        if (!Check(x, xStride, rows, depth, panel, scales, offsets, y, yStride))
            return;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var y0 = ref MemoryMarshal.GetReference(y);
        ref var p = ref MemoryMarshal.GetReference(panel);
        ref var s = ref MemoryMarshal.GetReference(scales);
        ref var o = ref MemoryMarshal.GetReference(offsets);
        var r = 0;
        for (; r + 8 <= rows; r += 8)
            Rows8(
                ref Unsafe.Add(ref x0, (nint)r * xStride),
                xStride,
                depth,
                ref p,
                ref s,
                ref o,
                ref Unsafe.Add(ref y0, (nint)r * yStride),
                yStride
            );
        for (; r < rows && rows >= 4; r += 4)
        {
            r = Math.Min(r, rows - 4);
            Rows4(
                ref Unsafe.Add(ref x0, (nint)r * xStride),
                xStride,
                depth,
                ref p,
                ref s,
                ref o,
                ref Unsafe.Add(ref y0, (nint)r * yStride),
                yStride
            );
        }
        for (; r < rows; r++)
            Row(ref Unsafe.Add(ref x0, (nint)r * xStride), depth, ref p, ref s, ref o, ref Unsafe.Add(ref y0, (nint)r * yStride));
    }

    /// <summary>The same where there are no registers of 512 bits, or where the runtime makes those of 256 out of smaller ones.</summary>
    public static void Multiply256(
        ReadOnlySpan<float> x,
        int xStride,
        int rows,
        int depth,
        ReadOnlySpan<float> panel,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> offsets,
        Span<float> y,
        int yStride
    )
    {
        if (!Check(x, xStride, rows, depth, panel, scales, offsets, y, yStride))
            return;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var y0 = ref MemoryMarshal.GetReference(y);
        // Sixteen registers hold the sums of four rows of sixteen columns; the panel is read twice.
        for (var half = 0; half < PanelWidth; half += 16)
        {
            ref var p = ref Unsafe.Add(ref MemoryMarshal.GetReference(panel), half);
            ref var s = ref Unsafe.Add(ref MemoryMarshal.GetReference(scales), half);
            ref var o = ref Unsafe.Add(ref MemoryMarshal.GetReference(offsets), half);
            var r = 0;
            for (; r < rows && rows >= 4; r += 4)
            {
                r = Math.Min(r, rows - 4);
                HalfRows4(
                    ref Unsafe.Add(ref x0, (nint)r * xStride),
                    xStride,
                    depth,
                    ref p,
                    ref s,
                    ref o,
                    ref Unsafe.Add(ref y0, (nint)r * yStride + half),
                    yStride
                );
            }
            for (; r < rows; r++)
                HalfRow(
                    ref Unsafe.Add(ref x0, (nint)r * xStride),
                    depth,
                    ref p,
                    ref s,
                    ref o,
                    ref Unsafe.Add(ref y0, (nint)r * yStride + half)
                );
        }
    }

    // From here on nothing looks at bounds any more.
    private static bool Check(
        ReadOnlySpan<float> x,
        int xStride,
        int rows,
        int depth,
        ReadOnlySpan<float> panel,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> offsets,
        Span<float> y,
        int yStride
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(xStride, depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(yStride, PanelWidth);
        if (rows == 0)
            return false;
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, (long)(rows - 1) * xStride + depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, (long)(rows - 1) * yStride + PanelWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(panel.Length, (long)depth * PanelWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(scales.Length, PanelWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(offsets.Length, PanelWidth);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8(
        ref float x0,
        int xStride,
        int depth,
        ref float panel,
        ref float scales,
        ref float offsets,
        ref float y,
        int yStride
    )
    {
        ref var x1 = ref Unsafe.Add(ref x0, xStride);
        ref var x2 = ref Unsafe.Add(ref x1, xStride);
        ref var x3 = ref Unsafe.Add(ref x2, xStride);
        ref var x4 = ref Unsafe.Add(ref x3, xStride);
        ref var x5 = ref Unsafe.Add(ref x4, xStride);
        ref var x6 = ref Unsafe.Add(ref x5, xStride);
        ref var x7 = ref Unsafe.Add(ref x6, xStride);
        Vector512<float> l0 = default,
            l1 = default,
            l2 = default,
            l3 = default,
            l4 = default,
            l5 = default,
            l6 = default,
            l7 = default;
        Vector512<float> h0 = default,
            h1 = default,
            h2 = default,
            h3 = default,
            h4 = default,
            h5 = default,
            h6 = default,
            h7 = default;
        for (nint i = 0; i < depth; i++)
        {
            var low = Vector512.LoadUnsafe(ref panel);
            var high = Vector512.LoadUnsafe(ref panel, 16);
            var v = Vector512.Create(Unsafe.Add(ref x0, i));
            (l0, h0) = (Vector512.MultiplyAddEstimate(v, low, l0), Vector512.MultiplyAddEstimate(v, high, h0));
            v = Vector512.Create(Unsafe.Add(ref x1, i));
            (l1, h1) = (Vector512.MultiplyAddEstimate(v, low, l1), Vector512.MultiplyAddEstimate(v, high, h1));
            v = Vector512.Create(Unsafe.Add(ref x2, i));
            (l2, h2) = (Vector512.MultiplyAddEstimate(v, low, l2), Vector512.MultiplyAddEstimate(v, high, h2));
            v = Vector512.Create(Unsafe.Add(ref x3, i));
            (l3, h3) = (Vector512.MultiplyAddEstimate(v, low, l3), Vector512.MultiplyAddEstimate(v, high, h3));
            v = Vector512.Create(Unsafe.Add(ref x4, i));
            (l4, h4) = (Vector512.MultiplyAddEstimate(v, low, l4), Vector512.MultiplyAddEstimate(v, high, h4));
            v = Vector512.Create(Unsafe.Add(ref x5, i));
            (l5, h5) = (Vector512.MultiplyAddEstimate(v, low, l5), Vector512.MultiplyAddEstimate(v, high, h5));
            v = Vector512.Create(Unsafe.Add(ref x6, i));
            (l6, h6) = (Vector512.MultiplyAddEstimate(v, low, l6), Vector512.MultiplyAddEstimate(v, high, h6));
            v = Vector512.Create(Unsafe.Add(ref x7, i));
            (l7, h7) = (Vector512.MultiplyAddEstimate(v, low, l7), Vector512.MultiplyAddEstimate(v, high, h7));
            panel = ref Unsafe.Add(ref panel, PanelWidth);
        }
        Store(ref y, l0, h0, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, yStride), l1, h1, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, (nint)yStride * 2), l2, h2, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, (nint)yStride * 3), l3, h3, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, (nint)yStride * 4), l4, h4, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, (nint)yStride * 5), l5, h5, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, (nint)yStride * 6), l6, h6, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, (nint)yStride * 7), l7, h7, ref scales, ref offsets);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(
        ref float x0,
        int xStride,
        int depth,
        ref float panel,
        ref float scales,
        ref float offsets,
        ref float y,
        int yStride
    )
    {
        ref var x1 = ref Unsafe.Add(ref x0, xStride);
        ref var x2 = ref Unsafe.Add(ref x1, xStride);
        ref var x3 = ref Unsafe.Add(ref x2, xStride);
        Vector512<float> l0 = default,
            l1 = default,
            l2 = default,
            l3 = default,
            h0 = default,
            h1 = default,
            h2 = default,
            h3 = default;
        for (nint i = 0; i < depth; i++)
        {
            var low = Vector512.LoadUnsafe(ref panel);
            var high = Vector512.LoadUnsafe(ref panel, 16);
            var v = Vector512.Create(Unsafe.Add(ref x0, i));
            (l0, h0) = (Vector512.MultiplyAddEstimate(v, low, l0), Vector512.MultiplyAddEstimate(v, high, h0));
            v = Vector512.Create(Unsafe.Add(ref x1, i));
            (l1, h1) = (Vector512.MultiplyAddEstimate(v, low, l1), Vector512.MultiplyAddEstimate(v, high, h1));
            v = Vector512.Create(Unsafe.Add(ref x2, i));
            (l2, h2) = (Vector512.MultiplyAddEstimate(v, low, l2), Vector512.MultiplyAddEstimate(v, high, h2));
            v = Vector512.Create(Unsafe.Add(ref x3, i));
            (l3, h3) = (Vector512.MultiplyAddEstimate(v, low, l3), Vector512.MultiplyAddEstimate(v, high, h3));
            panel = ref Unsafe.Add(ref panel, PanelWidth);
        }
        Store(ref y, l0, h0, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, yStride), l1, h1, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, (nint)yStride * 2), l2, h2, ref scales, ref offsets);
        Store(ref Unsafe.Add(ref y, (nint)yStride * 3), l3, h3, ref scales, ref offsets);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(ref float x, int depth, ref float panel, ref float scales, ref float offsets, ref float y)
    {
        Vector512<float> low = default,
            high = default;
        for (nint i = 0; i < depth; i++)
        {
            var v = Vector512.Create(Unsafe.Add(ref x, i));
            low = Vector512.MultiplyAddEstimate(v, Vector512.LoadUnsafe(ref panel), low);
            high = Vector512.MultiplyAddEstimate(v, Vector512.LoadUnsafe(ref panel, 16), high);
            panel = ref Unsafe.Add(ref panel, PanelWidth);
        }
        Store(ref y, low, high, ref scales, ref offsets);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float y, Vector512<float> low, Vector512<float> high, ref float scales, ref float offsets)
    {
        Vector512.MultiplyAddEstimate(low, Vector512.LoadUnsafe(ref scales), Vector512.LoadUnsafe(ref offsets)).StoreUnsafe(ref y);
        Vector512
            .MultiplyAddEstimate(high, Vector512.LoadUnsafe(ref scales, 16), Vector512.LoadUnsafe(ref offsets, 16))
            .StoreUnsafe(ref y, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HalfRows4(
        ref float x0,
        int xStride,
        int depth,
        ref float panel,
        ref float scales,
        ref float offsets,
        ref float y,
        int yStride
    )
    {
        ref var x1 = ref Unsafe.Add(ref x0, xStride);
        ref var x2 = ref Unsafe.Add(ref x1, xStride);
        ref var x3 = ref Unsafe.Add(ref x2, xStride);
        Vector256<float> l0 = default,
            l1 = default,
            l2 = default,
            l3 = default,
            h0 = default,
            h1 = default,
            h2 = default,
            h3 = default;
        for (nint i = 0; i < depth; i++)
        {
            var low = Vector256.LoadUnsafe(ref panel);
            var high = Vector256.LoadUnsafe(ref panel, 8);
            var v = Vector256.Create(Unsafe.Add(ref x0, i));
            (l0, h0) = (Vector256.MultiplyAddEstimate(v, low, l0), Vector256.MultiplyAddEstimate(v, high, h0));
            v = Vector256.Create(Unsafe.Add(ref x1, i));
            (l1, h1) = (Vector256.MultiplyAddEstimate(v, low, l1), Vector256.MultiplyAddEstimate(v, high, h1));
            v = Vector256.Create(Unsafe.Add(ref x2, i));
            (l2, h2) = (Vector256.MultiplyAddEstimate(v, low, l2), Vector256.MultiplyAddEstimate(v, high, h2));
            v = Vector256.Create(Unsafe.Add(ref x3, i));
            (l3, h3) = (Vector256.MultiplyAddEstimate(v, low, l3), Vector256.MultiplyAddEstimate(v, high, h3));
            panel = ref Unsafe.Add(ref panel, PanelWidth);
        }
        StoreHalf(ref y, l0, h0, ref scales, ref offsets);
        StoreHalf(ref Unsafe.Add(ref y, yStride), l1, h1, ref scales, ref offsets);
        StoreHalf(ref Unsafe.Add(ref y, (nint)yStride * 2), l2, h2, ref scales, ref offsets);
        StoreHalf(ref Unsafe.Add(ref y, (nint)yStride * 3), l3, h3, ref scales, ref offsets);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HalfRow(ref float x, int depth, ref float panel, ref float scales, ref float offsets, ref float y)
    {
        Vector256<float> low = default,
            high = default;
        for (nint i = 0; i < depth; i++)
        {
            var v = Vector256.Create(Unsafe.Add(ref x, i));
            low = Vector256.MultiplyAddEstimate(v, Vector256.LoadUnsafe(ref panel), low);
            high = Vector256.MultiplyAddEstimate(v, Vector256.LoadUnsafe(ref panel, 8), high);
            panel = ref Unsafe.Add(ref panel, PanelWidth);
        }
        StoreHalf(ref y, low, high, ref scales, ref offsets);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalf(ref float y, Vector256<float> low, Vector256<float> high, ref float scales, ref float offsets)
    {
        Vector256.MultiplyAddEstimate(low, Vector256.LoadUnsafe(ref scales), Vector256.LoadUnsafe(ref offsets)).StoreUnsafe(ref y);
        Vector256
            .MultiplyAddEstimate(high, Vector256.LoadUnsafe(ref scales, 8), Vector256.LoadUnsafe(ref offsets, 8))
            .StoreUnsafe(ref y, 8);
    }
}
