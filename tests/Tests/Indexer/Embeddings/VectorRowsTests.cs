using CsCheck;
using Knowledge.Indexer.Embeddings.Vectors;

namespace Knowledge.Tests.Indexer.Embeddings;

public sealed class VectorRowsTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(384)]
    [InlineData(1056)]
    public void Products_are_those_of_the_obvious_loop(int length) =>
        Gen.Select(Gen.SByte[-127, 127].Array[length], Gen.Short[-5_000, 5_000].Array[length])
            .Sample(
                (row, query) =>
                {
                    var expected = row.Zip(query, (a, b) => a * b).Sum();
                    Assert.Equal((expected, expected), (VectorRows.Dot(row, query), VectorRows.DotPortable(row, query)));
                },
                iter: 50
            );

    // Four at once, and what is left over.
    [Theory]
    [InlineData(32)]
    [InlineData(256)]
    [InlineData(384)]
    public void Products_of_several_rows_are_those_of_each(int length) =>
        Gen.Int[0, 13]
            .SelectMany(rows => Gen.Select(Gen.SByte[-127, 127].Array[length * rows], Gen.Short[-5_000, 5_000].Array[length]))
            .Sample(
                (rows, query) =>
                {
                    var sums = new int[rows.Length / length];
                    VectorRows.Dots(rows, query, sums);
                    Assert.Equal(rows.Chunk(length).Select(row => VectorRows.DotPortable(row, query)), sums);
                },
                iter: 50
            );

    [Fact]
    public void Rows_of_another_length_are_not_read() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorRows.Dots(new sbyte[64], new short[32], new int[3]));

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(384)]
    [InlineData(4096)]
    public void The_largest_sums_stay_within_32_bits(int dimensions)
    {
        var vector = Enumerable.Repeat(1f, dimensions).ToArray();
        var query = new QueryVector(vector);
        var row = new sbyte[VectorRows.Stride(dimensions)];
        var scale = VectorRows.Quantize(vector, row);

        Assert.Equal(1, VectorRows.Dot(row, query.Numbers) * scale * query.Scale, 0.0005f);
    }

    // Around zero, as numbers of an encoder are.
    private static readonly Gen<double[]> Numbers = Gen.Select(
        Gen.Double.Unit,
        Gen.Double.Unit,
        Gen.Double.Unit,
        (a, b, c) => a + b + c - 1.5
    ).Array[384];

    [Fact]
    public void Cosines_are_those_of_floats()
    {
        var worst = 0.0;
        // As long as they like: only directions count.
        Gen.Select(Numbers, Gen.Double[0.001, 100], Numbers, Gen.Double.Unit.Array[384])
            .Sample(
                (first, length, second, shared) =>
                {
                    float[] a = [.. first.Select(x => (float)(length * x))];
                    float[] b = [.. second.Select((x, i) => (float)x + a[i] * (float)shared[i] * 0.1f)];
                    var row = new sbyte[VectorRows.Stride(a.Length)];
                    var (scale, query) = (VectorRows.Quantize(a, row), new QueryVector(b));
                    var error = Math.Abs(VectorRows.Dot(row, query.Numbers) * scale * query.Scale - Cosine(a, b));
                    Assert.InRange(error, 0, 0.003);
                    worst = Math.Max(worst, error);
                },
                iter: 2_000,
                threads: 1
            );
        Assert.True(worst > 0.00001, "nothing was rounded");
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_has_no_direction_is_refused(float number)
    {
        float[] vector = [0, number, 0];
        Assert.Equal(0, VectorRows.Quantize(vector, new sbyte[32]));
        Assert.Throws<InvalidDataException>(() => new QueryVector(vector));
    }

    internal static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));
}
