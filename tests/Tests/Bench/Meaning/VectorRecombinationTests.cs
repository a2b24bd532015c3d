using Knowledge.Bench.Meaning;

namespace Knowledge.Tests.Bench.Meaning;

public class VectorRecombinationTests
{
    private const int Dimensions = 384;

    // Directions at right angles to one another: what a new vector is made of can be read from its cosines.
    private static readonly IReadOnlyList<IReadOnlyList<float[]>> Originals =
    [
        .. Enumerable.Range(0, 40).Select(document => (IReadOnlyList<float[]>)[Axis(2 * document), Axis(2 * document + 1)]),
    ];

    private static float[] Axis(int at)
    {
        var vector = new float[Dimensions];
        vector[at] = 1;
        return vector;
    }

    private static float[][] Grow(int documents)
    {
        var recombination = new VectorRecombination(Originals);
        return [.. Enumerable.Range(0, documents).SelectMany(_ => recombination.Next(10))];
    }

    [Fact]
    public void The_same_vectors_give_the_same_ones() => Assert.Equal(Grow(20), Grow(20));

    [Fact]
    public void A_larger_corpus_begins_with_a_smaller_one() => Assert.Equal(Grow(5), Grow(20)[..50]);

    [Fact]
    public void New_ones_have_length_1_and_none_is_a_copy()
    {
        var grown = Grow(50);

        Assert.All(grown, vector => Assert.InRange(MathF.Sqrt(vector.Sum(number => number * number)), 0.9999f, 1.0001f));
        Assert.Equal(500, grown.Select(vector => string.Join(' ', vector)).Distinct().Count());
        Assert.All(grown, vector => Assert.All(Originals.SelectMany(o => o), original => Assert.NotEqual(original, vector)));
    }

    [Fact]
    public void Each_is_near_to_two_of_two_documents_and_turned_a_little()
    {
        Assert.All(
            Grow(50),
            vector =>
            {
                var shares = vector.Select(Math.Abs).OrderDescending().ToList();
                // Both may be one and the same; then the mix is that one.
                Assert.True(shares[0] > 0.6f);
                var rest = 1 - shares[0] * shares[0] - (shares[1] > 0.2f ? shares[1] * shares[1] : 0);
                Assert.InRange(rest, 0.0001f, 0.06f);
            }
        );
    }
}
