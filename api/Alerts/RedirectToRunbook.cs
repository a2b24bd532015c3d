using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Search;
using Knowledge.Content.Alerts;
using Knowledge.Content.Text;
using Knowledge.Indexer.Search;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Alerts;

/// <summary>
/// <c>GET /r/{alertname}?label=value</c>: to the runbook of an alert; what teams write into <c>runbook_url</c>, so that it never
/// dies.
/// </summary>
internal static class RedirectToRunbook
{
    private const int MaxLabels = 32;
    private const int MaxHits = 10;

    public static void MapRunbookRedirect(this IEndpointRouteBuilder app) =>
        app.MapGet("/r/{**alertname}", Handle)
            .WithName("RedirectToRunbook")
            .WithSummary("Redirects to the runbook of an alert; label=value selects one of several.")
            .WithTags("alerts")
            .Produces(StatusCodes.Status302Found)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, LiveAlerts alerts, string alertname)
    {
        var name = Sentences.Truncate(alertname.Trim(), 200);
        if (name.Length == 0)
            return TypedResults.LocalRedirect("/runbooks");
        var alert = new FiredAlert
        {
            Key = name,
            Name = name,
            State = AlertState.Firing,
            Labels = [.. http.Request.Query.Take(MaxLabels).Select(q => KeyValuePair.Create(q.Key, q.Value.ToString()))],
        };
        // A link must not lead to what only sounds alike, in its words or in its name: that is shown to choose from.
        var match = alerts.Match(alert, live.Current, useText: false);
        if (match is { DocumentId: not null, Confidence: Confidence.High })
            return TypedResults.LocalRedirect(match.Url!);
        // Pages that share no more than "alert" are not meant.
        var hits = RelatedPages.Of(
            live.Current.Search(new(name, MaxHits), default).Hits,
            live.Current.Understood(name),
            live.Current.Documents.Count
        );
        if (match.DocumentId is { } id && live.Current.Find(id) is { } likely)
            hits =
            [
                hits.FirstOrDefault(h => h.DocumentId == id) ?? new(id, likely.Kind, likely.Title, "", match.Url!, match.Reason, 1, []),
                .. hits.Where(h => h.DocumentId != id),
            ];
        return ErrorResponse.Page(
            http,
            Problem.NoRunbook,
            live.IsComplete
                ? hits.Count > 0
                    ? T("No page is for the alert “{0}”. Pages that may be meant:", name)
                    : T("No page is for the alert “{0}”, and none has a word of its name that others do not have.", name)
                : T("No page for the alert “{0}” was found yet: pages are still being read. Pages that may be meant:", name),
            name,
            hits: hits
        );
    }
}
