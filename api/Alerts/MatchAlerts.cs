using Knowledge.Api.Problems;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Serving;

namespace Knowledge.Api.Alerts;

/// <summary><c>POST /api/match</c>: the runbook of each alert of a payload, as a sender posts it. Keeps nothing.</summary>
internal static class MatchAlerts
{
    public static void MapMatchAlerts(this RouteGroupBuilder api) =>
        api.MapPost("/match", Handle)
            .WithName("MatchAlerts")
            .WithSummary(
                "The runbook of each alert, and why it fits; the body is what Alertmanager, Grafana, Opsgenie, PagerDuty or Datadog post. Keeps nothing."
            )
            .Accepts<object>("application/json")
            .Produces<IReadOnlyList<AlertMatch>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> Handle(HttpContext http, LiveAlerts alerts, CancellationToken cancellation)
    {
        if (!http.Request.HasJsonContentType())
            return ErrorAnswer.Json(http, Problem.UnsupportedMediaType);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, cancellation);
        var payload = AlertPayloadReader.Read(body.GetBuffer().AsMemory(0, (int)body.Length));
        if (payload.Problem is { } problem)
            return ErrorAnswer.Json(http, Problem.NoAlert, problem);
        return TypedResults.Ok<IReadOnlyList<AlertMatch>>([.. payload.Alerts.Select(a => alerts.Match(a))]);
    }
}
