using System.Globalization;
using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Sources;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Postmortems;

/// <summary><c>GET</c> and <c>POST /postmortems/{slug}/edit</c>: a postmortem as a form or as text; each button saves first.</summary>
internal static class EditPostmortem
{
    private sealed record AutosaveResponse(int Revision, string At, string Patched, IReadOnlyList<string> Problems);

    private static readonly string[] States = ["draft", "published", "closed", "discarded"];

    public static void MapEditPostmortem(this RouteGroupBuilder pages)
    {
        pages.MapPage("/postmortems/{slug}/edit", Show);
        pages.MapPost("/postmortems/{slug}/edit", Handle);
    }

    private static IResult Show(
        HttpContext http,
        LivePostmortems postmortems,
        VisibleKnowledge live,
        AuditTrail audit,
        string slug,
        string? view = null,
        int? saved = null,
        string? done = null
    )
    {
        if (postmortems.Find(slug) is not { } newest)
            return ErrorResponse.Page(http, Problem.NotFoundIn(postmortems));
        if (postmortems.IsSeenAsAdministrator(newest))
            audit.RecordReading(http, slug);
        var isNewest = saved == newest.Number;
        var changed = isNewest && States.Contains(done) && newest.State == done ? done : null;
        return new EditResult(http, postmortems, live).Page(
            newest,
            newest.Text,
            view == "text",
            changed is not null ? StateSentence.Of(changed)
                : isNewest ? T("Saved as revision {0}.", saved)
                : null
        ) with
        {
            Undoable = changed,
        };
    }

    private static async Task<IResult> Handle(
        HttpContext http,
        LivePostmortems postmortems,
        VisibleKnowledge live,
        AuditTrail audit,
        string slug,
        IFormCollection form
    )
    {
        if (postmortems.Find(slug) is not { } newest)
            return ErrorResponse.Page(
                http,
                Problem.NotSavedIn(postmortems),
                postmortems.HasStore
                    ? null
                    : T("Nothing was saved. Go back: what you typed is still in the form. Try again in a few seconds.")
            );
        var result = new EditResult(http, postmortems, live);
        var (revision, what) = (SubmittedPostmortem.RevisionOf(form), form["do"].ToString());
        var from = postmortems.Find(slug, revision);
        var text = SubmittedPostmortem.TextOf(form, from?.Text ?? newest.Text);
        var asText = what == "view-text" || (what != "view-form" && form["view"] == "text");
        if (what == "autosave")
            return Autosave(http, postmortems, newest, revision, text, form);
        if (what == "preview")
            return result.Page(from ?? newest, text, asText, T("Not saved yet.")) with { IsPreviewed = true };
        if (SubmittedPostmortem.ProblemsOf(form) is { Count: > 0 } problems)
            return result.Page(from ?? newest, text, asText, T("Not saved: correct the marked fields.")) with
            {
                Problems = problems,
                Status = StatusCodes.Status422UnprocessableEntity,
            };
        if (newest.Number == revision && LivePostmortems.Validate(newest, text) is { } error)
            return result.Page(newest, text, asText, T("Not saved: {0}", error)) with { Status = StatusCodes.Status422UnprocessableEntity };
        if (what == "leave-open")
        {
            var rest = new RestOpen(form["rest-owner"].ToString().Trim(), form["rest-due"].ToString().Trim());
            if (LeaveOpen(postmortems, newest, text, rest) is not { } answered)
                return result.Page(from ?? newest, text, asText, T("Not saved: give an owner and a date.")) with
                {
                    Rest = rest with { Problem = FieldProblem.WrongDate(rest.Due!) ?? T("Both an owner and a date are needed.") },
                    Status = StatusCodes.Status422UnprocessableEntity,
                };
            if (LivePostmortems.SecretIn(answered) is { } secret)
                return result.Page(newest, text, asText, T("Not saved: {0}", secret)) with
                {
                    Rest = rest,
                    Status = StatusCodes.Status422UnprocessableEntity,
                };
            text = answered;
        }

        var actor = Actor.Remember(http, form["actor"]);
        var save = postmortems.Save(slug, revision, text, actor, what == "leave-open" ? "left the rest open" : "");
        if (save is { Outcome: SaveOutcome.Saved, Newest: { } written })
            AuditedChange.Set(http, from?.Text ?? newest.Text, written.Text);
        if (save is { Outcome: SaveOutcome.Conflict, Newest: { } theirs })
            return Ui.Page.Of<MergePage, MergeModel>(
                new(theirs, text, from is null ? null : TextMerge.Of(from.Text, theirs.Text, text), TextDiff.Of(theirs.Text, text), actor),
                StatusCodes.Status412PreconditionFailed
            );
        if (save is not { Outcome: SaveOutcome.Saved or SaveOutcome.Unchanged, Newest: { } saved })
        {
            var unsaved = save is null ? Problem.StoreUnavailable.Cause : Problem.TooManyRevisions.Cause;
            return result.Page(newest, text, asText, T("Not saved: {0} Your text is still in the form.", FromEnglish(unsaved))) with
            {
                Status = StatusCodes.Status503ServiceUnavailable,
            };
        }
        if (!States.Contains(what))
            return TypedResults.LocalRedirect($"/postmortems/{slug}/edit?{(asText ? "view=text&" : "")}saved={saved.Number}");
        var reason = form["close-reason"].ToString().Trim();
        if (what == "closed" && reason.Length > 0 && !ChangePostmortemState.MayCloseOver(http))
            return ErrorResponse.Page(http, Problem.NotAllowed, ChangePostmortemState.OnlyAdministratorsClose);
        return await ChangeState(result, postmortems, audit, saved, what, actor, reason);
    }

    private static async Task<IResult> ChangeState(
        EditResult result,
        LivePostmortems postmortems,
        AuditTrail audit,
        AuthoredRevision saved,
        string state,
        string actor,
        string reason
    )
    {
        var (changed, missing) = await postmortems.ChangeStateAsync(saved.Slug, saved.Number, state, actor, reason);
        if (changed is { Outcome: SaveOutcome.Saved, Newest: { } done })
        {
            ChangePostmortemState.RecordOver(result.Http, audit, done);
            return TypedResults.LocalRedirect(
                state == "discarded"
                    ? $"/postmortems?discarded={saved.Slug}"
                    : $"/postmortems/{saved.Slug}/edit?saved={done.Number}&done={state}"
            );
        }
        // People are asked questions; names of surfaces are for files and programs.
        var patches = postmortems.PatchesOf(saved);
        var reasons = missing.SequenceEqual(patches.Missing)
            ? [.. patches.Surfaces.Where(s => s.Missing is not null).Select(Unanswered)]
            : missing;
        return result.Page(
            saved,
            saved.Text,
            false,
            missing.Count > 0
                ? T("Saved. It is not {0} yet:", FromEnglish(state))
                : T("Saved, but the state could not be changed; try again.")
        ) with
        {
            Missing = reasons,
            Status = missing.Count > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status503ServiceUnavailable,
        };
    }

    private static string Unanswered(SurfaceVerdict verdict) =>
        $"{FromEnglish(SurfaceQuestion.Of(verdict.Name).Question)} "
        + QuestionDetail.Capital(FieldLabels.In(FromEnglish(verdict.Missing!)));

    // What can be kept is kept while somebody types; what cannot is named, and stays in its field.
    private static IResult Autosave(
        HttpContext http,
        LivePostmortems postmortems,
        AuthoredRevision newest,
        int revision,
        string text,
        IFormCollection form
    )
    {
        if (newest.Number == revision && LivePostmortems.Validate(newest, text) is { } error)
            return ErrorResponse.Json(http, Problem.InvalidPostmortem, error);
        var save = postmortems.Save(newest.Slug, revision, text, Actor.Remember(http, form["actor"]), isAutosave: true);
        return save is { Outcome: SaveOutcome.Saved or SaveOutcome.Unchanged, Newest: { } kept }
            ? TypedResults.Json(
                new AutosaveResponse(
                    kept.Number,
                    $"{kept.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC",
                    PatchStatus.TextOf(postmortems.PatchesOf(kept)),
                    [.. SubmittedPostmortem.ProblemsOf(form).Select(p => p.Message)]
                )
            )
            : AuthoredPostmortem.ToErrorResult(http, save, postmortems);
    }

    private static string? LeaveOpen(LivePostmortems postmortems, AuthoredRevision newest, string text, RestOpen rest) =>
        rest.Owner is { Length: > 0 } owner
        && DateOnly.TryParseExact(rest.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due)
            ? SurfaceAnswers.LeaveOpen(
                text,
                [.. postmortems.PatchesOf(newest with { Text = text }).Surfaces.Where(s => s.Missing is not null).Select(s => s.Name)],
                owner,
                due
            )
            : null;
}
