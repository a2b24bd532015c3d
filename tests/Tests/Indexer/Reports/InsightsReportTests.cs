using Knowledge.Indexer;
using Knowledge.Indexer.Reports;

namespace Knowledge.Tests.Indexer.Reports;

public sealed class InsightsReportTests
{
    [Fact]
    public void The_example_tells_what_took_long_what_is_open_and_what_came_again()
    {
        var report = InsightsReport.Of(Fixture.Of(Path.Combine(Repository.Root, "runbooks")), [], []);
        Assert.Equal((5, 5, 3), (report.Postmortems, report.All.Mitigate, report.All.Detect));
        Assert.Equal([2026, 2025], report.Years.Select(y => y.Year));
        Assert.Equal(TimeSpan.FromMinutes(201), report.Incidents[0].Times.ToMitigate);
        Assert.Equal(11, report.Surfaces.Count);
        Assert.Equal(new("drill", 2, 0, 1, 2), report.Surfaces.Single(s => s.Name == "drill"));
        var cause = Assert.Single(report.Causes);
        Assert.Equal((2, new DateOnly(2026, 3, 2)), (cause.Incidents, cause.Last));
        Assert.Contains("disk", cause.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Public_postmortems_tell_their_times_and_that_nobody_spoke_of_surfaces()
    {
        var report = InsightsReport.Of(Fixture.Of(Samples.Require("corpora/dfds-postmortems")), [], []);
        Assert.Equal(39, report.Postmortems);
        Assert.All(report.Surfaces, s => Assert.Equal(39, s.Unstated));
        Assert.InRange(report.All.Detect, 25, 39);
        Assert.InRange(report.All.Mitigate, 25, 39);
        Assert.Equal(
            TimeSpan.FromMinutes(1415),
            report.Incidents.Single(i => i.DocumentId.StartsWith("pm2021-001", StringComparison.Ordinal)).Times.ToDetect
        );
    }

    [Theory]
    [InlineData(new int[0], null)]
    [InlineData(new[] { 5 }, 5.0)]
    [InlineData(new[] { 1, 2, 100 }, 2.0)]
    [InlineData(new[] { 1, 2, 3, 100 }, 2.5)]
    public void The_median_is_the_middle(int[] minutes, double? median) =>
        Assert.Equal(median, Medians.Median([.. minutes.Select(m => TimeSpan.FromMinutes(m))])?.TotalMinutes);

    [Fact]
    public void Without_postmortems_there_is_nothing_to_tell()
    {
        var report = InsightsReport.Of(KnowledgeBase.Empty, [], []);
        Assert.Equal((0, 0, 11), (report.Postmortems, report.Incidents.Count, report.Surfaces.Count));
        Assert.Null(report.All.ToDetect);
    }
}
