namespace Knowledge.Bench.Measuring;

/// <summary>Times as the tables show them, in milliseconds.</summary>
internal sealed record Spread(double Median, double P95)
{
    public static Spread Of(IEnumerable<double> milliseconds)
    {
        var all = milliseconds.ToList();
        return new(Percentile.Median(all), Percentile.Of(all, 95));
    }
}
