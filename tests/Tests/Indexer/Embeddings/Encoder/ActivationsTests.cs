using System.Runtime.Intrinsics;
using CsCheck;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class ActivationsTests
{
    [Fact]
    public void Gelu_is_that_of_the_integral()
    {
        float[] numbers =
        [
            .. Enumerable.Range(-60, 120).Select(i => i / 8f),
            float.MaxValue,
            -float.MaxValue,
            1e20f,
            -1e20f,
            0,
            -0f,
            1e-30f,
            -40,
        ];
        var result = numbers.ToArray();
        Activations.Gelu(result);
        for (var i = 0; i < numbers.Length; i++)
            Assert.Equal(ReferenceEncoder.Gelu(numbers[i]), result[i], Math.Max(1e-6, Math.Abs(numbers[i]) * 3e-7));
    }

    [Fact]
    public void Powers_are_those_of_the_library()
    {
        for (var x = -87f; x <= 88; x += 0.37f)
            Assert.Equal(1, Activations.Exp(Vector256.Create(x))[3] / Math.Exp(x), 4e-7);
        Assert.True(Activations.Exp(Vector256.Create(float.NegativeInfinity))[0] is >= 0 and < 1e-37f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(29)]
    public void Softmax_is_a_distribution_over_as_many_as_count(int count)
    {
        Gen.Single[-30, 30]
            .Array[32]
            .Sample(
                numbers =>
                {
                    var powers = numbers.Take(count).Select(number => Math.Exp(number)).ToArray();
                    Activations.Softmax(numbers, count);
                    for (var i = 0; i < count; i++)
                        Assert.Equal(powers[i] / powers.Sum(), numbers[i], 1e-6);
                },
                iter: 200
            );
    }

    [Theory]
    [InlineData(32)]
    [InlineData(20)]
    [InlineData(1)]
    public void Rows_are_normalised_and_their_padding_stays_zero(int width)
    {
        var numbers = Gen.Single[1, 2].Array[32].Select(all => all.Select((number, i) => i < width ? number : 0).ToArray());
        Gen.Select(numbers, numbers, numbers, numbers)
            .Sample(
                (before, added, gain, shift) =>
                {
                    var row = before.ToArray();
                    var sums = row.Zip(added, (a, b) => (double)a + b).Take(width).ToArray();
                    var mean = sums.Average();
                    var deviation = Math.Sqrt(sums.Average(sum => (sum - mean) * (sum - mean)) + 1e-6);
                    Activations.AddAndNormalize(row, added, width, gain, shift, 1e-6f);
                    for (var i = 0; i < 32; i++)
                        Assert.Equal(i < width ? (sums[i] - mean) / deviation * gain[i] + shift[i] : 0, row[i], width == 1 ? 1e-2 : 1e-4);
                },
                iter: 200
            );
    }
}
