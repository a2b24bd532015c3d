using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Text;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Postmortems;

/// <summary>What a new runbook begins with, as the form has it.</summary>
/// <param name="Alert">Id of an alert that was posted here; empty for none.</param>
/// <param name="Searched">Words that found nothing; empty for none.</param>
/// <param name="Postmortem">Slug of a postmortem that needs it; empty for none.</param>
/// <param name="Steps">How many steps were done that it would begin with.</param>
/// <param name="Drafts">Runbooks that are being written; null when they cannot be read just now.</param>
public sealed record NewRunbookModel(
    string Title,
    string Alert,
    string Searched,
    string Postmortem,
    int Steps,
    string? Problem,
    IReadOnlyList<AuthoredRevision>? Drafts,
    string Actor
);

/// <summary>
/// <c>GET</c> and <c>POST /runbooks/new</c>: begins a runbook, from words that found nothing, from an alert with what was done about it,
/// from a postmortem that needs it, or empty.
/// </summary>
internal static class NewRunbook
{
    private const int MaxDrafts = 100;

    public static void MapNewRunbook(this RouteGroupBuilder pages)
    {
        pages.MapPage("/runbooks/new", Show);
        pages.MapPost("/runbooks/new", Handle);
    }

    private static IResult Show(
        HttpContext http,
        LivePostmortems written,
        LiveAlerts alerts,
        VisibleKnowledge live,
        string? title = null,
        string? alert = null,
        string? searched = null,
        string? postmortem = null
    )
    {
        var (draft, problem) = Draft(written, alerts, live, title, alert, searched, postmortem);
        return Shown(http, written, draft, problem, (title, alert, searched, postmortem));
    }

    private static IResult Handle(HttpContext http, LivePostmortems written, LiveAlerts alerts, VisibleKnowledge live, IFormCollection form)
    {
        var given = (form["title"].ToString(), form["alert"].ToString(), form["searched"].ToString(), form["postmortem"].ToString());
        var (draft, problem) = Draft(written, alerts, live, given.Item1, given.Item2, given.Item3, given.Item4);
        if (draft is null)
            return Shown(http, written, null, problem ?? T("Give it a title."), given, StatusCodes.Status422UnprocessableEntity);
        return written.CreateRunbook(draft.Title, draft.Text(), Actor.Remember(http, form["actor"])) switch
        {
            { Outcome: SaveOutcome.Saved, Newest: { } created } => TypedResults.LocalRedirect($"/postmortems/{created.Slug}/edit"),
            { Outcome: SaveOutcome.TooMany } => ErrorResponse.Page(http, Problem.TooManyPostmortems),
            _ => Shown(http, written, draft, Problem.StoreUnavailable.Cause, given, StatusCodes.Status503ServiceUnavailable),
        };
    }

    private static (RunbookDraft? Draft, string? Problem) Draft(
        LivePostmortems written,
        LiveAlerts alerts,
        VisibleKnowledge live,
        string? title,
        string? alert,
        string? searched,
        string? postmortem
    )
    {
        RunbookDraft? draft = null;
        if (!string.IsNullOrEmpty(alert))
        {
            if (alerts.Find(alert).Alert is not { } fired)
                return (null, T("The alert cannot be found just now; empty its field, or open the alert again."));
            var match = alerts.Match(fired.Alert, live.Current);
            var runbook = match.DocumentId is { } id ? live.Current.Find(id) : null;
            var run = runbook is null ? new([]) : alerts.RunOf(fired, runbook.Id.Value);
            if (run is null || alerts.Log(fired) is not { } log)
                return (null, T("What was done so far cannot be read just now. Try again in a few seconds."));
            draft = RunbookDraft.OfAlert(
                fired,
                alerts.OwnerOf(fired, match, live.Current)?.Team,
                runbook is null ? null : RunbookChecklist.Of(runbook, fired.Alert, run),
                run,
                log
            );
        }
        else if (!string.IsNullOrWhiteSpace(searched))
            draft = RunbookDraft.OfWords(Sentences.Truncate(searched.Trim(), SearchRequest.MaxQueryCharacters));
        else if (
            !string.IsNullOrEmpty(postmortem)
            && written.Find(postmortem) is { } source
            && LivePostmortems.Read(postmortem, source.Text) is { } document
        )
        {
            var front = document.FrontMatter;
            draft = new(document.Title, front.Owner, front.Services, [], [.. front.Symptoms.Concat(front.Searched).Distinct()], []);
        }
        title = Sentences.Truncate((title ?? "").Trim(), CreatePostmortem.MaxTitleCharacters);
        return title.Length == 0 ? (draft, null)
            : draft is null ? (RunbookDraft.OfWords(title) with { Symptoms = [] }, null)
            : (draft with { Title = title }, null);
    }

    private static IResult Shown(
        HttpContext http,
        LivePostmortems written,
        RunbookDraft? draft,
        string? problem,
        (string? Title, string? Alert, string? Searched, string? Postmortem) given,
        int status = StatusCodes.Status200OK
    ) =>
        Page.Of<NewRunbookPage, NewRunbookModel>(
            new(
                draft?.Title ?? given.Title ?? "",
                given.Alert ?? "",
                given.Searched ?? "",
                given.Postmortem ?? "",
                draft?.Steps.Count ?? 0,
                problem,
                written.List() is { } all
                    ? [.. all.Where(r => r.State == "draft" && AuthoredSource.IsRunbook(r.Slug)).Take(MaxDrafts)]
                    : null,
                Actor.Of(http.Request)
            ),
            status
        );
}
