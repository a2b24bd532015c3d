using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// What happens to numbers between the matrices: GELU, softmax, layer normalisation. Rows are padded to a multiple of eight.
/// </summary>
internal static class Activations
{
    private const int Lanes = 8;

    /// <summary>
    /// <c>x * Φ(x)</c> with the error function by formula 7.1.26 of Abramowitz and Stegun (1964), which errs by less than 1.5e-7.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gelu(Span<float> numbers)
    {
        Check(numbers.Length);
        ref var first = ref MemoryMarshal.GetReference(numbers);
        var one = Vector256<float>.One;
        for (nuint i = 0; i < (nuint)numbers.Length; i += Lanes)
        {
            var x = Vector256.LoadUnsafe(ref first, i);
            var t = one / Vector256.MultiplyAddEstimate(Vector256.Abs(x), Vector256.Create(0.3275911f * 0.70710678f), one);
            var sum = Vector256.MultiplyAddEstimate(t, Vector256.Create(1.061405429f), Vector256.Create(-1.453152027f));
            sum = Vector256.MultiplyAddEstimate(sum, t, Vector256.Create(1.421413741f));
            sum = Vector256.MultiplyAddEstimate(sum, t, Vector256.Create(-0.284496736f));
            sum = Vector256.MultiplyAddEstimate(sum, t, Vector256.Create(0.254829592f));
            // 1 - erf(|x| / √2), which is twice the tail of the distribution: no difference of near numbers is taken.
            var tail = Vector256.Create(0.5f) * sum * t * Exp(x * x * Vector256.Create(-0.5f));
            (x * Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), tail, one - tail)).StoreUnsafe(ref first, i);
        }
    }

    /// <summary>
    /// Makes the first <paramref name="count"/> numbers a distribution; the row is padded to a multiple of eight, and what is
    /// beyond them is overwritten.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(Span<float> numbers, int count)
    {
        var padded = numbers[..((count + Lanes - 1) / Lanes * Lanes)];
        padded[count..].Fill(float.NegativeInfinity);
        ref var first = ref MemoryMarshal.GetReference(padded);
        var greatest = Vector256.Create(float.NegativeInfinity);
        for (nuint i = 0; i < (nuint)padded.Length; i += Lanes)
            greatest = Vector256.Max(greatest, Vector256.LoadUnsafe(ref first, i));
        var maximum = float.NegativeInfinity;
        for (var lane = 0; lane < Lanes; lane++)
            maximum = Math.Max(maximum, greatest[lane]);
        var sums = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)padded.Length; i += Lanes)
        {
            var power = Exp(Vector256.LoadUnsafe(ref first, i) - Vector256.Create(maximum));
            power.StoreUnsafe(ref first, i);
            sums += power;
        }
        var factor = Vector256.Create(1 / Vector256.Sum(sums));
        for (nuint i = 0; i < (nuint)padded.Length; i += Lanes)
            (Vector256.LoadUnsafe(ref first, i) * factor).StoreUnsafe(ref first, i);
    }

    /// <summary>
    /// <c>row = gain * (row + added - mean) / deviation + shift</c>, over the first <paramref name="width"/> numbers; those beyond,
    /// zero in all rows, stay so.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddAndNormalize(
        Span<float> row,
        ReadOnlySpan<float> added,
        int width,
        ReadOnlySpan<float> gain,
        ReadOnlySpan<float> shift,
        float epsilon
    )
    {
        Check(row.Length);
        if (added.Length < row.Length || gain.Length < row.Length || shift.Length < row.Length)
            throw new ArgumentException("The rows differ in length.");
        ref var first = ref MemoryMarshal.GetReference(row);
        var length = (nuint)row.Length;
        var sums = Vector256<float>.Zero;
        for (nuint i = 0; i < length; i += Lanes)
        {
            var sum = Vector256.LoadUnsafe(ref first, i) + Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(added), i);
            sum.StoreUnsafe(ref first, i);
            sums += sum;
        }
        var mean = Vector256.Create(Vector256.Sum(sums) / width);
        var squares = Vector256<float>.Zero;
        for (nuint i = 0; i < length; i += Lanes)
        {
            var difference = Vector256.LoadUnsafe(ref first, i) - mean;
            squares = Vector256.MultiplyAddEstimate(difference, difference, squares);
        }
        // The padding differs from the mean by the mean itself.
        var variance = Math.Max(0, (Vector256.Sum(squares) - (row.Length - width) * mean[0] * mean[0]) / width);
        var factor = Vector256.Create(1 / MathF.Sqrt(variance + epsilon));
        for (nuint i = 0; i < length; i += Lanes)
        {
            var normal = (Vector256.LoadUnsafe(ref first, i) - mean) * factor;
            Vector256
                .MultiplyAddEstimate(
                    normal,
                    Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(gain), i),
                    Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(shift), i)
                )
                .StoreUnsafe(ref first, i);
        }
    }

    /// <summary>
    /// e to the power of numbers not above 88: 2ⁿ by the exponent's bits, times a polynomial between -½ ln 2 and ½ ln 2 (that of
    /// expf in S. Moshier's Cephes library; relative error about 1e-7).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.Max(x, Vector256.Create(-87.3f));
        var n = Vector256.Floor(Vector256.MultiplyAddEstimate(x, Vector256.Create(1.44269504f), Vector256.Create(0.5f)));
        // ln 2 in two parts, the first exact when multiplied.
        x = Vector256.MultiplyAddEstimate(n, Vector256.Create(-0.693359375f), x);
        x = Vector256.MultiplyAddEstimate(n, Vector256.Create(2.12194440e-4f), x);
        var sum = Vector256.MultiplyAddEstimate(x, Vector256.Create(1.9875691500e-4f), Vector256.Create(1.3981999507e-3f));
        sum = Vector256.MultiplyAddEstimate(sum, x, Vector256.Create(8.3334519073e-3f));
        sum = Vector256.MultiplyAddEstimate(sum, x, Vector256.Create(4.1665795894e-2f));
        sum = Vector256.MultiplyAddEstimate(sum, x, Vector256.Create(1.6666665459e-1f));
        sum = Vector256.MultiplyAddEstimate(sum, x, Vector256.Create(5.0000001201e-1f));
        sum = Vector256.MultiplyAddEstimate(sum, x * x, x + Vector256<float>.One);
        return sum * Vector256.ShiftLeft(Vector256.ConvertToInt32(n) + Vector256.Create(127), 23).AsSingle();
    }

    private static void Check(int length)
    {
        if (length % Lanes != 0)
            throw new ArgumentException($"{length} is not a multiple of {Lanes}.");
    }
}
