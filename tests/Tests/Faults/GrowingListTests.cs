using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Faults;

/// <summary>Lists that grow with what people write are shown in parts, on pages and in the API; every entry is on one of them.</summary>
[Trait("Reliability", "A-06")]
public sealed partial class GrowingListTests
{
    private const int Many = 205;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static (string, string)[] Files() =>
        [
            .. Enumerable
                .Range(0, Many)
                .Select(i =>
                    (
                        $"postmortems/p{i:D3}.md",
                        $"---\nkind: postmortem\ntitle: Incident {i:D3}\ndate: 2026-01-01\nservices: [queue]\n"
                            + $"dead-ends: [{{suspicion: Suspect n{i:D3}x, why: it was not}}]\n"
                            + $"stays-green: [{{check: Probe n{i:D3}x, blind-to: rows}}]\n---\n# Incident {i:D3}\n\n"
                            + $"## Action items\n\n- [ ] Mend n{i:D3}x, by 2026-06-04 (data)\n"
                    )
                ),
        ];

    [Theory]
    [InlineData("/postmortems", @"Incident (\d{3})<")]
    [InlineData("/runbooks", @"Incident (\d{3})<")]
    [InlineData("/actions", @"Mend n(\d{3})x")]
    [InlineData("/dead-ends", @"Suspect n(\d{3})x")]
    [InlineData("/dead-ends?service=queue", @"Suspect n(\d{3})x")]
    [InlineData("/stays-green", @"Probe n(\d{3})x")]
    public async Task A_page_shows_a_hundred_and_leads_to_all_others(string address, string entry)
    {
        using var server = Server.With(Files());
        using var client = server.Client();
        var (seen, next, pages) = (new List<string>(), address, 0);
        while (next is not null)
        {
            var page = await client.GetStringAsync(next, Cancellation);
            var here = Regex
                .Matches(page, entry, RegexOptions.None, TimeSpan.FromSeconds(5))
                .Select(m => m.Groups[1].Value)
                .Distinct()
                .ToList();
            Assert.InRange(here.Count, 1, Paging.Size);
            seen.AddRange(here);
            next = Next().Match(page) is { Success: true } link ? WebUtility.HtmlDecode(link.Groups[1].Value) : null;
            Assert.True(++pages <= 3);
        }
        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"{i:D3}"), seen.Order());
    }

    [Fact]
    public async Task Drafts_of_the_largest_size_are_listed_at_once()
    {
        using var server = Server.With(Files()[..1]);
        using var client = server.Client();
        var live = server.Services.GetRequiredService<LiveKnowledge>();
        var heavy = string.Concat(Enumerable.Repeat("**a", 80_000));
        for (var i = 0; i < Paging.Size; i++)
            live.QueryStore(s =>
                s.Authored.Create(
                    $"heavy-{i:D3}",
                    $"---\nkind: postmortem\ntitle: Heavy {i:D3}\nstatus: draft\n---\n{heavy}\n",
                    "ann",
                    DateTimeOffset.UnixEpoch
                )
            );

        // Reading them as a whole takes longer than a page may.
        var page = await client.GetStringAsync("/postmortems", Cancellation);

        Assert.All(Enumerable.Range(0, Paging.Size), i => Assert.Contains($"Heavy {i:D3}", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("href=\"([^\"]*)\" rel=\"next\"")]
    private static partial Regex Next();

    [Theory]
    [InlineData("/api/postmortems", "postmortems")]
    [InlineData("/api/actions", "actions")]
    [InlineData("/api/dead-ends", "deadEnds")]
    [InlineData("/api/stays-green", "checks")]
    [InlineData("/api/documents", "documents")]
    public async Task The_api_gives_parts_that_make_up_the_whole(string address, string list)
    {
        using var server = Server.With(Files());
        using var client = server.Client();
        var parts = new List<string>();
        foreach (var (offset, count) in new[] { (0, 100), (100, 100), (200, 5), (205, 0) })
        {
            var answer = await client.GetFromJsonAsync<JsonElement>($"{address}?limit=100&offset={offset}", Cancellation);
            Assert.Equal((Many, count), (answer.GetProperty("total").GetInt32(), answer.GetProperty(list).GetArrayLength()));
            parts.AddRange(answer.GetProperty(list).EnumerateArray().Select(e => e.GetRawText()));
        }
        Assert.Equal(Many, parts.Distinct().Count());
        foreach (var wrong in new[] { "limit=0", "limit=1001", "offset=-1" })
        {
            using var refused = await client.GetAsync($"{address}?{wrong}", Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Drafts_have_pages_of_their_own()
    {
        using var server = Server.With();
        using var client = server.Client();
        for (var i = 0; i < 103; i++)
        {
            using var made = await client.PostAsJsonAsync("/api/postmortems", new { title = $"Draft number {i}" }, Cancellation);
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }
        Assert.Equal(100, Edit().Count(await client.GetStringAsync("/postmortems", Cancellation)));
        Assert.Equal(3, Edit().Count(await client.GetStringAsync("/postmortems?drafts=2", Cancellation)));
    }

    [GeneratedRegex("href=\"/postmortems/[^\"]*/edit\"")]
    private static partial Regex Edit();

    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("x", 1)]
    [InlineData("-1", 1)]
    [InlineData("0", 1)]
    [InlineData("2", 2)]
    [InlineData("3", 2)]
    [InlineData("99999999999999", 1)]
    public void A_page_that_there_is_not_is_the_nearest_that_there_is(string? asked, int page)
    {
        var paged = Enumerable.Range(0, 101).ToList().PageOf(asked);
        Assert.Equal((page, 2, 101, page == 1 ? 100 : 1), (paged.Page, paged.Pages, paged.Total, paged.Items.Count));
        Assert.Equal((1, 1), (Enumerable.Range(0, 100).ToList().PageOf(asked).Page, Array.Empty<int>().PageOf(asked).Pages));
    }
}
