using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary><c>POST /api/match</c>: the runbook of each alert of a payload, as a sender posts it. Keeps nothing.</summary>
internal static class MatchAlerts
{
    public static void MapMatchAlerts(this RouteGroupBuilder api) =>
        api.MapPost("/match", Handle)
            .WithName("MatchAlerts")
            .WithSummary(
                "The runbook of each alert, and why it fits; the body is what Alertmanager, Grafana, "
                    + "Opsgenie, PagerDuty or Datadog post. Keeps nothing."
            )
            .Accepts<object>("application/json")
            .Produces<IReadOnlyList<AlertMatch>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> Handle(
        HttpContext http,
        LiveAlerts alerts,
        VisibleKnowledge live,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (!http.Request.HasJsonContentType())
            return ErrorResponse.Json(http, Problem.UnsupportedMediaType);
        var (body, problem) = await RequestBody.ReadAsync(http, AlertPayloadReader.MaxBytes, time, cancellation);
        if (body is null)
            return ErrorResponse.Json(http, problem!);
        var payload = AlertPayloadReader.Read(body, new(Headers: ReceiveHook.HeadersOf(http.Request), Received: time.GetUtcNow()));
        if (payload.Problem is { } unreadable)
            return ErrorResponse.Json(http, Problem.NoAlert, unreadable);
        var knowledge = live.Current;
        return TypedResults.Ok<IReadOnlyList<AlertMatch>>([.. payload.Alerts.Select(a => alerts.Match(a, knowledge))]);
    }
}
