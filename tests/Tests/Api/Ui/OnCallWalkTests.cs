using System.Text;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>From the alert list to “solved” as somebody on call does it, with the clicks counted.</summary>
public sealed class OnCallWalkTests : IAsyncLifetime
{
    private const int MaxClicks = 8;
    private const int FirstBox = 700;

    private const string Runbook =
        "---\nalerts: [LoadStale]\nowner: data\nwording: [We are loading the data again.]\n---\n# Load is stale\n\n## Diagnosis\n\n"
        + "1. Look at the disk.\n\n   ```sh\n   ssh batch-01 df -h\n   ```\n\n   Expect: below 90 %\n\n## Remediation\n\n"
        + "1. Remove old files.\n\n   ```sh\n   find /spool -mtime +7 -delete\n   ```\n2. Start the load again.\n\n"
        + "## Verification\n\n1. Rows come in.\n";

    private Server server = null!;
    private Browser browser = null!;
    private int clicks;

    public async ValueTask InitializeAsync()
    {
        server = Server.With(("load.md", Runbook), ("catalog-info.yaml", "kind: Group\nmetadata: {name: data}\n"));
        browser = await Browser.Before(server);
        await Fire("LoadStale");
    }

    public ValueTask DisposeAsync() => browser.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 1440, 900)]
    [InlineData(false, 1440, 900)]
    [InlineData(true, 390, 844)]
    [InlineData(false, 390, 844)]
    public async Task Fault_09_eight_clicks_lead_from_the_list_to_solved_and_the_first_box_is_on_the_screen(
        bool script,
        int width,
        int height
    )
    {
        var page = await browser.Open("/alerts", Options(script, width, height));
        await Click(page.Locator("a.name").First);
        await page.Locator("[name=actor]").First.FillAsync("mei");
        await Click(page.Locator("#on-it"));
        Assert.Equal("mei", await page.Locator("#alert-bar .st.onit").InnerTextAsync());

        var first = (await page.Locator("input.step").First.BoundingBoxAsync())!;
        Assert.InRange(first.Y, 1, FirstBox);
        foreach (var step in new[] { "step-diagnosis-1", "step-remediation-1", "step-remediation-2" })
        {
            await Click(page.Locator($"#{step}"));
            if (script)
                await page.Locator("[data-ticks-saved]").GetByText("Saved").WaitForAsync();
        }
        if (script)
            // The page follows what was ticked, without being loaded again.
            await page.Locator("#progress").GetByText("3 of 4 done").WaitForAsync();
        else
            await Click(page.GetByRole(AriaRole.Button, new() { Name = "Save progress" }));
        await Click(page.Locator("#solve > summary"));
        await page.Locator("[name=solution]").FillAsync("Removed 12 old nights");
        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Mark as solved" }));
        Assert.Equal("Solved", await page.Locator("#alert-bar .st").InnerTextAsync());
        Assert.Contains("Removed 12 old nights", await page.Locator("#outcome").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(3, await page.Locator("input.step:checked").CountAsync());
        Assert.InRange(clicks, 1, MaxClicks);
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task What_somebody_else_does_appears_and_what_is_typed_stays()
    {
        var mine = await browser.Open("/alerts", Options(true, 1440, 900));
        await mine.Locator("a.name").First.ClickAsync();
        await mine.Locator("#result-step-verification-1").FillAsync("half a sentence");
        var theirs = await browser.Open(new Uri(mine.Url).AbsolutePath, Options(true, 1440, 900));
        await theirs.Locator("[name=actor]").First.FillAsync("jan");
        await theirs.Locator("#on-it").ClickAsync();
        await theirs.Locator("#alert-bar .st.onit").WaitForAsync();
        await theirs.Locator("#step-diagnosis-1").CheckAsync();
        await theirs.Locator("[data-ticks-saved]").GetByText("Saved").WaitForAsync();

        // As when the window comes back to the front, in place of half a minute.
        await mine.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await mine.Locator("#progress").GetByText("1 of 4 done").WaitForAsync();
        Assert.Equal("jan", await mine.Locator("#alert-bar .st.onit").InnerTextAsync());
        Assert.True(await mine.Locator("#step-diagnosis-1").IsCheckedAsync());
        Assert.Equal("half a sentence", await mine.Locator("#result-step-verification-1").InputValueAsync());
        // What was not seen changing is not taken back either.
        await mine.Locator("#step-remediation-1").CheckAsync();
        await mine.Locator("#progress").GetByText("3 of 4 done").WaitForAsync();
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Fault_23_the_list_follows_and_the_filter_keeps_what_is_typed()
    {
        var page = await browser.Open("/alerts", Options(true, 1440, 900));
        await page.Locator("input[name=q][placeholder^=Name]").FillAsync("Zebra");
        await Fire("ZebraEscaped");
        await page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await page.Locator("a.name").GetByText("ZebraEscaped").WaitForAsync();
        Assert.Equal("Zebra", await page.Locator("input[name=q][placeholder^=Name]").InputValueAsync());
        Assert.Equal(2, await page.Locator("a.name").CountAsync());
        Assert.Empty(browser.Faults);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Nothing_stands_in_anyones_way_on_the_pages_of_alerts(ColorScheme scheme, int width)
    {
        var page = await browser.Open(
            "/alerts",
            new()
            {
                ColorScheme = scheme,
                ViewportSize = new() { Width = width, Height = 900 },
            }
        );
        await Clear(page);
        await page.Locator("a.name").First.ClickAsync();
        await page.Locator("[name=actor]").First.FillAsync("mei");
        await page.Locator("#on-it").ClickAsync();
        await page.Locator("#alert-bar .st.onit").WaitForAsync();
        await page.Locator("#solve > summary").ClickAsync();
        await Clear(page);
        await page.GotoAsync(browser.Address + "/runbooks/new?searched=no+rows");
        await Clear(page);
    }

    private static async Task Clear(IPage page)
    {
        Assert.Empty(
            (await page.RunAxe()).Violations.Select(v => $"{page.Url}: {v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}")
        );
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    private async Task Click(ILocator what)
    {
        clicks++;
        await what.ClickAsync();
    }

    private static BrowserNewContextOptions Options(bool script, int width, int height) =>
        new()
        {
            JavaScriptEnabled = script,
            ViewportSize = new() { Width = width, Height = height },
        };

    private async Task Fire(string name)
    {
        using var sender = server.Sender();
        sender.InnerHandler = new HttpClientHandler();
        using var client = new HttpClient(sender) { BaseAddress = new(browser.Address) };
        var payload =
            $$$"""{"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "{{{name}}}", "severity": "page"}, """
            + $$$""" "annotations": {"summary": "No rows since 04:10"}, "fingerprint": "{{{name}}}"}]}""";
        using var body = new StringContent(payload, Encoding.UTF8, "application/json");
        (await client.PostAsync(new Uri("/hooks/alertmanager", UriKind.Relative), body, Cancellation)).EnsureSuccessStatusCode();
        for (var guard = 0; guard < 400; guard++, await Task.Delay(25, Cancellation))
        {
            var listed = await client.GetStringAsync(new Uri("/api/alerts", UriKind.Relative), Cancellation);
            if (
                JsonDocument
                    .Parse(listed)
                    .RootElement.GetProperty("alerts")
                    .EnumerateArray()
                    .Any(a => a.GetProperty("alert").GetProperty("name").GetString() == name)
            )
                return;
        }
        throw new InvalidOperationException("The alert was never read.");
    }
}
