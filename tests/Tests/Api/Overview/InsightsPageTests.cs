using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Api.Overview;
using Knowledge.Api.Ui.Plots;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Reports;

namespace Knowledge.Tests.Api.Overview;

public sealed class InsightsPageTests(Server server) : IClassFixture<Server>
{
    private static async Task<IHtmlDocument> Page(Server server)
    {
        using var client = server.Client();
        return new HtmlParser().ParseDocument(await client.GetStringAsync("/insights", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_drawn_stands_in_the_tables_too()
    {
        var page = await Page(server);
        var plots = page.QuerySelectorAll("figure.chart svg[role=img]");
        Assert.Equal(
            ["times-plot", "ages-plot", "lost-plot", "quality-plot", "areas-plot"],
            plots.Select(p => p.QuerySelector("title")!.Id!.Replace("-title", "", StringComparison.Ordinal))
        );
        Assert.All(
            plots,
            p => Assert.Equal($"{p.QuerySelector("title")!.Id} {p.QuerySelector("desc")!.Id}", p.GetAttribute("aria-labelledby"))
        );
        Assert.Equal(8, page.QuerySelectorAll("section[aria-labelledby=times] .chart > svg > rect").Length);
        Assert.Contains(
            "3 h 21 min (front matter)",
            page.QuerySelector("section[aria-labelledby=times] details")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("Have we practised it?", page.QuerySelector("section[aria-labelledby=areas] tbody th")!.TextContent);
        Assert.Equal("The database is slow", page.QuerySelector("section[aria-labelledby=lost] tbody th")!.TextContent);
        Assert.Contains("2 incidents", page.QuerySelector("section[aria-labelledby=causes]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Median", page.QuerySelector("section[aria-labelledby=times]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_is_given_as_json()
    {
        using var client = server.Client();
        var report = await client.GetFromJsonAsync<JsonElement>("/api/insights", TestContext.Current.CancellationToken);
        Assert.Equal(5, report.GetProperty("postmortems").GetInt32());
        Assert.Equal("03:21:00", report.GetProperty("incidents")[0].GetProperty("times").GetProperty("toMitigate").GetString());
        Assert.Equal(11, report.GetProperty("surfaces").GetArrayLength());
    }

    [Fact]
    public async Task Without_postmortems_what_was_searched_in_vain_is_still_told()
    {
        await using var ours = Server.With(("a.md", "# A\n\n## Remediation\n\n1. Restart <b>it</b>.\n"));
        using var client = ours.Client();
        await client.GetAsync("/search?q=purple+%3Cb%3Eelephant+invoice", TestContext.Current.CancellationToken);
        var page = await Page(ours);
        Assert.Contains("No postmortems are served", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("elephant invoice", page.QuerySelector("#gaps li")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main b"));
    }

    [Fact]
    public async Task The_first_step_that_was_ticked_says_when_the_runbook_was_found()
    {
        await using var ours = Server.With(
            ("disk-full.md", "---\nkind: runbook\nalerts: [DiskFull]\n---\n# Disk full\n\n## Remediation\n\n1. Free some space.\n")
        );
        using var client = ours.Client();
        const string body =
            """{"version": "4", "status": "firing", "alerts": [{"status": "firing", "labels": {"alertname": "DiskFull"}, "annotations": """
            + """{}, "startsAt": "2020-01-02T03:04:05Z", "fingerprint": "f1"}]}""";
        Assert.Equal(
            202,
            (int)
                (
                    await client.PostAsync(
                        "/hooks/alertmanager",
                        new StringContent(body, Encoding.UTF8, "application/json"),
                        TestContext.Current.CancellationToken
                    )
                ).StatusCode
        );
        JsonElement alerts;
        do alerts = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", TestContext.Current.CancellationToken)).GetProperty(
            "alerts"
        );
        while (alerts.GetArrayLength() == 0);
        var id = alerts[0].GetProperty("alert").GetProperty("id").GetString();
        var ticked = await client.PostAsync(
            $"/alerts/{id}/steps",
            new FormUrlEncodedContent([
                new("document", "disk-full"),
                new("seen", ""),
                new("step", "step-remediation-1"),
                new("actor", "data on-call"),
            ]),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(302, (int)ticked.StatusCode);
        var steps = (await client.GetFromJsonAsync<JsonElement>("/api/insights", TestContext.Current.CancellationToken)).GetProperty(
            "firstSteps"
        );
        Assert.Equal(
            ("DiskFull", "disk-full"),
            (steps[0].GetProperty("alert").GetString(), steps[0].GetProperty("documentId").GetString())
        );
        Assert.Contains("DiskFull", (await Page(ours)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(400)]
    public void Any_number_of_incidents_fits_into_the_plot(int incidents)
    {
        var plot = TimesPlot.Of([
            .. Enumerable
                .Range(0, incidents)
                .Select(i => new IncidentLine(
                    $"a{i}",
                    "A",
                    new DateOnly(2026, 1, 1).AddDays(-i),
                    null,
                    "/docs/a",
                    new IncidentTimes(TimeSpan.FromMinutes(Math.Pow(3, i % 14)), null, TimeSpan.Zero, null, TimeSpan.FromHours(i), null)
                )),
        ]);
        if (incidents == 0)
        {
            Assert.Null(plot);
            return;
        }
        Assert.Equal(Math.Min(incidents, TimesPlot.MaxIncidents), plot!.Rows.Count);
        Assert.All(
            plot.Shapes,
            bar =>
            {
                Assert.InRange(bar.X + bar.Width, 0, 100.001);
                Assert.InRange(bar.Y, ColumnPlot.Head, ColumnPlot.Height - 2);
                Assert.Equal(ColumnPlot.Height, bar.Y + bar.Height, 6);
            }
        );
        // What a line says of the scale holds of the bars.
        var grid = plot.Lines.Where(l => l.Style == "grid").Select(l => l.Y).ToList();
        Assert.InRange(grid.Count, 1, 6);
        Assert.All(grid.Zip(grid.Skip(1), (a, b) => a - b), d => Assert.Equal(ColumnPlot.Height - grid[0], d, 6));
        // What took longer than the scale reaches says so.
        Assert.All(
            plot.Shapes.Where(s => s.Title.Contains("cut here", StringComparison.Ordinal)),
            s => Assert.Equal(ColumnPlot.Head, s.Y, 6)
        );
        Assert.Equal(incidents > 1, plot.Shapes.Any(s => s.Title.Contains("cut here", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_row_of_areas_is_as_long_as_there_are_postmortems()
    {
        var plot = SurfacesPlot.Of([new("code", 1, 1, 1, 1), new("data", 2, 0, 0, 0)]);
        // What was left open most often comes first.
        Assert.Equal(["f-red", "f-red", "f-grey", "f-4", "f-green"], plot.Shapes.Select(s => s.Style));
        Assert.Equal(BarPlot.Longest / 2, plot.Shapes[0].Width);
        Assert.Equal(BarPlot.Longest, plot.Shapes[^1].X + plot.Shapes[^1].Width, 6);
        Assert.Empty(SurfacesPlot.Of([]).Shapes);
    }
}
