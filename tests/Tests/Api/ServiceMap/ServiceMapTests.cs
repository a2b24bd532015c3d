using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Api.ServiceMap;
using Knowledge.Content.Catalog;
using Knowledge.Indexer.Reports;

namespace Knowledge.Tests.Api.ServiceMap;

public sealed class ServiceMapTests
{
    private const string Catalog = """
        kind: Group
        metadata: {name: data}
        ---
        kind: Component
        metadata: {name: web}
        spec: {owner: data, system: shop, dependsOn: ["component:api"]}
        ---
        kind: Component
        metadata: {name: api}
        spec: {owner: data, system: shop, dependsOn: ["component:queue", "resource:db<b>"]}
        ---
        kind: Component
        metadata: {name: queue}
        spec: {system: shop, dependsOn: ["component:api"]}
        ---
        kind: Component
        metadata: {name: lonely}
        spec: {owner: data}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_picture_and_the_table_say_who_needs_whom_who_owns_it_and_what_fires()
    {
        await using var server = Server.With(("catalog-info.yaml", Catalog), ("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        await Fire(client, "api");
        var page = await Page(client, "/map");
        var boxes = page.QuerySelectorAll("svg.map a.map-node");
        // From left to right, as one tabs through them.
        Assert.Equal(["/services/web", "/services/api"], boxes.Take(2).Select(b => b.GetAttribute("href")));
        Assert.Equal("needs db<b>, queue", boxes[1].QuerySelector("desc")!.TextContent);
        Assert.Contains("hot", boxes[1].ClassName, StringComparison.Ordinal);
        Assert.Contains("▲ 1 firing", boxes[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(4, boxes.Length);
        Assert.Equal(4, page.QuerySelectorAll("svg.map path.map-edge").Length);
        Assert.Single(page.QuerySelectorAll("svg.map path.back"));
        Assert.Contains("api, queue need each other", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("section[aria-labelledby=map-title] p a[href='/services/lonely']"));
        Assert.Null(page.QuerySelector("main b:not(.nb)"));

        var rows = page.QuerySelectorAll("section[aria-labelledby=map-table] tbody tr")
            .ToDictionary(r => r.QuerySelector("th a.name")?.TextContent ?? r.QuerySelector("th")!.FirstChild!.TextContent.Trim());
        Assert.Equal(["api", "db<b>", "lonely", "queue", "web"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("1 firing", rows["api"].TextContent, StringComparison.Ordinal);
        Assert.Contains("nothing firing", rows["web"].TextContent, StringComparison.Ordinal);
        Assert.Contains("No owner", rows["queue"].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_leaves_what_is_around_a_service_of_a_system_or_of_an_owner()
    {
        await using var server = Server.With(("catalog-info.yaml", Catalog), ("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        Assert.Equal(
            ["web", "api", "queue", "db<b>"],
            Names(await Page(client, "/map?service=WEB")).OrderBy(n => Array.IndexOf(["web", "api", "queue", "db<b>"], n))
        );
        Assert.Equal(["api", "queue", "web"], Names(await Page(client, "/map?system=shop")).Order(StringComparer.Ordinal));
        Assert.Equal(["api", "web"], Names(await Page(client, "/map?owner=data")).Order(StringComparer.Ordinal));
        var absent = await Page(client, "/map?service=%3Cb%3Eabsent");
        Assert.Contains("No matching services", absent.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(absent.QuerySelector("main b"));
    }

    [Fact]
    public async Task Without_a_catalog_the_page_says_how_to_write_one()
    {
        await using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        Assert.Contains("dependsOn", (await Page(client, "/map")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, null, 5)]
    [InlineData(60, null, 60)]
    [InlineData(61, "system", 10)]
    [InlineData(300, "system", 10)]
    public void More_services_than_one_can_look_over_are_grouped(int services, string? grouped, int boxes)
    {
        var view = ViewOf(services, new(null, null, null));
        Assert.Equal((grouped, boxes), (view.Grouped, view.Boxes.Count));
        Assert.Equal(services, view.Boxes.Sum(b => b.Services.Count));
        var picture = ServiceMapPicture.Of(view);
        Assert.All(
            picture.Boxes,
            b =>
            {
                Assert.InRange(b.X + ServiceMapPicture.BoxWidth, 1, picture.Width);
                Assert.InRange(b.Y + ServiceMapPicture.BoxHeight, 1, picture.Height);
            }
        );
    }

    [Fact]
    public void Around_a_service_there_is_room_for_the_nearest()
    {
        var view = ViewOf(300, new("s000", null, null));
        Assert.Null(view.Grouped);
        Assert.InRange(view.Boxes.Count, 3, ServiceMapView.MaxBoxes);
        Assert.True(view.Boxes.Single(b => b.IsChosen).Name == "s000");
        var hub = ServiceMapView.Of(
            new([.. Enumerable.Range(0, 101).Select(i => $"n{i:000}")], [.. Enumerable.Range(1, 100).Select(i => ($"n{i:000}", "n000"))]),
            [],
            null,
            new("n000", null, null)
        );
        Assert.Equal((ServiceMapView.MaxBoxes, 41), (hub.Boxes.Count, hub.LeftOut));
    }

    [Fact]
    public void What_cannot_be_read_is_not_told_as_nothing()
    {
        var view = ServiceMapView.Of(new(["a", "b"], [("a", "b")]), [], null, new(null, null, null));
        Assert.All(view.All, s => Assert.Null(s.Firing));
        Assert.All(view.Boxes, b => Assert.Null(b.Firing));
    }

    [Fact]
    public void A_chain_of_ten_thousand_is_no_deep_recursion()
    {
        const int Many = 10_000;
        var graph = new ServiceGraph(
            [.. Enumerable.Range(0, Many).Select(i => $"n{i}")],
            [.. Enumerable.Range(0, Many).Select(i => ($"n{i}", $"n{(i + 1) % Many}"))]
        );
        var view = ServiceMapView.Of(graph, [], null, new(null, null, null));
        Assert.Equal(Many, Assert.Single(view.Circles).Count);
        Assert.Single(view.Boxes);
    }

    // Each needs the next two, and every tenth is of one system.
    private static ServiceMapView ViewOf(int services, ServiceMapFilter filter)
    {
        static string Name(int i) => $"s{i:000}";
        var catalog = new ServiceCatalog(
            [],
            [
                .. Enumerable
                    .Range(0, services)
                    .Select(i => new Component(Name(i), Name(i), null, "data", $"system-{i % 10}", null, [])
                    {
                        Relations = ComponentRelations.None with
                        {
                            DependsOn = [.. new[] { i + 1, i + 2 }.Select(n => Name(n % services))],
                        },
                    }),
            ],
            []
        );
        return ServiceMapView.Of(
            ServiceGraph.Of(catalog),
            [.. catalog.Components.Select(c => new ServiceRow(c.Name, c, null))],
            new Dictionary<string, int>(),
            filter
        );
    }

    private static IEnumerable<string> Names(IHtmlDocument page) =>
        page.QuerySelectorAll("a.map-node").Select(a => Uri.UnescapeDataString(a.GetAttribute("href")!.Split('/')[^1]));

    private static async Task Fire(HttpClient client, string service)
    {
        var body =
            $$$"""{"version": "4", "alerts": [{"status": "firing", "fingerprint": "f", """
            + $$$""" "labels": {"alertname": "Slow", "service": "{{{service}}}"}}]}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        (await client.PostAsync("/hooks/alertmanager", content, Cancellation)).EnsureSuccessStatusCode();
        for (var guard = 0; guard < 400; guard++, await Task.Delay(25, Cancellation))
            if ((await client.GetStringAsync("/api/alerts", Cancellation)).Contains("Slow", StringComparison.Ordinal))
                return;
        throw new InvalidOperationException("The alert was never read.");
    }

    private static async Task<IHtmlDocument> Page(HttpClient client, string url) =>
        new HtmlParser().ParseDocument(await client.GetStringAsync(url, Cancellation));
}
