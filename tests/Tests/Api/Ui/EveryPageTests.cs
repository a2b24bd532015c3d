using System.IO.Compression;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>Every page that the server has, looked at in a browser: nothing in anybody's way, by keyboard, light, still.</summary>
public sealed partial class EveryPageTests(EveryPage pages) : IClassFixture<EveryPage>
{
    private const int Height = 900;
    private const int MaxTabs = 160;
    private const int MaxWeight = 60 * 1024;
    private const double MaxShift = 0.05;

    public static TheoryData<string> Urls => [.. EveryPage.Addresses.Values.SelectMany(a => a)];

    [Fact]
    public void No_page_is_left_out()
    {
        var routes = pages
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(r => !Machines().IsMatch(r))
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            string.Join('\n', routes),
            string.Join('\n', EveryPage.Addresses.Keys.Concat(EveryPage.Others.Keys).Order(StringComparer.Ordinal))
        );
    }

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task Nothing_stands_in_anyones_way(string url)
    {
        url = pages.Told(url);
        // Two opposite corners of light/dark and narrow/wide: colours and widths do not depend on each other.
        var page = await pages.Browser.Open(
            "/assets/icon.svg",
            new()
            {
                ColorScheme = ColorScheme.Light,
                ViewportSize = new() { Width = 1440, Height = Height },
            }
        );
        await page.AddInitScriptAsync(
            """
            globalThis.shift = 0;
            new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) globalThis.shift += e.value; })
              .observe({ type: "layout-shift", buffered: true });
            """
        );
        await page.GotoAsync(pages.Browser.Address + url);
        await NothingStandsInTheWay(page, $"{url}, light and wide");
        Assert.InRange(await page.EvaluateAsync<double>("globalThis.shift"), 0, MaxShift);
        Assert.Empty(await NotReachedByKeyboard(page));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(320, Height);
        await page.ReloadAsync();
        await NothingStandsInTheWay(page, $"{url}, dark and narrow");
        Assert.InRange(await page.EvaluateAsync<double>("globalThis.shift"), 0, MaxShift);
        await page.Context.CloseAsync();
        Assert.Empty(pages.Browser.Faults);
    }

    [Fact]
    public async Task A_page_weighs_sixty_kilobytes_at_most_with_all_that_it_loads()
    {
        using var client = new HttpClient { BaseAddress = new(pages.Browser.Address) };
        var weights = new Dictionary<string, int>();
        async Task<byte[]> Get(string url)
        {
            using var answer = await client.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);
            return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }
        foreach (var url in EveryPage.Addresses.Values.SelectMany(a => a).Select(pages.Told))
        {
            var html = await Get(url);
            var weight = Compressed(html);
            foreach (
                var asset in AssetAddress().Matches(System.Text.Encoding.UTF8.GetString(html)).Select(m => m.Groups[1].Value).Distinct()
            )
                weight += weights.TryGetValue(asset, out var known) ? known : weights[asset] = Compressed(await Get(asset));
            Assert.True(weight is > 5_000 and <= MaxWeight, $"{url} weighs {weight} bytes");
        }
    }

    internal static async Task NothingStandsInTheWay(IPage page, string where)
    {
        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Select(v => $"{where}: {v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}"));
        Assert.True(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
            $"{where} scrolls sideways"
        );
    }

    // What can be clicked is reached by Tab alone, in order, is seen when it has the focus, and nothing keeps the focus.
    private static async Task<string[]> NotReachedByKeyboard(IPage page)
    {
        var count = await page.EvaluateAsync<int>(
            """
            () => {
              const told = e => `${e.outerHTML.slice(0, 100)}`;
              const seen = e => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[hidden], dialog:not([open])");
              const radios = new Set();
              globalThis.expected = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [onclick]")]
                .filter(e => seen(e) && !e.disabled && e.type !== "hidden")
                // Of a group of radio buttons one is reached by Tab, the others by arrows.
                .filter(e => e.type !== "radio" || (!radios.has(e.name) && radios.add(e.name)));
              globalThis.reached = new Set();
              globalThis.unseen = [];
              document.addEventListener("focusin", ({ target }) => {
                globalThis.reached.add(target);
                const style = getComputedStyle(target), box = target.getBoundingClientRect();
                const marked = style.outlineStyle !== "none" || target.matches(".skip") || target.closest("svg.map") !== null;
                if (!marked || box.width === 0 && box.height === 0) globalThis.unseen.push(`not seen: ${told(target)}`);
              });
              globalThis.told = told;
              document.activeElement?.blur();
              return globalThis.expected.length;
            }
            """
        );
        // Boxes that scroll are reached too.
        for (var tab = 0; tab < Math.Min(count * 3 / 2 + 10, MaxTabs); tab++)
            await page.Keyboard.PressAsync("Tab");
        return await page.EvaluateAsync<string[]>(
            $$"""
            () => [
              ...globalThis.unseen,
              ...(globalThis.expected.length * 3 / 2 + 10 > {{MaxTabs}} ? []
                : globalThis.expected.filter(e => !globalThis.reached.has(e)
                    && !(e.type === "radio" && [...globalThis.reached].some(r => r.name === e.name)))
                  .map(e => `not reached: ${globalThis.told(e)}`)),
            ].slice(0, 8)
            """
        );
    }

    private static int Compressed(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return (int)buffer.Length;
    }

    [GeneratedRegex("(?:href|src)=\"(/assets/[^\"]+)\"")]
    private static partial Regex AssetAddress();

    // What programs ask.
    [GeneratedRegex("^/(api|assets|hooks|mcp|openapi|schemas|-)(/|$)")]
    private static partial Regex Machines();
}
