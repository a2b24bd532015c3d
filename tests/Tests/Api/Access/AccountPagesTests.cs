using Knowledge.Api.Access;
using Knowledge.Tests.Api.Ui;
using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Access;

/// <summary>Pages of who is signed in, with something on each, in a browser: in nobody's way in both themes, wide and on a phone.</summary>
public sealed class AccountPagesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_stands_in_the_way_of_who_is_signed_in_or_wants_to_be()
    {
        var server = Visitor.Local();
        await using var browser = await Browser.Before(server);
        var session = server.Session(Role.Admin).Number;
        using var ada = new HttpClient { BaseAddress = new(browser.Address) };
        ada.DefaultRequestHeaders.Add("Cookie", $"kb-session={session}");
        await ada.PostAsync("/account/tokens", Visitor.Form(("name", "prometheus"), ("scope", "read"), ("days", "30")), Cancellation);
        await ada.PostAsync("/account/searches", Visitor.Form(("name", "Monday"), ("query", new string('q', 500))), Cancellation);
        var link = (await Visitor.Operator(server.Data, "user", "add", "grace")).Output.Split('/')[^1];

        await Look("/sign-in", null);
        await Look($"/sign-in/link/{link}", null);
        await Look("/sign-in/out", null);
        foreach (var url in new[] { "/account", "/account/sessions", "/account/tokens", "/account/searches", "/audit", "/stored", "/" })
            await Look(url, session);
        Assert.Empty(browser.Faults);

        async Task Look(string url, string? session)
        {
            var page = await browser.Open(
                "/assets/icon.svg",
                new()
                {
                    ViewportSize = new() { Width = 1440, Height = 900 },
                }
            );
            if (session is not null)
                await page.Context.AddCookiesAsync([
                    new()
                    {
                        Name = "kb-session",
                        Value = session,
                        Url = browser.Address,
                    },
                ]);
            foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1440), (ColorScheme.Dark, 320) })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.SetViewportSizeAsync(width, 900);
                await page.GotoAsync(browser.Address + url);
                await EveryPageTests.NothingStandsInTheWay(page, $"{url}, {scheme}, {width}");
                // The way out is in reach, whatever the width.
                await page.Locator(".menu summary").ClickAsync();
                Assert.Equal(session is not null, await page.Locator(".menu form[action='/sign-out'] button").IsVisibleAsync());
                Assert.Equal(session is null, await page.Locator(".menu a[href^='/sign-in']").IsVisibleAsync());
            }
            await page.Context.CloseAsync();
        }
    }
}
