using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>The first-line engineer's job in a browser: how many clicks it takes, and what fits on the screen.</summary>
public sealed class SupportJobTests(Browser browser) : IClassFixture<Browser>
{
    private const string Story = "/search?q=empty+dashboard";
    private const int ScreenHeight = 900;
    private const int PhoneHeight = 844;

    private static readonly BrowserNewContextOptions Desktop = new()
    {
        ViewportSize = new() { Width = 1440, Height = ScreenHeight },
        Permissions = ["clipboard-read", "clipboard-write"],
    };

    private static readonly BrowserNewContextOptions Phone = new()
    {
        ViewportSize = new() { Width = 390, Height = PhoneHeight },
        HasTouch = true,
        IsMobile = true,
    };

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task The_right_text_for_the_customer_takes_two_inputs(int width)
    {
        var page = await browser.Open(
            "/",
            new()
            {
                ViewportSize = new() { Width = width, Height = PhoneHeight },
                Permissions = Desktop.Permissions,
            }
        );
        await page.Locator("#q").FillAsync("empty dashboard");
        var inputs = 0;
        await page.Keyboard.PressAsync("Enter");
        inputs++;
        await page.Locator(".answer.first .say button").First.ClickAsync();
        inputs++;

        Assert.Equal(2, inputs);
        await page.GetByText("Copied").First.WaitForAsync();
        var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.StartsWith("We see that your dashboards show no data for today.", copied, StringComparison.Ordinal);
        Assert.EndsWith("at the latest.", copied, StringComparison.Ordinal);
        Assert.Empty(browser.Faults);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Without_script_two_inputs_select_the_whole_text(int width)
    {
        var page = await browser.Open(
            "/",
            new()
            {
                JavaScriptEnabled = false,
                ViewportSize = new() { Width = width, Height = PhoneHeight },
            }
        );
        await page.Locator("#q").FillAsync("empty dashboard");
        await page.Keyboard.PressAsync("Enter");
        var text = page.Locator(".answer.first .say [data-copy]").First;
        await text.ClickAsync();
        Assert.Equal(await text.InnerTextAsync(), await page.EvaluateAsync<string>("getSelection().toString()"));
    }

    [Fact]
    public async Task Fault_04_a_text_with_a_time_is_copied_only_when_the_time_is_filled_in()
    {
        var page = await browser.Open(Story, Desktop);
        await page.GetByText("Cause confirmed, or fixed?").First.ClickAsync();
        var block = page.Locator(".answer.first details [data-text]").Filter(new() { Has = page.Locator("[data-slot=time]") }).First;
        var button = block.GetByRole(AriaRole.Button, new() { Name = "Copy text" });
        Assert.True(await button.IsDisabledAsync());

        await block.Locator("input[type=time]").FillAsync("07:30");
        await button.ClickAsync();

        await page.GetByText("Copied").First.WaitForAsync();
        var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Contains("07:30 UTC", copied, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[{}…]", copied);
    }

    [Fact]
    public async Task Without_script_a_time_is_filled_in_by_the_server_and_no_button_is_there_that_does_nothing()
    {
        var page = await browser.Open(Story, new() { ViewportSize = Desktop.ViewportSize, JavaScriptEnabled = false });
        Assert.Equal(0, await page.Locator("main button.needs-script:visible").CountAsync());
        await page.GetByText("Cause confirmed, or fixed?").First.ClickAsync();
        var block = page.Locator(".answer.first details [data-text]").Filter(new() { Has = page.Locator("[data-slot=time]") }).First;
        await block.Locator("input[type=time]").FillAsync("07:30");
        await block.GetByRole(AriaRole.Button, new() { Name = "Fill in" }).ClickAsync();

        Assert.Contains("fill.time=07%3A30", page.Url, StringComparison.Ordinal);
        Assert.Contains("07:30 UTC", await page.Locator(".answer.first").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator(".answer.first [data-empty]").CountAsync());
    }

    [Fact]
    public async Task The_deciding_check_is_copied_whole_and_its_outcomes_lead_on()
    {
        var page = await browser.Open(Story, Desktop);
        await page.Locator(".answer.first .decide").GetByRole(AriaRole.Button, new() { Name = "Copy command" }).ClickAsync();
        await page.GetByText("Copied").First.WaitForAsync();
        Assert.Equal(
            "ssh batch-01.tickerline.example df -h /data/ticker",
            await page.EvaluateAsync<string>("navigator.clipboard.readText()")
        );

        Assert.False(await page.Locator("#fix-1").IsVisibleAsync());
        await page.Locator(".answer.first .fork a.go").ClickAsync();
        await page.Locator("#fix-1").WaitForAsync();
        await page.Locator(".answer.first .fork a[href='#cause-2']").ClickAsync();
        await page.Locator("#cause-2").WaitForAsync();
    }

    [Fact]
    public async Task The_first_card_fits_a_screen_and_two_phones()
    {
        var page = await browser.Open(Story, Desktop);
        Assert.InRange(await Bottom(page, ".answer.first"), 300, ScreenHeight);
        Assert.True(await page.Locator(".answer.first .say").First.IsVisibleAsync());

        page = await browser.Open(Story, Phone);
        Assert.InRange(await Bottom(page, ".answer.first"), 300, 2 * PhoneHeight);
        Assert.InRange(await page.Locator(".top").EvaluateAsync<double>("e => e.getBoundingClientRect().height"), 40, 64);
    }

    [Theory]
    [InlineData("/")]
    [InlineData(Story)]
    [InlineData("/search?q=purple+elephant+invoice&preview=1")]
    [InlineData("/docs/nightly-load-stuck")]
    [InlineData("/docs/postmortems/2026-03-02-empty-dashboards")]
    [InlineData("/runbooks")]
    [InlineData("/styleguide")]
    public async Task Nothing_scrolls_sideways_folds_closed_or_open(string url)
    {
        foreach (var width in new[] { 360, 390, 820, 1440 })
        {
            var page = await browser.Open(
                url,
                new()
                {
                    ViewportSize = new() { Width = width, Height = PhoneHeight },
                }
            );
            Assert.True(await Fits(page), $"{url} at {width}");
            await page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => { d.open = true; })");
            Assert.True(await Fits(page), $"{url} at {width} with all folds open: {await TooWide(page)}");
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task Fault_20_results_appear_at_home_and_suggestions_in_the_header_while_one_types()
    {
        var page = await browser.Open("/", Desktop);
        await page.Locator("#q").PressSequentiallyAsync("empty dashboa");
        await page.Locator("#results .answer.first").WaitForAsync();
        Assert.False(await page.Locator("#examples").IsVisibleAsync());
        await page.Locator("#q").FillAsync("");
        await page.Locator("#examples").WaitForAsync();

        await page.GotoAsync(browser.Address + "/services");
        await page.Locator("#q").PressSequentiallyAsync("nightly ticker");
        await page.Locator("#find-options mark").First.WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        var marked = page.Locator("#find-options [aria-selected=true]");
        Assert.Equal(await marked.GetAttributeAsync("id"), await page.Locator("#q").GetAttributeAsync("aria-activedescendant"));
        var address = await marked.GetAttributeAsync("href");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAt(browser.Address + address);
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Escape_closes_the_suggestions()
    {
        var page = await browser.Open("/services", Desktop);
        await page.Locator("#q").PressSequentiallyAsync("nightly ticker");
        await page.Locator("#find-options [role=option]").First.WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator(".suggest").IsVisibleAsync());
        Assert.Equal("false", await page.Locator("#q").GetAttributeAsync("aria-expanded"));
    }

    [Fact]
    public async Task Suggestions_on_their_way_do_not_open_what_was_closed()
    {
        var page = await browser.Open("/services", Desktop);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync(
            "**/search/suggest*",
            async route =>
            {
                asked.TrySetResult();
                await answer.Task;
                // Whoever gave up asking gets nothing.
                await route.ContinueAsync();
            }
        );
        await page.Locator("#q").FillAsync("nightly ticker");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await page.Keyboard.PressAsync("Escape");
        answer.SetResult();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal("false", await page.Locator("#q").GetAttributeAsync("aria-expanded"));
        Assert.False(await page.Locator(".suggest").IsVisibleAsync());

        await page.Locator("#q").FillAsync("nightly load");
        await page.Locator("#find-options [role=option]").First.WaitForAsync();
        Assert.Equal("true", await page.Locator("#q").GetAttributeAsync("aria-expanded"));
    }

    [Fact]
    public async Task Fault_21_feedback_does_not_move_the_page()
    {
        var page = await browser.Open(Story, Desktop);
        var buttons = page.Locator(".hits .said").Last;
        await buttons.ScrollIntoViewIfNeededAsync();
        var before = await page.EvaluateAsync<double>("scrollY");
        Assert.True(before > 500);

        await buttons.GetByText("This helped").ClickAsync();
        await buttons.GetByText("You marked it as helpful.").WaitForAsync();

        Assert.InRange(await page.EvaluateAsync<double>("scrollY"), before - 50, before + 50);
        await buttons.GetByText("Undo").ClickAsync();
        await buttons.GetByText("Not relevant").WaitForAsync();
    }

    [Fact]
    public async Task The_palette_leads_to_pages_actions_earlier_searches_and_found_pages_by_keyboard_alone()
    {
        var page = await browser.Open(Story, Desktop);
        await page.Keyboard.PressAsync("Control+k");
        var options = page.Locator("#palette-options [role=option]");
        await page.Keyboard.TypeAsync("misleading");
        Assert.Equal("Misleading checks", await options.First.Locator(".cut").TextContentAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAt(browser.Address + "/stays-green");

        // What was searched for is there again, on whatever page one is.
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("empty dash");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".answer.first").WaitForAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("hand over");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("pre.handover").WaitForAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("late file from the exchange");
        await page.Locator("#palette-options a[href^='/docs/late-file-from-exchange']").First.WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator(".palette").IsVisibleAsync());
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task The_theme_changes_in_one_click_and_one_stays_where_one_was()
    {
        var page = await browser.Open(Story, Desktop);
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark theme" }).ClickAsync();
        await page.ArriveAt(browser.Address + Story);
        Assert.Contains("dark", await page.Locator("html").GetAttributeAsync("class"), StringComparison.Ordinal);
        Assert.Equal("rgb(12, 15, 19)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await page.Locator(".menu summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "System" }).ClickAsync();
        Assert.DoesNotContain("dark", await page.Locator("html").GetAttributeAsync("class") ?? "", StringComparison.Ordinal);
    }

    private static Task<double> Bottom(IPage page, string selector) =>
        page.Locator(selector).First.EvaluateAsync<double>("e => e.getBoundingClientRect().bottom + scrollY");

    private static Task<bool> Fits(IPage page) =>
        page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");

    private static Task<string> TooWide(IPage page) =>
        page.EvaluateAsync<string>(
            """
            () => [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
              .slice(0, 4).map(e => e.outerHTML.slice(0, 120)).join(" | ")
            """
        );
}
