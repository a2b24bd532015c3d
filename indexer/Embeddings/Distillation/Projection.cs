namespace Knowledge.Indexer.Embeddings.Distillation;

/// <summary>The directions in which vectors differ most, so that shorter ones have nearly the same cosines.</summary>
internal static class Projection
{
    private const int MaxSweeps = 30;
    private const double Small = 1e-9;

    /// <summary>The leading eigenvectors of the vectors' second moments: not around their mean, since cosines are not.</summary>
    /// <param name="vectors">Rows of <paramref name="length"/> numbers.</param>
    /// <returns>Rows of <paramref name="length"/> numbers, the most significant direction first; and the share of the squares that they
    /// keep.</returns>
    public static (float[] Directions, double Kept) Of(float[] vectors, int length, int dimensions, int threads)
    {
        var moments = Moments(vectors, length, threads);
        var (values, directions) = Eigenvectors(moments, length);
        var order = Enumerable.Range(0, length).OrderByDescending(i => values[i]).ThenBy(i => i).Take(dimensions).ToArray();
        var result = new float[dimensions * length];
        for (var row = 0; row < order.Length; row++)
        for (var i = 0; i < length; i++)
            result[row * length + i] = (float)directions[i, order[row]];
        return (result, order.Sum(i => values[i]) / values.Sum());
    }

    private static double[,] Moments(float[] vectors, int length, int threads)
    {
        var moments = new double[length, length];
        Parallel.For(
            0,
            length,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            i =>
            {
                var sums = new double[length];
                for (var row = 0; row < vectors.Length; row += length)
                for (var j = i; j < length; j++)
                    sums[j] += (double)vectors[row + i] * vectors[row + j];
                for (var j = i; j < length; j++)
                    moments[i, j] = moments[j, i] = sums[j];
            }
        );
        return moments;
    }

    // Jacobi's method: turns two axes at a time until nothing is left outside the diagonal. Golub and Van Loan, Matrix Computations, 8.5.
    private static (double[] Values, double[,] Vectors) Eigenvectors(double[,] a, int n)
    {
        var vectors = new double[n, n];
        for (var i = 0; i < n; i++)
            vectors[i, i] = 1;
        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            double offDiagonal = 0,
                diagonal = 0;
            for (var p = 0; p < n; p++)
            {
                diagonal += a[p, p] * a[p, p];
                for (var q = p + 1; q < n; q++)
                    offDiagonal += 2 * a[p, q] * a[p, q];
            }
            if (offDiagonal <= Small * Small * diagonal)
                break;
            for (var p = 0; p < n - 1; p++)
            for (var q = p + 1; q < n; q++)
                Rotate(a, vectors, n, p, q);
        }
        return ([.. Enumerable.Range(0, n).Select(i => a[i, i])], vectors);
    }

    private static void Rotate(double[,] a, double[,] vectors, int n, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        var tau = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        var c = 1 / Math.Sqrt(1 + t * t);
        var s = t * c;
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (var k = 0; k < n; k++)
            (vectors[k, p], vectors[k, q]) = (c * vectors[k, p] - s * vectors[k, q], s * vectors[k, p] + c * vectors[k, q]);
    }
}
