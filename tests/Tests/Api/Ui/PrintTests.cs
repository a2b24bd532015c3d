using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

public sealed partial class PrintTests(Browser browser) : IClassFixture<Browser>
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

    [Theory]
    [InlineData("/search?q=login+failing")]
    [InlineData("/search?q=prices+are+stale")]
    [InlineData("/search?q=purple+elephant+invoice&preview=1")]
    [InlineData("/insights", 4)]
    [InlineData("/map", 3)]
    public async Task A_page_prints_on_as_few_pages_of_paper(string url, int most = 2)
    {
        var page = await browser.Open(url);
        var paper = System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new() { Format = "A4" }));
        Assert.InRange(PdfPage().Count(paper), 1, most);
    }

    [Fact]
    public async Task An_answer_prints_with_its_steps_on_two_pages_at_most()
    {
        var page = await browser.Open("/search?q=empty+dashboard");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await page.Locator(".answer.first .steps-fold .steps").IsVisibleAsync());
        foreach (var hidden in new[] { ".top", ".ask", ".said", ".facets" })
            Assert.False(await page.Locator(hidden).First.IsVisibleAsync(), hidden);
        var paper = System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new() { Format = "A4" }));
        Assert.InRange(PdfPage().Count(paper), 1, 2);
    }

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex PdfPage();
}
