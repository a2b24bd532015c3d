using CsCheck;
using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Tests.Indexer.Embeddings.Distillation;

public sealed class MatrixProductsTests
{
    [Theory]
    [InlineData(1, 1, 8)]
    [InlineData(4, 2, 16)]
    [InlineData(7, 5, 24)]
    [InlineData(33, 34, 40)]
    public void Each_number_is_the_sum_of_products_whatever_the_threads(int rowsOfA, int rowsOfB, int length)
    {
        Gen.Select(Gen.Single[-0.5f, 0.5f].Array[rowsOfA * length], Gen.Single[-0.5f, 0.5f].Array[rowsOfB * length])
            .Sample(
                (a, b) =>
                {
                    var (one, four) = (new float[rowsOfA * rowsOfB], new float[rowsOfA * rowsOfB]);
                    MatrixProducts.Multiply(a, rowsOfA, b, rowsOfB, length, one, threads: 1);
                    MatrixProducts.Multiply(a, rowsOfA, b, rowsOfB, length, four, threads: 4);
                    Assert.Equal(one, four);
                    for (var i = 0; i < rowsOfA; i++)
                    for (var j = 0; j < rowsOfB; j++)
                        Assert.Equal(
                            Enumerable.Range(0, length).Sum(k => (double)a[i * length + k] * b[j * length + k]),
                            one[i * rowsOfB + j],
                            1e-5
                        );
                },
                iter: 20,
                threads: 1
            );
    }

    [Fact]
    public void A_projection_keeps_the_directions_in_which_vectors_differ()
    {
        // Of eight numbers only two say anything, and they are mixed into all.
        var random = new Random(6);
        float[] first = [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle() - 0.5f)],
            second = [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle() - 0.5f)];
        var vectors = Enumerable
            .Range(0, 200)
            .SelectMany(_ =>
                (random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) is var (x, y) ? first.Zip(second, (p, q) => x * p + y * q) : []
            )
            .ToArray();

        var (directions, kept) = Projection.Of(vectors, 8, 2, threads: 2);

        Assert.Equal(1, kept, 1e-6);
        Assert.Equal(1, MatrixProducts.Dot(directions.AsSpan(0, 8), directions.AsSpan(0, 8)), 1e-5);
        Assert.Equal(0, MatrixProducts.Dot(directions.AsSpan(0, 8), directions.AsSpan(8, 8)), 1e-5);
        var projected = new float[400];
        MatrixProducts.Multiply(vectors, 200, directions, 2, 8, projected, threads: 1);
        for (var i = 0; i < 200; i++)
            Assert.Equal(
                MatrixProducts.Dot(vectors.AsSpan(i * 8, 8), vectors.AsSpan(i * 8, 8)),
                projected[2 * i] * projected[2 * i] + projected[2 * i + 1] * projected[2 * i + 1],
                1e-5
            );
    }
}
