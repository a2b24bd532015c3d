using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>Waits until a page has come to an address.</summary>
/// <remarks>
/// By looking again and again: <see cref="IPage.WaitForURLAsync(string, PageWaitForURLOptions)"/> looks once and then listens, and waits
/// in vain for a page that comes in between, as it does after a key on a busy machine;
/// <see cref="IPage.WaitForFunctionAsync(string, object, PageWaitForFunctionOptions)"/> looks a second time from within the page, which
/// the page's own policy on scripts forbids.
/// </remarks>
internal static class Arrivals
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static Task ArriveAt(this IPage page, string address) => Arrive(page, url => url == address, address);

    public static Task ArriveAt(this IPage page, Regex address) => Arrive(page, address.IsMatch, address.ToString());

    private static async Task Arrive(IPage page, Func<string, bool> isThere, string address)
    {
        for (var looks = Longest / Between; !isThere(page.Url); looks--)
        {
            Assert.True(looks > 0, $"{page.Url} is not {address}.");
            await Task.Delay(Between, TestContext.Current.CancellationToken);
        }
        while (await page.EvaluateAsync<string>("document.readyState") != "complete")
        {
            await Task.Delay(Between, TestContext.Current.CancellationToken);
        }
    }
}
