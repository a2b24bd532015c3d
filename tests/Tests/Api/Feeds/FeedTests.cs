using System.Net;
using System.Xml.Linq;

namespace Knowledge.Tests.Api.Feeds;

public sealed class FeedTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task Postmortems_come_newest_first_and_those_without_a_date_not_at_all()
    {
        using var server = Server.With(
            (
                "postmortems/a.md",
                "---\nkind: postmortem\ndate: 2026-01-02\n---\n# Old & <b>tagged</b>\n\n## Summary\n\nIt was\u0007 full.\n"
            ),
            (
                "postmortems/b.md",
                "---\nkind: postmortem\ndate: 2026-03-02\nmitigated: 2026-03-02 07:31\n---\n# New\n\n## Summary\n\nText.\n"
            ),
            ("postmortems/c.md", "---\nkind: postmortem\n---\n# Undated\n\n## Summary\n\nText.\n"),
            ("runbook.md", "# Runbook\n\n## Remediation\n\n1. Do.\n")
        );
        using var client = server.Client();

        var answer = await client.GetAsync("/feeds/postmortems.atom", Cancellation);

        Assert.Equal("application/atom+xml; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).Root!;
        Assert.Equal(["New", "Old & tagged"], feed.Elements(Atom + "entry").Select(e => e.Element(Atom + "title")!.Value));
        Assert.Equal("2026-03-02T07:31:00Z", feed.Element(Atom + "updated")!.Value);
        Assert.EndsWith("/docs/postmortems/b", feed.Elements(Atom + "entry").First().Element(Atom + "id")!.Value, StringComparison.Ordinal);
        Assert.Equal("It was full.", feed.Elements(Atom + "entry").Last().Element(Atom + "summary")!.Value);
    }

    [Fact]
    public async Task Unanswered_searches_are_told_with_how_often_and_whom_to_ask()
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        await client.GetAsync("/search?q=quantum+flamingo", Cancellation);
        await client.GetAsync("/search?q=quantum+flamingo", Cancellation);

        var feed = XDocument.Parse(await client.GetStringAsync("/feeds/unanswered.atom", Cancellation)).Root!;

        var entry = Assert.Single(feed.Elements(Atom + "entry"));
        Assert.Equal("quantum flamingo", entry.Element(Atom + "title")!.Value);
        Assert.Contains("Searched 2 times", entry.Element(Atom + "summary")!.Value, StringComparison.Ordinal);
        // Whoever follows the link does not ask once more.
        Assert.EndsWith("preview=1", entry.Element(Atom + "id")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_entries_a_feed_is_still_one()
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        foreach (var url in new[] { "/feeds/postmortems.atom", "/feeds/unanswered.atom" })
        {
            var feed = XDocument.Parse(await client.GetStringAsync(url, Cancellation)).Root!;
            Assert.Empty(feed.Elements(Atom + "entry"));
            Assert.NotNull(feed.Element(Atom + "updated"));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/feeds/absent.atom", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_browser_is_told_how_to_search_here()
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();

        var description = XDocument.Parse(await client.GetStringAsync("/opensearch.xml", Cancellation)).Root!;

        var template = description.Elements().Single(e => e.Name.LocalName == "Url").Attribute("template")!.Value;
        Assert.EndsWith("/search?q={searchTerms}", template, StringComparison.Ordinal);
        Assert.Contains("href=\"/opensearch.xml\"", await client.GetStringAsync("/", Cancellation), StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
