namespace Knowledge.Bench.Measuring;

internal static class Percentile
{
    /// <summary>
    /// The smallest value that at least so many percent of the values do not exceed (nearest rank); not a number without values.
    /// </summary>
    /// <param name="percent">0 to 100.</param>
    public static double Of(IEnumerable<double> values, double percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * sorted.Count) - 1)];
    }

    public static double Median(IEnumerable<double> values) => Of(values, 50);
}
