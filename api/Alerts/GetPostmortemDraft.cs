using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Alerts;

/// <summary><c>GET /alerts/{id}/postmortem.md</c>: a postmortem begun from an alert, as a file to go on with.</summary>
internal static class GetPostmortemDraft
{
    public static void MapPostmortemDraft(this RouteGroupBuilder pages) => pages.MapGet("/alerts/{id}/postmortem.md", Handle);

    private static IResult Handle(HttpContext http, LiveAlerts alerts, VisibleKnowledge live, ServerOptions options, string id)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return ErrorResponse.Page(http, Problem.NotFoundIn(found));
        if (CreatePostmortem.OfAlert(alerts, live, alert, options.RootFor(http.Request)) is not { } draft)
            return ErrorResponse.Page(http, Problem.CannotRead);
        var name = Content.Documents.DocumentId.FromText(alert.Name.Replace('/', '-')).Value;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{alert.StartsAt.UtcDateTime:yyyy-MM-dd}-{name}.md\"";
        return TypedResults.Text(draft.Text(hints: true), "text/markdown; charset=utf-8");
    }
}
