using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// The three ways in which weights are stored, to float32: F32, F16, and BF16, which is the upper half of F32; little endian.
/// </summary>
internal static class Float
{
    private const int Lanes = 8;

    /// <returns>Whether all numbers are finite; if not, those of F16 that are not are wrong too.</returns>
    public static bool Convert(string type, ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        var done = BitConverter.IsLittleEndian ? numbers.Length / Lanes * Lanes : 0;
        var finite = type switch
        {
            "F32" => CopySingles(bytes, numbers[..done]),
            "F16" => WidenFloat16(bytes, numbers[..done]),
            _ => WidenBFloat16(bytes, numbers[..done]),
        };
        for (var i = done; i < numbers.Length; i++)
        {
            numbers[i] = type switch
            {
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]),
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]),
                _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16),
            };
            finite &= float.IsFinite(numbers[i]);
        }
        return finite;
    }

    private static bool CopySingles(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        MemoryMarshal.Cast<byte, float>(bytes)[..numbers.Length].CopyTo(numbers);
        return AreFinite(numbers);
    }

    // Exponent and fraction move to their places, and a multiplication by 2 to the power of 112 corrects the exponent, of subnormal
    // numbers too.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool WidenFloat16(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        var halves = MemoryMarshal.Cast<byte, ushort>(bytes)[..numbers.Length];
        var infinite = Vector256<uint>.Zero;
        for (nuint i = 0; i < (nuint)numbers.Length; i += Lanes)
        {
            var half = Widened(halves, i);
            var exponent = Vector256.Create(0x7C00u);
            infinite |= Vector256.Equals(half & exponent, exponent);
            var magnitude = Vector256.ShiftLeft(half & Vector256.Create(0x7FFFu), 13).AsSingle() * Vector256.Create(5.192296858534828e33f);
            (magnitude.AsUInt32() | Vector256.ShiftLeft(half & Vector256.Create(0x8000u), 16))
                .AsSingle()
                .StoreUnsafe(ref MemoryMarshal.GetReference(numbers), i);
        }
        return infinite == Vector256<uint>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool WidenBFloat16(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(bytes)[..numbers.Length];
        for (nuint i = 0; i < (nuint)numbers.Length; i += Lanes)
            Vector256.ShiftLeft(Widened(words, i), 16).AsSingle().StoreUnsafe(ref MemoryMarshal.GetReference(numbers), i);
        return AreFinite(numbers);
    }

    private static Vector256<uint> Widened(ReadOnlySpan<ushort> numbers, nuint at)
    {
        var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(numbers), at));
        return Vector256.Create(low, high);
    }

    // The difference to itself is zero for finite numbers only.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreFinite(ReadOnlySpan<float> numbers)
    {
        var differences = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)numbers.Length; i += Lanes)
        {
            var number = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(numbers), i);
            differences += number - number;
        }
        return differences == Vector256<float>.Zero;
    }
}
