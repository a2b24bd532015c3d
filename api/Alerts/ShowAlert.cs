using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Alerts;

/// <param name="Runbook">The page that fits; null when there is none.</param>
/// <param name="Lacks">What that page needs and does not have.</param>
/// <param name="Checklist">Its steps, filled from the labels of the alert; null when there is no page, or it has no steps.</param>
/// <param name="Body">The page in full, where it has no steps; null otherwise.</param>
/// <param name="Suggested">Without a runbook: the page that its words suggest; null when there is none.</param>
/// <param name="Hits">Without a runbook: other pages that share its words.</param>
/// <param name="Votes">Null when they cannot be read just now.</param>
/// <param name="Run">Null when it cannot be read just now: then no step is said to be open.</param>
/// <param name="History">Null when it cannot be read just now.</param>
/// <param name="Teams">Who can be handed to.</param>
/// <param name="IsComplete">Whether all pages have been read: until then a runbook that is not found may still come.</param>
public sealed record AlertModel(
    AlertRecord Alert,
    AlertMatch Match,
    Owner? Owner,
    Document? Runbook,
    IReadOnlyList<string> Lacks,
    RunbookChecklist? Checklist,
    string? Body,
    Neighbours? Neighbours,
    Document? Suggested,
    IReadOnlyList<Hit> Hits,
    IReadOnlyList<RunbookVotes>? Votes,
    RunbookRun? Run,
    IReadOnlyList<AlertHistoryEntry>? History,
    IReadOnlyList<string> Teams,
    string Actor,
    bool IsComplete,
    DateTimeOffset Now
)
{
    /// <summary>Whether whoever looks at the page is on it.</summary>
    public bool IsMine => Alert.Holder is { } holder && holder.Name == Actor;

    public bool IsNamed => Actor != Hosting.Actor.Unnamed;
}

/// <summary><c>GET /alerts/{id}</c>: the alert with its runbook on the same page.</summary>
internal static class ShowAlert
{
    private const int MaxHits = 5;

    public static void MapAlertPage(this RouteGroupBuilder pages) => pages.MapPage("/alerts/{id}", Handle);

    private static async Task<IResult> Handle(HttpContext http, LiveAlerts alerts, VisibleKnowledge live, TimeProvider time, string id)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return ErrorResponse.Page(http, Problem.NotFoundIn(found));
        var isComplete = live.IsComplete;
        var (now, knowledge) = (time.GetUtcNow(), live.Current);
        var match = alerts.Match(alert.Alert, knowledge);
        var runbook = match.DocumentId is { } document ? knowledge.Find(document) : null;
        var suggested = match.Suggestion is { } guess ? knowledge.Find(guess.DocumentId) : null;
        var run = runbook is null ? new([]) : alerts.RunOf(alert, runbook.Id.Value);
        var checklist = runbook is null ? null : RunbookChecklist.Of(runbook, alert.Alert, run);
        return Page.Of<AlertPage, AlertModel>(
            new(
                alert,
                match,
                alerts.OwnerOf(alert, match, knowledge),
                runbook,
                runbook is null ? [] : RunbookCompleteness.MissingParts(runbook, knowledge),
                checklist is { Total: > 0 } ? checklist : null,
                runbook is not null && checklist is { Total: 0 } ? Body(live, runbook, alert, match) : null,
                runbook is null ? null : knowledge.NeighboursOf(runbook),
                suggested,
                runbook is null ? await HitsOf(live, alert, suggested, http.RequestAborted) : [],
                alerts.VotesOf(alert.Name) is { } votes ? [.. votes.Where(v => live.Shows(v.DocumentId))] : null,
                run,
                AlertHistory.Of(alert, alerts.Events(id), alerts.Log(alert), run, checklist),
                [.. knowledge.Catalog.Teams.Select(t => t.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order()],
                Actor.Of(http.Request),
                isComplete,
                now
            )
        );
    }

    private static string Body(VisibleKnowledge live, Document runbook, AlertRecord alert, AlertMatch match)
    {
        var html = CommandPlaceholders.Fill(live.Html(runbook).Html, alert.Alert);
        return match.IsByWords ? GuessedPageHtml.WithWarnings(html) : html;
    }

    private static async Task<IReadOnlyList<Hit>> HitsOf(
        VisibleKnowledge live,
        AlertRecord alert,
        Document? suggested,
        CancellationToken cancellation
    )
    {
        var words = Sentences.Truncate(AlertMatcher.TextOf(alert.Alert), SearchRequest.MaxPasteCharacters);
        return [.. (await live.SearchAsync(new(words, MaxHits), cancellation)).Hits.Where(h => h.DocumentId != suggested?.Id.Value)];
    }
}
