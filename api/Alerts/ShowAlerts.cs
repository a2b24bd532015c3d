using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Catalog;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

public sealed record AlertRow(AlertRecord Alert, AlertMatch Match, Owner? Owner);

/// <param name="Alerts">Null when they cannot be read just now.</param>
/// <param name="Unreadable">Requests of senders that could not be read; null when that cannot be told.</param>
/// <param name="NotUnderstood">The newest of them, with what they look like.</param>
/// <param name="Subscriptions">Topics of Amazon SNS that wait to be confirmed.</param>
public sealed record AlertsModel(
    IReadOnlyList<AlertRow>? Alerts,
    AlertFilter Filter,
    int? Unreadable,
    DateTimeOffset Now,
    IReadOnlyList<InboxItem> NotUnderstood,
    IReadOnlyList<PendingSubscription> Subscriptions
);

/// <summary><c>GET /alerts</c>: what fires now and what did, each with its runbook; asks again every half minute by itself.</summary>
internal static class ShowAlerts
{
    private const string Seconds = "30";

    private const int ShownNotUnderstood = 5;

    public static void MapAlertsPage(this RouteGroupBuilder pages) => pages.MapPage("/alerts", Handle);

    private static IResult Handle(
        HttpContext http,
        LiveAlerts alerts,
        TimeProvider time,
        string? state = null,
        string? service = null,
        string? severity = null
    )
    {
        if (state is "")
            state = null;
        if (state is not null && !AlertFilter.States.Contains(state))
            return ErrorResponse.Page(http, Problem.BadParameter, $"state is one of {string.Join(", ", AlertFilter.States)}.");
        var now = time.GetUtcNow();
        // Without script and without an open connection; a page that is read is not taken away, it only shows what is new.
        http.Response.Headers["Refresh"] = Seconds;
        var filter = new AlertFilter(state, service is "" ? null : service, severity is "" ? null : severity);
        var rows = alerts
            .List(filter, ListAlerts.MaxLimit)
            ?.Select(a => (Alert: a, Match: alerts.Match(a.Alert)))
            .Select(a => new AlertRow(a.Alert, a.Match, alerts.OwnerOf(a.Alert, a.Match)))
            .ToList();
        var unreadable = alerts.Inbox(Inbox.MaxLimit, unreadable: true);
        return Page.Of<AlertsPage, AlertsModel>(
            new(
                rows,
                filter,
                unreadable?.Count,
                now,
                [.. (unreadable ?? []).DistinctBy(i => (i.Source, i.Problem)).Take(ShownNotUnderstood)],
                alerts.Subscriptions() ?? []
            ),
            rows is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK
        );
    }
}
