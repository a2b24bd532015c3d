using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer.Linking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Feeds;

/// <summary><c>GET /feeds/postmortems.atom</c>: the newest postmortems.</summary>
internal static class PostmortemFeed
{
    private const int MaxEntries = 50;
    private const int MaxSummaryCharacters = 500;

    public static void MapPostmortemFeed(this RouteGroupBuilder feeds) => feeds.MapPage("/postmortems.atom", Handle);

    private static FileContentHttpResult Handle(HttpContext http, VisibleKnowledge live, ServerOptions options, TimeProvider time)
    {
        var root = options.RootFor(http.Request);
        // One without a date has no place in an order by date.
        var entries = ShowPostmortems
            .NewestFirst(live.Current)
            .Where(p => p.FrontMatter.Date is not null)
            .Take(MaxEntries)
            .Select(p => new AtomEntry(
                new(root, Urls.Of(p)),
                p.Title,
                p.FrontMatter.Resolved ?? p.FrontMatter.Mitigated ?? new(p.FrontMatter.Date!.Value, TimeOnly.MinValue, TimeSpan.Zero),
                Sentences.Truncate(Summary(p), MaxSummaryCharacters)
            ))
            .ToList();
        return TypedResults.Bytes(
            AtomFeed.Write("Postmortems", new(root, "/feeds/postmortems.atom"), new(root, "/postmortems"), entries, time.GetUtcNow()),
            AtomFeed.ContentType
        );
    }

    private static string Summary(Document postmortem) =>
        postmortem.FrontMatter.Description
        ?? postmortem.Sections.Select(s => s.Text).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t))
        ?? postmortem.Title;
}
