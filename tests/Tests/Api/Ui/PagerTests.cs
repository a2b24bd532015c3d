using AngleSharp.Html.Parser;

namespace Knowledge.Tests.Api.Ui;

public sealed class PagerTests
{
    [Fact]
    public async Task The_next_page_is_one_of_the_same_list()
    {
        using var server = Server.With([
            .. Enumerable
                .Range(0, 250)
                .Select(i =>
                    (
                        $"postmortems/p{i:000}.md",
                        $"---\nkind: postmortem\ndate: 2026-01-01\nseverity: {(i < 220 ? "sev1" : "sev2")}\nservices: [a&b]\n---\n"
                            + $"# Queue {i} is long\n"
                    )
                ),
        ]);
        using var client = server.Client();
        async Task<(string? Next, int Rows)> Page(string url)
        {
            var page = new HtmlParser().ParseDocument(await client.GetStringAsync(url, TestContext.Current.CancellationToken));
            return (page.QuerySelector("a[rel=next]")?.GetAttribute("href"), page.QuerySelectorAll("table tbody tr").Length);
        }

        var (next, rows) = await Page("/postmortems?q=queue&service=a%26b&severity=sev1");
        Assert.Equal(("/postmortems?q=queue&service=a%26b&severity=sev1&page=2", 100), (next, rows));
        (next, rows) = await Page(next!);
        Assert.Equal(("/postmortems?q=queue&service=a%26b&severity=sev1&page=3", 100), (next, rows));
        Assert.Equal((null, 20), await Page(next!));
    }
}
