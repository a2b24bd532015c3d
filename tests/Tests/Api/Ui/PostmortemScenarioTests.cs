using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>The bad morning from the pasted chat to the closed postmortem that the next first-line engineer finds.</summary>
public sealed class PostmortemScenarioTests
{
    private const string Catalog = """
        kind: Group
        metadata: {name: data}
        spec: {profile: {email: data@example.test}}
        ---
        kind: Component
        metadata: {name: dashboard-api}
        spec: {owner: data}
        ---
        kind: Component
        metadata: {name: ticker-loader}
        spec: {owner: data}
        """;

    private const string Runbook = """
        ---
        title: Nightly load stuck
        owner: data
        ---
        # Nightly load stuck

        ## Symptoms

        - Dashboards open, but their tables have no rows; yesterday's data is there.

        ## Causes

        - **The load cannot write because the disk is full, and it retries silently.** Look at the disk of the batch host.

          Check: `df -h /data/ticker`

          Expect: Use% at 100 %

        ## Remediation

        1. Stop the load, remove the shards that are older than three days, and start it again with more workers.

           ```sh
           systemctl stop nightly-ticker
           find /data/ticker -name 'shard-*' -mtime +3 -delete
           systemctl start nightly-ticker
           ```

        ## Verification

        1. Look at the log of the processor.

           Expect: rows_read above zero.
        """;

    private const string Rules = """
        groups:
        - name: load
          rules:
          - alert: NightlyLoadNotFinished
            expr: time() - ticker_load_finished > 3600
            labels: {component: ticker-loader}
            annotations:
              summary: The nightly ticker load has not finished
              runbook_url: https://kb.example.test/docs/nightly-load-stuck
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bad_morning_becomes_the_answer_for_the_next_one(bool script)
    {
        var server = Server.With(("README.md", "# Nothing\n"), ("catalog-info.yaml", "kind: Group\nmetadata: {name: data}\n"));
        await using var browser = await Browser.Before(server);
        var page = await browser.Open(
            "/postmortems/new",
            new()
            {
                JavaScriptEnabled = script,
                ViewportSize = new() { Width = 1100, Height = 900 },
            }
        );

        await page.FillAsync("input[name=title]", "Dashboards without rows");
        await page.FillAsync("input[name=date]", "2026-03-02");
        await page.FillAsync(
            "textarea[name=chat]",
            await File.ReadAllTextAsync(
                Path.Combine(Repository.Root, "tests/Tests/Content/Timelines/Chats/empty-dashboards.txt"),
                TestContext.Current.CancellationToken
            )
        );
        await page.FillAsync("input[name=actor]", "author");
        await page.ClickAsync("button[value=read]");
        foreach (var box in await page.QuerySelectorAllAsync("input[name=accept]"))
            await box.CheckAsync();
        await page.ClickAsync("button[value=begin]");
        Assert.EndsWith("/postmortems/2026-03-02-dashboards-without-rows/edit", page.Url, StringComparison.Ordinal);
        Assert.Equal("dashboards not loading\nempty dashboard", await page.InputValueAsync("textarea[name='field.searched']"));
        Assert.Contains("no runbook", await page.InnerTextAsync("#matrix"), StringComparison.Ordinal);

        await page.FillAsync("textarea[name='field.services']", "dashboard-api");
        await page.FillAsync("textarea[name='field.failing']", "ticker-loader");
        if (script)
        {
            await page.Locator("#autosave").GetByText("Saved at").WaitForAsync();
            await page.Locator("#preview h2").First.WaitForAsync();
            // What the browser autosaved is there after it is gone.
            Assert.Contains("  - ticker-loader", await ExportOf(browser), StringComparison.Ordinal);
        }
        await page.ClickAsync("button[value=published]");
        Assert.EndsWith("/docs/postmortems/2026-03-02-dashboards-without-rows", page.Url, StringComparison.Ordinal);

        await page.ClickAsync("text=Edit");
        await page.ClickAsync("button[value=closed]");
        var refusal = await page.InnerTextAsync("#said");
        Assert.All(
            [
                "searchability: ",
                "without steps",
                "alert-link: the postmortem names no runbook",
                "ownership: nobody in the catalog owns dashboard-api, ticker-loader",
                "twin-change: no paths",
                "status-page: no sentence",
                "detection: no alert rule",
                "code: nothing is said",
                "drill: nothing is said",
            ],
            reason => Assert.Contains(reason, refusal, StringComparison.Ordinal)
        );

        // The patches come in as files, as they do from a repository; nobody touches the postmortem for the searches to turn green.
        File.WriteAllText(Path.Combine(server.Content, "nightly-load-stuck.md"), Runbook);
        File.WriteAllText(Path.Combine(server.Content, "rules.yaml"), Rules);
        File.WriteAllText(Path.Combine(server.Content, "catalog-info.yaml"), Catalog);
        await Until(page, "searchability", "all 2 searches of that day give a card");
        await Until(page, "ownership", "have owners");

        await page.FillAsync("textarea[name='field.runbooks']", "nightly-load-stuck");
        await page.Locator("input[name='field.twins.repository']").Nth(0).FillAsync("ticker-loader");
        await page.Locator("input[name='field.twins.path']").Nth(0).FillAsync("src/output/shard-*.py");
        await page.Locator("input[name='field.twins.owner']").Nth(0).FillAsync("data");
        await page.Locator("input[name='field.twins.repository']").Nth(1).FillAsync("infra-cron");
        await page.Locator("input[name='field.twins.path']").Nth(1).FillAsync("cron/cleanup-ticker.sh");
        await page.Locator("input[name='field.twins.owner']").Nth(1).FillAsync("platform");
        await page.Locator("input[name='field.wording.text']").First.FillAsync("We are loading last night's data again.");
        await Declare(page, "code", "patched", "link", "https://tracker.example.test/DATA-412");
        await Declare(page, "data", "not-needed", "reason", "Nothing was lost");
        await Declare(page, "detection", "patched", "link", "NightlyLoadNotFinished");
        await Declare(page, "process", "patched", "link", "https://tracker.example.test/SUP-1");
        await Declare(page, "drill", "open", "owner", "support");
        await page.ClickAsync("button[value=closed]");
        Assert.Equal(["drill: open, without a due date"], await page.Locator("#said li").AllInnerTextsAsync());
        await page.Locator(".surface")
            .Filter(new() { Has = page.Locator("b", new() { HasText = "drill" }) })
            .Locator("[name='field.surfaces.due']")
            .FillAsync("2027-03-31");
        await page.ClickAsync("button[value=closed]");
        Assert.EndsWith("/docs/postmortems/2026-03-02-dashboards-without-rows", page.Url, StringComparison.Ordinal);
        Assert.Contains("closed", await page.InnerTextAsync(".facts"), StringComparison.Ordinal);
        Assert.Contains("patched 9 of 11, 1 not needed", await page.InnerTextAsync(".facts"), StringComparison.Ordinal);

        // First-line support, another morning.
        await page.FillAsync("#q", "empty dashboard");
        await page.PressAsync("#q", "Enter");
        var card = page.Locator(".answer.first");
        Assert.Contains(
            "The load cannot write because the disk is full",
            await card.Locator("h2.cause").InnerTextAsync(),
            StringComparison.Ordinal
        );
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => { d.open = true; })");
        var told = await card.InnerTextAsync();
        Assert.All(
            ["find /data/ticker", "data@example.test", "Browser cache", "We are loading last night's data again."],
            part => Assert.Contains(part, told, StringComparison.Ordinal)
        );
        Assert.Empty(browser.Faults);
    }

    private static async Task<string> ExportOf(Browser browser)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri($"{browser.Address}/postmortems/2026-03-02-dashboards-without-rows/export.md"));
    }

    private static async Task Declare(IPage page, string surface, string state, string column, string value)
    {
        var row = page.Locator(".surface").Filter(new() { Has = page.Locator("b", new() { HasTextString = surface }) }).First;
        await row.Locator("select").SelectOptionAsync(state);
        await row.Locator($"[name='field.surfaces.{column}']").FillAsync(value);
    }

    private static async Task Until(IPage page, string surface, string text)
    {
        for (var i = 0; i < 100; i++)
        {
            await page.GotoAsync(page.Url.Split('?')[0]);
            if (
                (await page.Locator("#matrix li").Filter(new() { HasText = surface }).First.InnerTextAsync()).Contains(
                    text,
                    StringComparison.Ordinal
                )
            )
                return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"{surface} did not come to “{text}”: {await page.InnerTextAsync("#matrix")}");
    }
}
