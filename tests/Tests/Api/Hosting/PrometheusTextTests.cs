using Knowledge.Api.Hosting;

namespace Knowledge.Tests.Api.Hosting;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Writes_the_text_format()
    {
        var text = PrometheusText.Write([
            new(
                "kb_search_duration_seconds",
                MetricType.Histogram,
                "Time.",
                [new([new("mode", "page")], 0.75, new([0.1, 0.5], [1, 0, 1]))]
            ),
            new("kb_gaps_total", MetricType.Counter, "Back\\slash\nand line.", [new([new("q", "a \"b\" \\ c\nd")], 3)]),
            new("kb_free_bytes", MetricType.Gauge, null, [new([], 1.5e15), new([new("a", "1"), new("b", "2")], double.PositiveInfinity)]),
        ]);
        Assert.Equal(
            """
            # TYPE kb_free_bytes gauge
            kb_free_bytes 1500000000000000
            kb_free_bytes{a="1",b="2"} +Inf
            # HELP kb_gaps_total Back\\slash\nand line.
            # TYPE kb_gaps_total counter
            kb_gaps_total{q="a \"b\" \\ c\nd"} 3
            # HELP kb_search_duration_seconds Time.
            # TYPE kb_search_duration_seconds histogram
            kb_search_duration_seconds_bucket{mode="page",le="0.1"} 1
            kb_search_duration_seconds_bucket{mode="page",le="0.5"} 1
            kb_search_duration_seconds_bucket{mode="page",le="+Inf"} 2
            kb_search_duration_seconds_sum{mode="page"} 0.75
            kb_search_duration_seconds_count{mode="page"} 2

            """,
            text
        );
    }

    [Theory]
    [InlineData("kb_ingests", MetricType.Counter, "kb_ingests_total")]
    [InlineData("kb_ingests_total", MetricType.Counter, "kb_ingests_total")]
    [InlineData("kb.queue-length", MetricType.Gauge, "kb_queue_length")]
    [InlineData("1st", MetricType.Gauge, "_1st")]
    public void Names_are_made_valid(string instrument, object type, string name) =>
        Assert.Equal(name, PrometheusText.NameOf(instrument, (MetricType)type));
}
