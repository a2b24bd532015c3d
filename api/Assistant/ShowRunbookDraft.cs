using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Assistant;

/// <param name="Draft">Markdown; null when no step is left.</param>
/// <param name="Model">Whom it was asked of.</param>
public sealed record RunbookDraftModel(AlertRecord Alert, string? Draft, string Model, Summary Summary);

/// <summary><c>GET /assistant/runbook?alert=</c>: the steps that were done for an alert that is over, as the draft of a runbook.</summary>
internal static class ShowRunbookDraft
{
    public static void MapRunbookDraftPage(this RouteGroupBuilder pages) => pages.MapPage("/assistant/runbook", Handle);

    private static async Task<IResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        LiveAlerts alerts,
        [FromServices] AssistantAccess access,
        string? alert = null
    )
    {
        var found = alerts.Find(alert ?? "");
        if (found.Alert is not { } record)
            return ErrorResponse.Page(http, Problem.NotFoundIn(found));
        if (record.State != AlertState.Resolved)
            return ErrorResponse.Page(http, Problem.BadRequest, T("The alert is not over, so nobody knows yet which steps solved it."));
        if (alerts.Match(record.Alert, live.Current).DocumentId is not { } id || live.Current.Find(id) is not { } runbook)
            return ErrorResponse.Page(http, Problem.NoRunbook);
        if (alerts.RunOf(record, id) is not { } run)
            return ErrorResponse.Page(http, Problem.CannotRead);
        var summary = await access.Assistant!.DraftStepsAsync(
            DoneSteps.Entries(runbook, run, live.Html(runbook).Html),
            http.RequestAborted
        );
        var steps = summary.Reply.Kept;
        return Page.Of<RunbookDraftPage, RunbookDraftModel>(
            new(record, steps.Count == 0 ? null : DoneSteps.Draft(record, steps), access.Model, summary)
        );
    }
}
