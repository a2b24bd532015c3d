using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Bench.Meaning;

/// <summary>
/// More vectors out of those there are, as the text of a large corpus is made out of the small one: each new document takes from
/// two others.
/// </summary>
/// <remarks>
/// A new vector is a mix of one of either document, three quarters of the one at most, turned by noise of about a tenth of its
/// length, and of length 1. So a document's vectors stay near to one another,
/// as real ones do, and none is a copy.
/// </remarks>
/// <param name="documents">For each real document its passages' vectors, as long as one another.</param>
internal sealed class VectorRecombination(IReadOnlyList<IReadOnlyList<float[]>> documents)
{
    private const ulong Seed = 20260106;
    private const float LeastShare = 0.25f;
    private const float Turn = 0.1f;

    private readonly SeededRandom random = new(Seed);

    /// <summary>Vectors of one new document.</summary>
    public float[][] Next(int passages)
    {
        var (one, other) = (random.Choose(documents), random.Choose(documents));
        return [.. Enumerable.Range(0, passages).Select(_ => Mix(random.Choose(one), random.Choose(other)))];
    }

    private float[] Mix(float[] a, float[] b)
    {
        var share = LeastShare + (1 - 2 * LeastShare) * Fraction();
        // Of evenly distributed noise the mean square is a third of the square of its bound.
        var bound = Turn * MathF.Sqrt(3f / a.Length);
        var mixed = new float[a.Length];
        var squares = 0.0;
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] = share * a[i] + (1 - share) * b[i] + bound * (2 * Fraction() - 1);
            squares += mixed[i] * mixed[i];
        }
        var length = (float)Math.Sqrt(squares);
        for (var i = 0; i < mixed.Length; i++)
            mixed[i] /= length;
        return mixed;
    }

    private float Fraction()
    {
        const int steps = 1 << 24;
        return random.Next(steps) / (float)steps;
    }
}
