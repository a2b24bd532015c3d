using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

public sealed class AccessibilityTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Nor_in_what_opens_over_a_page()
    {
        var page = await browser.Open("/services", new() { ColorScheme = ColorScheme.Dark, ViewportSize = Viewport(1280) });
        await page.Locator("#q").PressSequentiallyAsync("nightly ticker");
        await page.Locator("#find-options [role=option]").First.WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await NothingStandsInTheWay(page, "suggestions");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".menu summary").ClickAsync();
        await NothingStandsInTheWay(page, "menu");
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator(".menu nav").IsVisibleAsync());
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("nightly");
        await page.Locator("#palette-options a").First.WaitForAsync();
        await NothingStandsInTheWay(page, "palette");
        await page.GotoAsync(browser.Address + "/search?q=empty+dashboard");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => { d.open = true; })");
        await NothingStandsInTheWay(page, "an answer with all folds open");
        await page.Context.CloseAsync();
        Assert.Empty(browser.Faults);
    }

    private static ViewportSize Viewport(int width) => new() { Width = width, Height = 900 };

    private static Task NothingStandsInTheWay(IPage page, string where) => EveryPageTests.NothingStandsInTheWay(page, where);

    [Fact]
    public async Task Nor_where_postmortems_are_written()
    {
        using var client = new HttpClient { BaseAddress = new(browser.Address) };
        var created = await client.PostAsync(
            new Uri("/postmortems/new", UriKind.Relative),
            new FormUrlEncodedContent([
                new("title", "For everyone"),
                new("date", "2026-03-02"),
                new("chat", Repository.Text("tests/Tests/Content/Timelines/Chats/empty-dashboards.txt")),
                new("do", "begin"),
                new("accept", "symptom-2"),
            ]),
            TestContext.Current.CancellationToken
        );
        var edit = created.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.EndsWith("/edit", edit, StringComparison.Ordinal);
        // What only a form leads to: suggestions of a chat, and two who saved at once.
        var page = await browser.Open(
            "/postmortems/new",
            new()
            {
                ViewportSize = new() { Width = 320, Height = 900 },
            }
        );
        await page.FillAsync("textarea[name=chat]", Repository.Text("tests/Tests/Content/Timelines/Chats/empty-dashboards.txt"));
        await page.ClickAsync("button[value=read]");
        await page.Locator("input[name=accept]").First.WaitForAsync();
        Assert.Empty((await page.RunAxe()).Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        await page.GotoAsync(browser.Address + edit + "?view=text");
        await client.PostAsync(
            new Uri(edit, UriKind.Relative),
            new FormUrlEncodedContent([new("revision", "1"), new("do", "save"), new("field.severity", "sev1")]),
            TestContext.Current.CancellationToken
        );
        await page.EvaluateAsync("document.querySelector('textarea').value += 'mine\\n'");
        await page.ClickAsync("button[value=save]");
        Assert.Contains("mine", await page.InputValueAsync("textarea"), StringComparison.Ordinal);
        Assert.Contains("severity: sev1", await page.InputValueAsync("textarea"), StringComparison.Ordinal);
        Assert.Empty((await page.RunAxe()).Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await page.ClickAsync("button[value=save]");
        Assert.Contains("saved=3", page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_ground_by_seven_to_one(ColorScheme scheme)
    {
        var page = await browser.Open("/docs/dashboards-empty", new() { ColorScheme = scheme });
        var ratios = await page.EvaluateAsync<Dictionary<string, double>>(
            """
            () => {
              const style = getComputedStyle(document.documentElement);
              const light = name => {
                const hex = style.getPropertyValue(name).trim().replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");
                const [r, g, b] = [1, 3, 5]
                  .map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
                  .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const pairs = [];
              for (const ground of ["--ground", "--surface", "--sunken", "--act-soft"])
                for (const text of ["--ink", "--act"]) pairs.push([text, ground]);
              for (const ground of ["--ground", "--surface", "--sunken"]) pairs.push(["--ink2", ground]);
              for (const state of ["--red", "--amber", "--green", "--blue"])
                pairs.push([state, "--surface"], [state, `${state}-soft`], ["--ink", `${state}-soft`]);
              pairs.push(["--ink", "--mark"], ["--act-on", "--act"], ["--act-on", "--act-hover"], ["--cmd-ink", "--cmd"]);
              return Object.fromEntries(pairs.map(([a, b]) => {
                const [x, y] = [light(a), light(b)];
                return [`${a} on ${b}`, (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)];
              }));
            }
            """
        );
        Assert.All(ratios, r => Assert.True(r.Value >= 7, $"{r.Key}: {r.Value:0.0}"));
    }
}
