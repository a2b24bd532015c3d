using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>Whole numbers from -127 to 127, each block of neighbours with a scale of its own: symmetric, rounded to the nearest.</summary>
/// <remarks>
/// One scale for a whole row is not enough: single weights of a row are many times as large as the others, and with
/// all-MiniLM-L6-v2 a text of one word turned by a cosine of .995.
/// </remarks>
internal static class Quantization
{
    public const int BlockSize = 32;

    private const float Largest = 127;

    public static int Blocks(int count) => (count + BlockSize - 1) / BlockSize;

    /// <param name="scales">One per block: what a number of the block is to be multiplied with.</param>
    public static void Quantize(ReadOnlySpan<float> numbers, Span<sbyte> quantized, Span<float> scales)
    {
        for (var block = 0; block < Blocks(numbers.Length); block++)
        {
            var first = block * BlockSize;
            var count = Math.Min(BlockSize, numbers.Length - first);
            scales[block] = QuantizeBlock(numbers.Slice(first, count), quantized.Slice(first, count));
        }
    }

    private static float QuantizeBlock(ReadOnlySpan<float> numbers, Span<sbyte> quantized)
    {
        if (numbers.Length < BlockSize)
        {
            Span<float> padded = stackalloc float[BlockSize];
            Span<sbyte> whole = stackalloc sbyte[BlockSize];
            padded.Clear();
            numbers.CopyTo(padded);
            var scaleOfPadded = QuantizeBlock(padded, whole);
            whole[..numbers.Length].CopyTo(quantized);
            return scaleOfPadded;
        }
        var (a, b, c, d) = (
            Vector256.Create(numbers),
            Vector256.Create(numbers[8..]),
            Vector256.Create(numbers[16..]),
            Vector256.Create(numbers[24..])
        );
        var magnitudes = Vector256.Max(
            Vector256.Max(Vector256.Abs(a), Vector256.Abs(b)),
            Vector256.Max(Vector256.Abs(c), Vector256.Abs(d))
        );
        var magnitude = 0f;
        for (var lane = 0; lane < Vector256<float>.Count; lane++)
            magnitude = Math.Max(magnitude, magnitudes[lane]);
        var scale = magnitude / Largest;
        if (scale == 0)
            quantized.Clear();
        else
            Vector256
                .Narrow(Vector256.Narrow(Rounded(a, scale), Rounded(b, scale)), Vector256.Narrow(Rounded(c, scale), Rounded(d, scale)))
                .CopyTo(quantized);
        return scale;
    }

    private static Vector256<int> Rounded(Vector256<float> numbers, float scale) =>
        Vector256.ConvertToInt32(Vector256.Clamp(Vector256.Round(numbers / scale), Vector256.Create(-Largest), Vector256.Create(Largest)));

    /// <summary>A panel of 32 columns as float32: each number times the scale of its column in its block of rows.</summary>
    /// <param name="scales">32 for each block of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ReadOnlySpan<sbyte> panel, ReadOnlySpan<float> scales, Span<float> numbers)
    {
        const int Columns = MatrixKernel.PanelWidth;
        ArgumentOutOfRangeException.ThrowIfLessThan(numbers.Length, panel.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(scales.Length, Blocks(panel.Length / Columns) * Columns);
        ref var from = ref MemoryMarshal.GetReference(panel);
        ref var to = ref MemoryMarshal.GetReference(numbers);
        ref var scale = ref MemoryMarshal.GetReference(scales);
        for (var first = 0; first < panel.Length; first += BlockSize * Columns)
        {
            var (s0, s1, s2, s3) = (
                Vector256.LoadUnsafe(ref scale),
                Vector256.LoadUnsafe(ref scale, 8),
                Vector256.LoadUnsafe(ref scale, 16),
                Vector256.LoadUnsafe(ref scale, 24)
            );
            var end = (nuint)Math.Min(panel.Length, first + BlockSize * Columns);
            for (var i = (nuint)first; i < end; i += Columns)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, i));
                var (a, b) = Vector256.Widen(low);
                var (c, d) = Vector256.Widen(high);
                (Vector256.ConvertToSingle(a) * s0).StoreUnsafe(ref to, i);
                (Vector256.ConvertToSingle(b) * s1).StoreUnsafe(ref to, i + 8);
                (Vector256.ConvertToSingle(c) * s2).StoreUnsafe(ref to, i + 16);
                (Vector256.ConvertToSingle(d) * s3).StoreUnsafe(ref to, i + 24);
            }
            scale = ref Unsafe.Add(ref scale, Columns);
        }
    }
}
