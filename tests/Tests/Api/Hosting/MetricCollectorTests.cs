using System.Diagnostics.Metrics;
using Knowledge.Api.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Hosting;

public sealed class MetricCollectorTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricCollector collector;
    private readonly Meter meter;

    public MetricCollectorTests()
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        collector = new(factory);
        meter = factory.Create(MetricCollector.MeterName);
    }

    public void Dispose()
    {
        collector.Dispose();
        services.Dispose();
    }

    [Fact]
    public void Counters_add_up_per_set_of_labels_in_any_order()
    {
        var counter = meter.CreateCounter<long>("test_a");
        counter.Add(1, new("x", "1"), new("y", "2"));
        counter.Add(2, new("y", "2"), new("x", "1"));
        counter.Add(5, new KeyValuePair<string, object?>("x", null));
        var family = Family("test_a_total");
        Assert.Equal(MetricType.Counter, family.Type);
        Assert.Equal([3, 5], family.Samples.Select(s => s.Value));
    }

    [Fact]
    public void Observed_series_that_ended_are_gone()
    {
        var names = new List<string> { "a", "b" };
        meter.CreateObservableGauge("test_b", () => names.Select(n => new Measurement<int>(7, new KeyValuePair<string, object?>("n", n))));
        Assert.Equal(2, Family("test_b").Samples.Count);
        names.Remove("a");
        Assert.Equal("b", Assert.Single(Family("test_b").Samples).Labels[0].Value);
    }

    [Fact]
    public void Up_down_counters_go_down()
    {
        var counter = meter.CreateUpDownCounter<int>("test_c");
        counter.Add(3);
        counter.Add(-1);
        Assert.Equal((MetricType.Gauge, 2), (Family("test_c").Type, Family("test_c").Samples[0].Value));
    }

    [Fact]
    public void Histograms_count_values_up_to_and_with_the_bound()
    {
        var histogram = meter.CreateHistogram("test_d", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        foreach (var value in new[] { 0.5, 1, 1.5, 9 })
            histogram.Record(value);
        var sample = Family("test_d").Samples[0];
        Assert.Equal(12, sample.Value);
        Assert.Equal([2, 1, 1], sample.Buckets!.Counts);
    }

    [Fact]
    public void A_flood_of_labels_is_cut_off_and_counted()
    {
        var counter = meter.CreateCounter<long>("test_e");
        for (var i = 0; i < MetricCollector.MaxSeries + 10; i++)
            counter.Add(1, new KeyValuePair<string, object?>("i", i));
        Assert.Equal(MetricCollector.MaxSeries, Family("test_e_total").Samples.Count);
        Assert.Equal(10, Family("kb_metrics_dropped_total").Samples[0].Value);
    }

    [Fact]
    public void Meters_of_other_servers_and_other_names_are_not_heard()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        other.GetRequiredService<IMeterFactory>().Create(MetricCollector.MeterName).CreateCounter<long>("test_f").Add(1);
        services.GetRequiredService<IMeterFactory>().Create("Other").CreateCounter<long>("test_f").Add(1);
        Assert.DoesNotContain(collector.Collect(), f => f.Name == "test_f_total");
    }

    private MetricFamily Family(string name) => Assert.Single(collector.Collect(), f => f.Name == name);
}
