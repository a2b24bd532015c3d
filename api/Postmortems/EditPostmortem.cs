using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <param name="Revision">The revision that the text was made from.</param>
/// <param name="Text">As it stands in the form, saved or not.</param>
/// <param name="Document">What the text would be; null when it would be no page.</param>
/// <param name="Preview">Rendered; null when it was not asked for.</param>
/// <param name="Message">What was done, or why not; null when nothing was.</param>
/// <param name="Missing">What stands in the way of the state that was asked for.</param>
public sealed record EditModel(
    AuthoredRevision Revision,
    string Text,
    Document? Document,
    PatchMatrix Patches,
    bool AsText,
    RenderedPage? Preview,
    string? Message,
    bool IsFault,
    IReadOnlyList<string> Missing,
    string Actor
)
{
    /// <summary>Incidents like it, and its actions that earlier ones had, done or not.</summary>
    public IReadOnlyList<SimilarIncident> Similar { get; init; } = [];

    public IReadOnlyList<RepeatedAction> Repeated { get; init; } = [];
}

/// <param name="Ours">What could not be saved.</param>
/// <param name="Merge">Both put together; null when the texts are too long to be compared.</param>
public sealed record MergeModel(
    AuthoredRevision Newest,
    string Ours,
    TextMerge? Merge,
    IReadOnlyList<IReadOnlyList<DiffLine>>? Difference,
    string Actor
);

/// <summary><c>GET</c> and <c>POST /postmortems/{slug}/edit</c>: a postmortem as a form or as text; each button saves first.</summary>
internal static class EditPostmortem
{
    private sealed record AutosaveResponse(int Revision, string At, string Patched);

    private static readonly string[] States = ["draft", "published", "closed", "discarded"];

    public static void MapEditPostmortem(this RouteGroupBuilder pages)
    {
        pages.MapPage("/postmortems/{slug}/edit", Show);
        pages.MapPost("/postmortems/{slug}/edit", Handle);
    }

    private static IResult Show(
        HttpContext http,
        LivePostmortems postmortems,
        LiveKnowledge live,
        string slug,
        string? view = null,
        int? saved = null
    ) =>
        postmortems.Find(slug) is { } newest
            ? Page(
                http,
                postmortems,
                live,
                newest,
                newest.Text,
                view == "text",
                null,
                saved == newest.Number ? $"Saved as revision {saved}." : null,
                false,
                [],
                StatusCodes.Status200OK
            )
            : ErrorResponse.Page(http, Problem.NotFoundIn(postmortems));

    private static async Task<IResult> Handle(
        HttpContext http,
        LivePostmortems postmortems,
        LiveKnowledge live,
        string slug,
        IFormCollection form
    )
    {
        if (postmortems.Find(slug) is not { } newest)
            return ErrorResponse.Page(
                http,
                Problem.NotSavedIn(postmortems),
                postmortems.HasStore ? null : "Nothing was saved. Go back: what you typed is still in the form. Try again in a few seconds."
            );
        var (revision, what) = (SubmittedPostmortem.RevisionOf(form), form["do"].ToString());
        var from = postmortems.Find(slug, revision);
        var text = SubmittedPostmortem.TextOf(form, from?.Text ?? newest.Text);
        var asText = what == "view-text" || (what != "view-form" && form["view"] == "text");
        var isAutosave = what == "autosave";
        if (what == "preview")
            return Page(
                http,
                postmortems,
                live,
                from ?? newest,
                text,
                asText,
                Render(live, slug, text),
                "Not saved yet.",
                false,
                [],
                StatusCodes.Status200OK
            );
        if (newest.Number == revision && LivePostmortems.Validate(newest, text) is { } error)
            return isAutosave
                ? ErrorResponse.Json(http, Problem.InvalidPostmortem, error)
                : Page(
                    http,
                    postmortems,
                    live,
                    newest,
                    text,
                    asText,
                    null,
                    $"Not saved: {error}",
                    true,
                    [],
                    StatusCodes.Status422UnprocessableEntity
                );

        var actor = Actor.Remember(http, form["actor"]);
        var result = postmortems.Save(slug, revision, text, actor, isAutosave: isAutosave);
        if (result is { Outcome: SaveOutcome.Saved, Newest: { } written })
            AuditedChange.Set(http, from?.Text ?? newest.Text, written.Text);
        if (isAutosave)
            return result is { Outcome: SaveOutcome.Saved or SaveOutcome.Unchanged, Newest: { } kept }
                ? TypedResults.Json(
                    new AutosaveResponse(kept.Number, $"{kept.At.UtcDateTime:HH:mm:ss} UTC", postmortems.PatchesOf(kept).Summary)
                )
                : AuthoredPostmortem.ToErrorResult(http, result, postmortems);
        if (result is { Outcome: SaveOutcome.Conflict, Newest: { } theirs })
            return Knowledge.Api.Ui.Page.Of<MergePage, MergeModel>(
                new(theirs, text, from is null ? null : TextMerge.Of(from.Text, theirs.Text, text), TextDiff.Of(theirs.Text, text), actor),
                StatusCodes.Status412PreconditionFailed
            );
        if (result is not { Outcome: SaveOutcome.Saved or SaveOutcome.Unchanged, Newest: { } saved })
            return Page(
                http,
                postmortems,
                live,
                newest,
                text,
                asText,
                null,
                $"Not saved: {(result is null ? Problem.StoreUnavailable.Cause : Problem.TooManyRevisions.Cause)} Your text is "
                    + $"still in the form.",
                true,
                [],
                StatusCodes.Status503ServiceUnavailable
            );
        if (!States.Contains(what))
            return TypedResults.LocalRedirect($"/postmortems/{slug}/edit?{(asText ? "view=text&" : "")}saved={saved.Number}");

        var (changed, missing) = await postmortems.ChangeStateAsync(slug, saved.Number, what, actor);
        if (changed is { Outcome: SaveOutcome.Saved, Newest: { } now })
            AuditedChange.Set(http, from?.Text ?? newest.Text, now.Text);
        if (changed is { Outcome: SaveOutcome.Saved, Newest: { } done })
            return TypedResults.LocalRedirect(
                what == "discarded" ? "/postmortems" : AuthoredPostmortem.UrlOf(done) ?? $"/postmortems/{slug}/edit?saved={done.Number}"
            );
        return Page(
            http,
            postmortems,
            live,
            saved,
            saved.Text,
            asText,
            null,
            missing.Count > 0 ? $"Saved. It is not {what} yet:" : "Saved, but the state could not be changed; try again.",
            true,
            missing,
            missing.Count > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status503ServiceUnavailable
        );
    }

    private static IResult Page(
        HttpContext http,
        LivePostmortems postmortems,
        LiveKnowledge live,
        AuthoredRevision revision,
        string text,
        bool asText,
        RenderedPage? preview,
        string? message,
        bool isFault,
        IReadOnlyList<string> missing,
        int status
    )
    {
        var document = LivePostmortems.Read(revision.Slug, text);
        var patches = text == revision.Text ? postmortems.PatchesOf(revision) : postmortems.PatchesOf(revision with { Text = text });
        return Knowledge.Api.Ui.Page.Of<EditPostmortemPage, EditModel>(
            new(
                revision,
                text,
                document,
                patches,
                asText || !Content.Postmortems.PostmortemText.HasEditableKeys(text),
                preview,
                message,
                isFault,
                missing,
                Actor.Of(http.Request)
            )
            {
                Similar = document is null ? [] : live.Current.Incidents.Like(document),
                Repeated = document is null ? [] : live.Current.Incidents.RepeatedBy(document),
            },
            status
        );
    }

    private static RenderedPage? Render(LiveKnowledge live, string slug, string text) =>
        LivePostmortems.Read(slug, text) is { } document ? live.Preview(document) : null;
}
