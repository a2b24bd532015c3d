using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class FloatTests
{
    [Fact]
    public void Every_half_is_the_number_that_the_runtime_makes_of_it()
    {
        for (var first = 0; first < 0x10000; first += 8)
        {
            var bits = Enumerable.Range(first, 8).Select(bits => (ushort)bits).ToArray();
            var numbers = new float[8];
            var finite = Float.Convert("F16", [.. bits.SelectMany(BitConverter.GetBytes)], numbers);
            Assert.Equal(bits.All(half => Half.IsFinite(BitConverter.UInt16BitsToHalf(half))), finite);
            if (finite)
                Assert.Equal(bits.Select(half => (float)BitConverter.UInt16BitsToHalf(half)), numbers);
        }
    }

    [Fact]
    public void Every_brain_float_is_the_upper_half_of_a_float()
    {
        for (var first = 0; first < 0x10000; first += 8)
        {
            var expected = Enumerable.Range(first, 8).Select(bits => BitConverter.Int32BitsToSingle(bits << 16)).ToArray();
            var numbers = new float[8];
            Assert.Equal(
                expected.All(float.IsFinite),
                Float.Convert("BF16", [.. Enumerable.Range(first, 8).SelectMany(bits => BitConverter.GetBytes((ushort)bits))], numbers)
            );
            Assert.Equal(expected, numbers);
        }
    }

    [Theory]
    [InlineData("F32", 0)]
    [InlineData("F32", 17)]
    [InlineData("F16", 0)]
    [InlineData("F16", 17)]
    [InlineData("BF16", 0)]
    [InlineData("BF16", 17)]
    public void Sees_a_number_that_is_not_finite_wherever_it_is(string type, int length)
    {
        var size = type == "F32" ? 4 : 2;
        for (var at = 0; at < length; at++)
            foreach (var number in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                var bytes = new byte[length * size];
                var bits = BitConverter.SingleToUInt32Bits(number);
                if (size == 4)
                    BitConverter.TryWriteBytes(bytes.AsSpan(4 * at), bits);
                else
                    BitConverter.TryWriteBytes(
                        bytes.AsSpan(2 * at),
                        type == "F16" ? BitConverter.HalfToUInt16Bits((Half)number) : (ushort)(bits >> 16)
                    );
                Assert.False(Float.Convert(type, bytes, new float[length]));
            }
        Assert.True(Float.Convert(type, new byte[length * size], new float[length]));
    }
}
