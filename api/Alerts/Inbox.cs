using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary><c>GET /api/inbox</c>: what senders posted; <c>POST /api/inbox/replay</c>: reads again what could not be read.</summary>
internal static class Inbox
{
    public const int MaxLimit = 500;

    public sealed record Response(IReadOnlyList<InboxItem> Items, int Unread);

    public sealed record Replayed(int Requests);

    public static void MapInbox(this RouteGroupBuilder api)
    {
        api.MapGet("/inbox", List)
            .WithName("ListInbox")
            .WithSummary("What senders posted, newest first; unreadable=true for what could not be read, and why.")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/inbox/replay", Replay)
            .WithName("ReplayInbox")
            .WithSummary("Reads again what could not be read, after a fault was fixed.")
            .Produces<Replayed>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    // Counted first: what is listed as not read is then counted.
    private static IResult List(HttpContext http, LiveAlerts alerts, bool unreadable = false) =>
        alerts.Unread is { } unread && alerts.Inbox(MaxLimit, unreadable) is { } items
            ? TypedResults.Ok(new Response(items, unread))
            : ErrorResponse.Json(http, Problem.CannotRead);

    private static IResult Replay(HttpContext http, LiveAlerts alerts) =>
        alerts.Replay() is { } requests ? TypedResults.Ok(new Replayed(requests)) : ErrorResponse.Json(http, Problem.StoreUnavailable);
}
