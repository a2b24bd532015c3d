using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

public sealed class PrintTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task On_paper_there_are_steps_with_boxes_and_no_navigation()
    {
        var page = await browser.Open(
            "/docs/nightly-load-stuck",
            new()
            {
                ColorScheme = ColorScheme.Dark,
                ViewportSize = new() { Width = 700, Height = 1000 },
            }
        );
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var hidden in new[] { ".top", ".foot", ".contents", ".copied button", ".anchor" })
            Assert.False(await page.Locator(hidden).First.IsVisibleAsync(), hidden);
        Assert.True(await page.Locator(".printed").IsVisibleAsync());
        Assert.True(await page.Locator("input.step").First.IsVisibleAsync());
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Contains(
            "(/docs/",
            await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.body a[href^=\"/\"]'), '::after').content"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_answer_prints_whole_with_its_further_causes_open()
    {
        var page = await browser.Open("/search?q=dashboards+not+loading");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await page.Locator("details.answer .steps").First.IsVisibleAsync());
    }
}
