using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>What a browser keeps of searches: names of one's own, and what nobody could answer.</summary>
public sealed class SearchMemoryTests
{
    [Fact]
    public async Task A_search_is_saved_by_a_name_opened_from_home_and_the_palette_and_removed()
    {
        await using var browser = await Browser.Before(new());
        var page = await browser.Open("/search?q=empty+dashboard");
        await page.GetByText("Save this search").ClickAsync();
        await page.Locator("[data-save] [name=name]").FillAsync("Monday <b>morning</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save on this machine" }).ClickAsync();
        await page.GotoAsync(browser.Address + "/");
        var saved = page.Locator("[data-kept=saved] li");
        Assert.Equal("Monday <b>morning</b>", await saved.Locator("a").TextContentAsync());
        // It need not be told twice.
        Assert.False(await page.Locator("[data-kept=recents]").IsVisibleAsync());
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("monday");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAt(browser.Address + "/search?q=empty%20dashboard");
        await page.GotoAsync(browser.Address + "/");
        await saved.GetByRole(AriaRole.Button).ClickAsync();
        Assert.False(await page.Locator("[data-kept=saved]").IsVisibleAsync());
        Assert.Equal("empty dashboard", await page.Locator("[data-kept=recents] a").TextContentAsync());
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task What_is_typed_into_the_palette_is_searched_for_when_there_is_nothing_to_choose()
    {
        await using var browser = await Browser.Before(new());
        var page = await browser.Open("/help");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("purple elephant invoice");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAt(browser.Address + "/search?q=purple%20elephant%20invoice");
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task What_an_earlier_version_kept_is_still_there_and_what_is_broken_is_passed_over()
    {
        await using var browser = await Browser.Before(new());
        var page = await browser.Open("/help");
        await page.EvaluateAsync(
            """
            () => {
              localStorage.setItem("saved", JSON.stringify(["disk full", null, 7, { name: 1 }, { name: "n", query: "q" }]));
              localStorage.setItem("recents", "{");
            }
            """
        );
        await page.GotoAsync(browser.Address + "/");
        Assert.Equal(["disk full", "n"], await page.Locator("[data-kept=saved] a").AllTextContentsAsync());
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Home_tells_who_asked_that_a_page_answers_by_now_until_it_was_looked_at()
    {
        var server = Server.With(("a.md", "# Other things\n\nText.\n"));
        await using var browser = await Browser.Before(server);
        var page = await browser.Open("/search?q=purple+elephant+invoice");
        await page.GotoAsync(browser.Address + "/");
        Assert.False(await page.Locator("[data-asked]").IsVisibleAsync());
        File.WriteAllText(
            Path.Combine(server.Content, "invoice.md"),
            "---\nsymptoms: [purple elephant invoice]\nowner: data\n---\n# Purple elephant invoice\n\n## Remediation\n\n1. Paint it.\n"
        );
        for (var guard = 0; guard < 600 && !await page.Locator("[data-asked]").IsVisibleAsync(); guard++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            await page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });
        }
        await page.Locator("[data-asked] a[href='/docs/invoice']").ClickAsync();
        await page.ArriveAt(browser.Address + "/docs/invoice");
        await page.GotoAsync(browser.Address + "/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.False(await page.Locator("[data-asked]").IsVisibleAsync());
        Assert.Empty(browser.Faults);
    }
}
