namespace Knowledge.Indexer.Evaluation;

/// <summary>What a mean over a few hundred queries is worth. The same values always give the same result.</summary>
internal static class Significance
{
    private const int Draws = 2000;
    private const int Flips = 10_000;
    private const int Seed = 7;

    /// <summary>The bounds within which the mean lies with 95 % certainty: a percentile bootstrap (Efron, 1979).</summary>
    public static IReadOnlyList<double> Interval(IReadOnlyList<double> values)
    {
        var random = new Random(Seed);
        var means = new double[Draws];
        for (var draw = 0; draw < means.Length; draw++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Count; i++)
                sum += values[random.Next(values.Count)];
            means[draw] = sum / values.Count;
        }
        Array.Sort(means);
        return [means[(int)(0.025 * Draws)], means[(int)(0.975 * Draws)]];
    }

    /// <summary>
    /// How likely the means of two lists differ as much by chance, two-sided: the sign of each difference is drawn anew (Fisher's
    /// randomisation test).
    /// </summary>
    public static double PairedP(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var differences = one.Zip(other, (a, b) => a - b).Where(d => d != 0).ToArray();
        var observed = Math.Abs(differences.Sum());
        var random = new Random(Seed);
        var asLarge = 0;
        for (var flip = 0; flip < Flips; flip++)
        {
            var sum = 0.0;
            foreach (var difference in differences)
                sum += random.Next(2) == 0 ? difference : -difference;
            if (Math.Abs(sum) >= observed - 1e-12)
                asLarge++;
        }
        return (double)asLarge / Flips;
    }
}
