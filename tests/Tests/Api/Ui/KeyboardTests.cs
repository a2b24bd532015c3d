using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

public sealed class KeyboardTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData("/", "q")]
    [InlineData("Control+k", "palette-field")]
    [InlineData("Meta+k", "palette-field")]
    public async Task The_search_and_the_palette_are_one_key_away(string key, string field)
    {
        var page = await browser.Open("/services");
        await page.Keyboard.PressAsync(key);
        Assert.Equal(field, await Focused(page));
    }

    [Fact]
    public async Task The_single_key_can_be_switched_off_and_the_other_stays()
    {
        var page = await browser.Open("/help");
        await page.Locator("#single-key").UncheckAsync();
        await page.GotoAsync(browser.Address + "/services");
        await page.Keyboard.PressAsync("/");
        Assert.NotEqual("q", await Focused(page));
        await page.Keyboard.PressAsync("Control+k");
        Assert.Equal("palette-field", await Focused(page));
    }

    [Fact]
    public async Task A_slash_in_a_field_is_a_slash()
    {
        var page = await browser.Open("/");
        await page.Locator("#paste-box summary").ClickAsync();
        await page.Locator("#paste").FocusAsync();
        await page.Keyboard.PressAsync("/");
        Assert.Equal("/", await page.Locator("#paste").InputValueAsync());
    }

    [Fact]
    public async Task Escape_empties_the_field_and_then_leaves_it()
    {
        var page = await browser.Open("/services");
        await page.Locator("#q").FillAsync("disk");
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal("", await page.Locator("#q").InputValueAsync());
        Assert.Equal("q", await Focused(page));
        await page.Keyboard.PressAsync("Escape");
        Assert.NotEqual("q", await Focused(page));
    }

    [Fact]
    public async Task Arrows_move_through_the_results_and_back()
    {
        var page = await browser.Open("/search?q=dashboards+not+loading");
        await page.Locator("#q").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("H2", await page.EvaluateAsync<string>("document.activeElement.tagName"));
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("SUMMARY", await page.EvaluateAsync<string>("document.activeElement.tagName"));
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal("q", await Focused(page));
    }

    [Fact]
    public async Task Results_appear_while_typing_and_are_announced_and_no_gap_is_kept()
    {
        var page = await browser.Open("/search?q=disk+full");
        await page.Locator("#q").FillAsync("quantum flamingo");
        await page.GetByText("Press Enter to keep").WaitForAsync();
        Assert.Contains("No cause", await page.Locator("#announce").TextContentAsync(), StringComparison.Ordinal);
        Assert.EndsWith("/search?q=quantum%20flamingo", page.Url, StringComparison.Ordinal);
        await page.GotoAsync(browser.Address + "/gaps");
        Assert.Equal(0, await page.GetByText("quantum flamingo").CountAsync());
    }

    [Fact]
    public async Task Ticked_steps_stay_ticked_until_they_are_cleared()
    {
        var page = await browser.Open("/docs/dashboards-empty");
        await page.Locator("input.step").First.CheckAsync();
        await page.ReloadAsync();
        Assert.True(await page.Locator("input.step").First.IsCheckedAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear ticked steps" }).ClickAsync();
        await page.ReloadAsync();
        Assert.False(await page.Locator("input.step").First.IsCheckedAsync());
    }

    [Fact]
    public async Task Commands_are_copied_whole()
    {
        var page = await browser.Open("/docs/dashboards-empty", new() { Permissions = ["clipboard-read", "clipboard-write"] });
        var command = await page.Locator(".body pre").First.TextContentAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy command" }).First.ClickAsync();
        await page.GetByText("Copied").First.WaitForAsync();
        Assert.Equal(command!.TrimEnd('\n'), await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task Everything_is_there_without_script()
    {
        var page = await browser.Open("/", new() { JavaScriptEnabled = false });
        await page.Locator("#q").FillAsync("dashboards not loading");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Check this first" }).First.WaitForAsync();
        await page.GotoAsync(browser.Address + "/");
        await page.Locator("#paste-box summary").ClickAsync();
        await page.Locator("#paste").FillAsync("No space left on device");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search with this text" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Check this first" }).First.WaitForAsync();
        await page.GotoAsync(browser.Address + "/help");
        await page.GetByLabel("dark colours").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save theme" }).ClickAsync();
        Assert.Equal("dark", await page.Locator("html").GetAttributeAsync("class"));
    }

    [Fact]
    public async Task What_does_not_fit_leads_to_the_next_cause_and_opens_it_without_script()
    {
        var page = await browser.Open("/search?q=empty+dashboard", new() { JavaScriptEnabled = false });
        var second = page.Locator(".answer.first .fork a[href='#cause-2']");
        var body = page.Locator("#cause-2");
        Assert.False(await body.IsVisibleAsync());
        await second.ClickAsync();
        await body.WaitForAsync();
        Assert.True(await page.Locator("#cause-2 .decide").IsVisibleAsync());
        Assert.False(await page.Locator("#cause-3").IsVisibleAsync());
    }

    [Fact]
    public async Task Evidence_lands_on_the_exact_section()
    {
        var page = await browser.Open("/search?q=empty+dashboard");
        var links = await page.Locator(".answer.first a[href*='#']")
            .EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href')).filter(h => h.startsWith('/docs/'))");
        Assert.NotEmpty(links);
        foreach (var link in links.Distinct())
        {
            await page.GotoAsync(browser.Address + link);
            Assert.True(
                await page.EvaluateAsync<bool>("document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null"),
                link
            );
        }
    }

    [Fact]
    public async Task Forms_work_under_a_plain_http_name_where_browsers_send_no_sec_fetch_site()
    {
        var page = await browser.Open("/");
        await page.GotoAsync($"http://{Server.HostName}:{new Uri(browser.Address).Port}/");
        await page.Locator("#paste-box summary").ClickAsync();
        await page.Locator("#paste").FillAsync("No space left on device");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search with this text" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Check this first" }).First.WaitForAsync();
    }

    [Fact]
    public async Task From_the_words_to_the_copied_text_for_the_customer_by_keyboard_alone()
    {
        var page = await browser.Open("/", new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await page.Keyboard.TypeAsync("empty dashboard");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAt(browser.Address + "/search?q=empty+dashboard");
        const string focused = "document.activeElement.matches('.answer.first .two .say button')";
        for (var tabs = 0; tabs < 40 && !await page.EvaluateAsync<bool>(focused); tabs++)
            await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>(focused));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Copied").First.WaitForAsync();
        Assert.StartsWith(
            "We see that your dashboards",
            await page.EvaluateAsync<string>("navigator.clipboard.readText()"),
            StringComparison.Ordinal
        );
    }

    private static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("document.activeElement.id");
}
