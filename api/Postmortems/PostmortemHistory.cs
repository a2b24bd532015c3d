using System.Globalization;
using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Sources;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Postmortems;

/// <param name="Revisions">Newest first, texts left out.</param>
/// <param name="Difference">From the one before to the one that is shown; null when they are too long to be compared.</param>
public sealed record HistoryModel(
    string Title,
    AuthoredRevision Newest,
    IReadOnlyList<AuthoredRevision> Revisions,
    AuthoredRevision From,
    AuthoredRevision To,
    IReadOnlyList<IReadOnlyList<DiffLine>>? Difference,
    string? Message
);

/// <summary>
/// <c>GET /postmortems/{slug}/history</c>: who changed what; <c>POST</c> brings an earlier text back, as a revision of its own.
/// </summary>
internal static class PostmortemHistory
{
    private const int Shown = 200;

    public static void MapPostmortemHistory(this RouteGroupBuilder pages)
    {
        pages.MapPage("/postmortems/{slug}/history", Show);
        pages.MapPost("/postmortems/{slug}/history", Restore);
    }

    private static IResult Show(HttpContext http, LivePostmortems postmortems, string slug, int? from = null, int? to = null) =>
        Render(http, postmortems, slug, from, to, null, StatusCodes.Status200OK);

    private static IResult Restore(HttpContext http, LivePostmortems postmortems, string slug, IFormCollection form)
    {
        _ = int.TryParse(form["number"], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (postmortems.Find(slug) is not { } newest || postmortems.Find(slug, number) is not { } wanted)
            return ErrorResponse.Page(http, Problem.NotSavedIn(postmortems));
        // The text comes back, the state stays: closing is not undone by an old text, nor done by one.
        var text = PostmortemText.WithKey(wanted.Text, "status", $"status: {(newest.State == "discarded" ? "draft" : newest.State)}\n");
        var result = LivePostmortems.Validate(newest, text) is null
            ? postmortems.Save(
                slug,
                SubmittedPostmortem.RevisionOf(form),
                text,
                Actor.Remember(http, form["actor"]),
                $"brought back revision {number}"
            )
            : null;
        if (result is { Outcome: SaveOutcome.Saved, Newest: { } kept })
            AuditedChange.Set(http, newest.Text, kept.Text);
        return result is { Outcome: SaveOutcome.Saved or SaveOutcome.Unchanged, Newest: { } saved }
            ? TypedResults.LocalRedirect($"/postmortems/{slug}/edit?saved={saved.Number}")
            : Render(
                http,
                postmortems,
                slug,
                null,
                null,
                result is { Outcome: SaveOutcome.Conflict }
                    ? T("Somebody saved in between; look at what they changed, then restore it again.")
                    : T("It could not be restored; try again in a moment."),
                StatusCodes.Status409Conflict
            );
    }

    private static IResult Render(
        HttpContext http,
        LivePostmortems postmortems,
        string slug,
        int? from,
        int? to,
        string? message,
        int status
    )
    {
        if (postmortems.Find(slug) is not { } newest)
            return ErrorResponse.Page(http, Problem.NotFoundIn(postmortems));
        if (postmortems.Revisions(slug, Shown) is not { } revisions)
            return ErrorResponse.Page(http, Problem.CannotRead);
        var shown = to is { } number ? postmortems.Find(slug, number) : newest;
        if (shown is null)
            return ErrorResponse.Page(http, Problem.NotFoundIn(postmortems));
        var before =
            from is { } earlier ? postmortems.Find(slug, earlier)
            : revisions.FirstOrDefault(r => r.Number < shown.Number) is { } previous ? postmortems.Find(slug, previous.Number)
            : shown;
        if (before is null)
            return ErrorResponse.Page(http, Problem.NotFoundIn(postmortems));
        return Page.Of<PostmortemHistoryPage, HistoryModel>(
            new(TitleOf(newest), newest, revisions, before, shown, TextDiff.Of(before.Text, shown.Text), message),
            status
        );
    }

    private static string TitleOf(AuthoredRevision newest) =>
        LivePostmortems.Read(newest.Slug, newest.Text) is { Title: { Length: > 0 } title } ? title : newest.Slug;
}
