namespace Knowledge.Api.Hosting;

internal enum MetricType
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>One metric with all its series at one moment.</summary>
internal sealed record MetricFamily(string Name, MetricType Type, string? Help, IReadOnlyList<Sample> Samples);

/// <param name="Labels">In the order they are written.</param>
/// <param name="Value">Of a counter or gauge; the sum of a histogram.</param>
internal sealed record Sample(IReadOnlyList<KeyValuePair<string, string>> Labels, double Value, Buckets? Buckets = null);

/// <param name="Bounds">Upper bounds, ascending, without +Inf.</param>
/// <param name="Counts">Observations per bucket, not cumulative; one more than bounds.</param>
internal sealed record Buckets(IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts);
