using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Postmortems;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Archives;

/// <summary>A draft that an archived page can be evidence of.</summary>
/// <param name="Holds">Whether it is already.</param>
public sealed record EvidenceDraft(string Slug, string Title, bool Holds);

/// <param name="Drafts">The newest first; none for those who may not write.</param>
/// <param name="Chosen">The draft that somebody looks for evidence for; null when none is chosen.</param>
/// <param name="Taken">The revision by which the page just became evidence of it, which can be undone; null when none did.</param>
public sealed record ArchivedPageModel(
    ArchivedPage Page,
    IReadOnlyList<EvidenceDraft> Drafts,
    EvidenceDraft? Chosen,
    int? Taken,
    string Actor
)
{
    private const int MaxDrafts = 20;

    internal static ArchivedPageModel Of(HttpContext http, LivePostmortems postmortems, ArchivedPage page, string? draft, int? taken)
    {
        if (Caller.Of(http).Role < Role.Author)
            return new(page, [], null, null, "");
        var address = $"<{TakeEvidence.AddressOf(page)}>";
        var drafts = (postmortems.List() ?? [])
            .Where(r => r.State == "draft" && !AuthoredSource.IsRunbook(r.Slug))
            .OrderByDescending(r => r.Slug == draft)
            .ThenByDescending(r => r.At)
            .Take(MaxDrafts)
            .Select(r => postmortems.Find(r.Slug))
            .OfType<AuthoredRevision>()
            .ToList();
        var offered = drafts
            .Select(d => new EvidenceDraft(
                d.Slug,
                LivePostmortems.Read(d.Slug, d.Text)?.Title ?? d.Slug,
                d.Text.Contains(address, StringComparison.Ordinal)
            ))
            .ToList();
        var chosen = offered.FirstOrDefault(d => d.Slug == draft);
        var isNewest = chosen is { Holds: true } && drafts.Any(d => d.Slug == draft && d.Number == taken);
        return new(page, offered, chosen, isNewest ? taken : null, Hosting.Actor.Of(http.Request));
    }
}
