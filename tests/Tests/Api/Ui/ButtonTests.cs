using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>On a phone the words of a button stand in one line wherever the screen has room for it, and none is cut off.</summary>
public sealed class ButtonTests(EveryPage pages) : IClassFixture<EveryPage>
{
    // A button within a card, on the narrowest of the usual phones.
    private const int Width = 390;
    private const int Room = 310;

    public static TheoryData<string> Languages => ["en", "de", "fr"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task No_button_is_broken_or_cut_off_on_a_phone(string language)
    {
        var page = await pages.Browser.Open(
            "/help",
            new()
            {
                Locale = language,
                HasTouch = true,
                IsMobile = true,
                ViewportSize = new() { Width = Width, Height = 844 },
            }
        );
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        var broken = new List<string>();
        foreach (var url in EveryPage.Addresses.Values.SelectMany(a => a).Select(pages.Told))
        {
            await page.GotoAsync(pages.Browser.Address + url);
            if (!await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                broken.Add($"{url} scrolls sideways");
            broken.AddRange((await Broken(page)).Select(b => $"{url}: {b}"));
        }
        Assert.Empty(broken.Distinct());
    }

    [Fact]
    public async Task What_is_broken_is_found()
    {
        var page = await pages.Browser.Open(
            "/assets/icon.svg",
            new()
            {
                ViewportSize = new() { Width = Width, Height = 844 },
            }
        );
        // Without the policy of the server, which takes no styles from a page.
        await page.GotoAsync("about:blank");
        await page.SetContentAsync(
            """
            <button class="btn" style="width: 4rem">Two words here</button> <button class="btn">Fits well</button>
            <button class="btn" style="width: 4rem; overflow: hidden; white-space: nowrap">Cut off at its end</button>
            <button class="btn">Words that need two lines because there are more of them than a phone has room for</button>
            <details class="pop"><summary class="btn" style="width: 3rem">Also this</summary></details>
            """
        );
        Assert.Equal(["Two words here", "Cut off at its end", "Also this"], await Broken(page));
    }

    private static Task<string[]> Broken(IPage page) =>
        page.EvaluateAsync<string[]>(
            $$"""
            () => {
              document.querySelectorAll("main details").forEach(d => { d.open = true; });
              const lines = e => {
                const range = document.createRange();
                range.selectNodeContents(e);
                const rows = [...range.getClientRects()].filter(r => r.width > 1).map(r => r.top + r.height / 2);
                return rows.length === 0 ? 0 : (Math.max(...rows) - Math.min(...rows)) / parseFloat(getComputedStyle(e).fontSize);
              };
              const inOneLine = e => {
                const { whiteSpace, width, flex, position } = e.style;
                Object.assign(e.style, { whiteSpace: "nowrap", width: "max-content", flex: "none", position: "absolute" });
                const natural = e.getBoundingClientRect().width;
                Object.assign(e.style, { whiteSpace, width, flex, position });
                return natural;
              };
              // Contacts have names of their own, of any length.
              return [...document.querySelectorAll(".btn:not(.own .btn), main button:not(.own button), .seg > *")]
                .filter(e => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 0)
                .filter(e => e.scrollWidth > e.clientWidth + 1 || lines(e) > .9 && inOneLine(e) <= {{Room}})
                .map(e => e.textContent.replace(/\s+/g, " ").trim());
            }
            """
        );
}
