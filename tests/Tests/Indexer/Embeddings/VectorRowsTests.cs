using Knowledge.Indexer.Embeddings;

namespace Knowledge.Tests.Indexer.Embeddings;

public sealed class VectorRowsTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(384)]
    [InlineData(1056)]
    public void Products_are_those_of_the_obvious_loop(int length)
    {
        var random = new Random(length);
        for (var round = 0; round < 50; round++)
        {
            var row = Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128)).ToArray();
            var query = Enumerable.Range(0, length).Select(_ => (short)random.Next(-5000, 5001)).ToArray();
            var expected = row.Zip(query, (a, b) => a * b).Sum();
            Assert.Equal((expected, expected), (VectorRows.Dot(row, query), VectorRows.Portable(row, query)));
        }
    }

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

    [Fact]
    public void Cosines_are_those_of_floats()
    {
        var random = new Random(3);
        var worst = 0.0;
        for (var round = 0; round < 2000; round++)
        {
            // As long as they like: only directions count.
            var (a, b) = (Vector(random, random.NextDouble() * 100), Vector(random, 1));
            for (var i = 0; i < b.Length; i++)
                b[i] += a[i] * (float)random.NextDouble() * 0.1f;
            var row = new sbyte[VectorRows.Stride(a.Length)];
            var (scale, query) = (VectorRows.Quantize(a, row), new QueryVector(b));
            worst = Math.Max(worst, Math.Abs(VectorRows.Dot(row, query.Numbers) * scale * query.Scale - Cosine(a, b)));
        }
        Assert.InRange(worst, 0.00001, 0.003);
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

    private static float[] Vector(Random random, double length) =>
        [
            .. Enumerable
                .Range(0, 384)
                .Select(_ => (float)(length * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))),
        ];
}
