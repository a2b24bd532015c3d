namespace Knowledge.Bench.Calibration;

/// <summary>A weighted logistic regression with a ridge penalty, fitted by Newton's method.</summary>
internal static class LogisticRegression
{
    private const int MaxSteps = 50;
    private const double Penalty = 1;

    /// <returns>The intercept, then a coefficient for each column of <paramref name="signs"/> as it is.</returns>
    public static double[] Fit(IReadOnlyList<double[]> signs, IReadOnlyList<double> labels, IReadOnlyList<double> weights)
    {
        var columns = signs[0].Length;
        var all = weights.Sum();
        var mean = new double[columns];
        var deviation = new double[columns];
        for (var c = 0; c < columns; c++)
        {
            mean[c] = signs.Select((s, i) => weights[i] * s[c]).Sum() / all;
            deviation[c] = Math.Sqrt(signs.Select((s, i) => weights[i] * (s[c] - mean[c]) * (s[c] - mean[c])).Sum() / all) + 1e-9;
        }
        var rows = signs.Select(s => (double[])[1, .. s.Select((value, c) => (value - mean[c]) / deviation[c])]).ToArray();
        var fitted = new double[columns + 1];
        for (var step = 0; step < MaxSteps; step++)
        {
            var gradient = new double[columns + 1];
            var curvature = new double[columns + 1, columns + 1];
            for (var c = 1; c <= columns; c++)
                (gradient[c], curvature[c, c]) = (-Penalty * fitted[c], Penalty);
            for (var i = 0; i < rows.Length; i++)
            {
                var row = rows[i];
                var probability = 1 / (1 + Math.Exp(-row.Zip(fitted, (x, b) => x * b).Sum()));
                for (var a = 0; a <= columns; a++)
                {
                    gradient[a] += weights[i] * (labels[i] - probability) * row[a];
                    for (var b = 0; b <= columns; b++)
                        curvature[a, b] += weights[i] * probability * (1 - probability) * row[a] * row[b];
                }
            }
            var change = Solved(curvature, gradient);
            for (var c = 0; c <= columns; c++)
                fitted[c] += change[c];
            if (change.Max(Math.Abs) < 1e-9)
                break;
        }
        double[] coefficients = [.. fitted.Skip(1).Select((value, c) => value / deviation[c])];
        return [fitted[0] - coefficients.Zip(mean, (a, b) => a * b).Sum(), .. coefficients];
    }

    // Gaussian elimination with the largest of a column as pivot.
    private static double[] Solved(double[,] matrix, double[] right)
    {
        var n = right.Length;
        var (m, r) = ((double[,])matrix.Clone(), (double[])right.Clone());
        for (var column = 0; column < n; column++)
        {
            var pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(m[row, column]));
            for (var k = 0; k < n; k++)
                (m[column, k], m[pivot, k]) = (m[pivot, k], m[column, k]);
            (r[column], r[pivot]) = (r[pivot], r[column]);
            for (var row = 0; row < n; row++)
            {
                if (row == column)
                    continue;
                var factor = m[row, column] / m[column, column];
                for (var k = column; k < n; k++)
                    m[row, k] -= factor * m[column, k];
                r[row] -= factor * r[column];
            }
        }
        return [.. r.Select((value, i) => value / m[i, i])];
    }
}
