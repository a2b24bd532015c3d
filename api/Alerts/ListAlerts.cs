using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary><c>GET /api/alerts</c>: alerts that were posted, those that fire first, each with its runbook.</summary>
internal static class ListAlerts
{
    public const int MaxLimit = 500;

    public sealed record Item(AlertRecord Alert, AlertMatch Match);

    public sealed record Response(IReadOnlyList<Item> Alerts);

    public static void MapListAlerts(this RouteGroupBuilder api) =>
        api.MapGet("/alerts", Handle)
            .WithName("ListAlerts")
            .WithSummary(
                "Alerts that were posted, those that fire first; state (open, firing, acknowledged, "
                    + "resolved), service and severity narrow them down."
            )
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Handle(
        HttpContext http,
        LiveAlerts alerts,
        VisibleKnowledge live,
        string? state = null,
        string? service = null,
        string? severity = null,
        int limit = 100
    )
    {
        if (state is not null && !AlertFilter.States.Contains(state))
            return ErrorResponse.Json(http, Problem.BadParameter, $"state is one of {string.Join(", ", AlertFilter.States)}.");
        if (limit is < 1 or > MaxLimit)
            return ErrorResponse.Json(http, Problem.BadParameter, $"limit is 1 to {MaxLimit}.");
        var knowledge = live.Current;
        return alerts.List(new(state, service, severity), limit) is { } listed
            ? TypedResults.Ok(new Response([.. listed.Select(a => new Item(a, alerts.Match(a.Alert, knowledge)))]))
            : ErrorResponse.Json(http, Problem.CannotRead);
    }
}
