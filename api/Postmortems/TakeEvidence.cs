using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Postmortems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary><c>POST /archive/{name}/{id}</c>: adds an archived page to the evidence of a draft.</summary>
internal static class TakeEvidence
{
    public static void MapTakeEvidence(this RouteGroupBuilder pages) => pages.MapPost("/archive/{name}/{**id}", Handle);

    /// <summary>What the line leads to: where the page comes from, else the page as it was archived.</summary>
    public static string AddressOf(ArchivedPage page) => page.Link ?? page.Url;

    private static IResult Handle(
        HttpContext http,
        LivePostmortems postmortems,
        VisibleArchives archives,
        string name,
        IFormCollection form,
        string? id = null
    )
    {
        if (archives.Page(name, id ?? "") is not { } page)
            return ErrorResponse.Page(http, Problem.ArchivedPageNotFound);
        var slug = form["draft"].ToString();
        if (postmortems.Find(slug) is not { } newest)
            return ErrorResponse.Page(http, Problem.NotSavedIn(postmortems));
        var where = page.Date is { } day ? $"{page.Source}, {day:yyyy-MM-dd}" : page.Source;
        var text = EvidenceList.With(newest.Text, page.Title, AddressOf(page), where);
        if (LivePostmortems.Validate(newest, text) is { } error)
            return ErrorResponse.Page(http, Problem.InvalidPostmortem, error);
        var note = Sentences.Truncate($"took as evidence: {page.Title}", SavePostmortem.MaxNoteCharacters);
        var result = postmortems.Save(slug, newest.Number, text, Actor.Remember(http, form["actor"]), note);
        if (result is { Outcome: SaveOutcome.Saved, Newest: { } kept })
            AuditedChange.Set(http, newest.Text, kept.Text);
        return result is { Outcome: SaveOutcome.Saved or SaveOutcome.Unchanged, Newest: { } saved }
                ? TypedResults.LocalRedirect(
                    $"{page.Url}?draft={Uri.EscapeDataString(slug)}" + (result.Outcome == SaveOutcome.Saved ? $"&taken={saved.Number}" : "")
                )
            : result is { Outcome: SaveOutcome.Conflict } ? ErrorResponse.Page(http, Problem.EditConflict)
            : ErrorResponse.Page(http, Problem.StoreUnavailable);
    }
}
