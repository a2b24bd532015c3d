using Knowledge.Api.Live;
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
        api.MapGet(
                "/inbox",
                (LiveAlerts alerts, bool unreadable = false) =>
                    TypedResults.Ok(new Response(alerts.Inbox(MaxLimit, unreadable), alerts.Unread))
            )
            .WithName("ListInbox")
            .WithSummary("What senders posted, newest first; unreadable=true for what could not be read, and why.");
        api.MapPost("/inbox/replay", (LiveAlerts alerts) => TypedResults.Ok(new Replayed(alerts.Replay() ?? 0)))
            .WithName("ReplayInbox")
            .WithSummary("Reads again what could not be read, after a fault was fixed.");
    }
}
