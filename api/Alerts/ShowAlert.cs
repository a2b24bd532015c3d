using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Content.Text;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Alerts;

/// <param name="Runbook">The page that fits; null when there is none.</param>
/// <param name="Events">Null when they cannot be read just now.</param>
/// <param name="Suggested">Without a runbook: the page that its words suggest; null when there is none.</param>
/// <param name="Hits">Without a runbook: other pages that share its words.</param>
/// <param name="Votes">Null when they cannot be read just now.</param>
/// <param name="Run">Null when it cannot be read just now: then no step is said to be open.</param>
/// <param name="IsComplete">Whether all pages have been read: until then a runbook that is not found may still come.</param>
public sealed record AlertModel(
    AlertRecord Alert,
    AlertMatch Match,
    Owner? Owner,
    IReadOnlyList<AlertEvent>? Events,
    Document? Runbook,
    RenderedPage? Body,
    Neighbours? Neighbours,
    Document? Suggested,
    IReadOnlyList<Hit> Hits,
    IReadOnlyList<RunbookVotes>? Votes,
    RunbookRun? Run,
    string Actor,
    bool IsComplete,
    DateTimeOffset Now
);

/// <summary><c>GET /alerts/{id}</c>: the alert with its runbook on the same page.</summary>
internal static class ShowAlert
{
    private const int MaxHits = 5;

    public static void MapAlertPage(this RouteGroupBuilder pages) => pages.MapPage("/alerts/{id}", Handle);

    private static async Task<IResult> Handle(HttpContext http, LiveAlerts alerts, LiveKnowledge live, TimeProvider time, string id)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return ErrorResponse.Page(http, Problem.NotFoundIn(found));
        var isComplete = live.IsComplete;
        var (match, now) = (alerts.Match(alert.Alert), time.GetUtcNow());
        var runbook = match.DocumentId is { } document ? live.Current.Find(document) : null;
        var suggested = match.Suggestion is { } guess ? live.Current.Find(guess.DocumentId) : null;
        var run = runbook is null ? new([]) : alerts.RunOf(alert, runbook.Id.Value);
        return Page.Of<AlertPage, AlertModel>(
            new(
                alert,
                match,
                alerts.OwnerOf(alert, match),
                alerts.Events(id),
                runbook,
                runbook is null ? null : Filled(live.Html(runbook), alert, run, match.IsByWords),
                runbook is null ? null : live.Current.NeighboursOf(runbook),
                suggested,
                runbook is null
                    ?
                    [
                        .. (
                            await live.SearchAsync(
                                new(Sentences.Truncate(AlertMatcher.TextOf(alert.Alert), SearchRequest.MaxPasteCharacters), MaxHits),
                                http.RequestAborted
                            )
                        ).Hits.Where(h => h.DocumentId != suggested?.Id.Value),
                    ]
                    : [],
                alerts.VotesOf(alert.Name),
                run,
                Knowledge.Api.Hosting.Actor.Of(http.Request),
                isComplete,
                now
            )
        );
    }

    // Boxes of a run that nobody knows are no fields: nothing can be ticked, and nothing taken back.
    private static RenderedPage Filled(RenderedPage page, AlertRecord alert, RunbookRun? run, bool isByWords)
    {
        var html = CommandPlaceholders.Fill(page.Html, alert.Alert);
        if (isByWords)
            html = RunbookChecklistHtml.WithWarnings(html);
        return page with
        {
            Html = run is null ? html : RunbookChecklistHtml.WithCheckboxes(html, run.Done.Select(s => s.Step).ToHashSet()),
        };
    }
}
