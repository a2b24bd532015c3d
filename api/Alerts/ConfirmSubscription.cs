using System.Globalization;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Alerts;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Alerts;

/// <summary>
/// An operator confirms that a topic of Amazon SNS may post here: <c>POST /api/inbox/{id}/confirm</c> for programs,
/// <c>POST /alerts/subscriptions/{id}</c> for the button of the page. Nothing else ever does.
/// </summary>
internal static class ConfirmSubscription
{
    /// <param name="TopicArn">What posts from now on.</param>
    public sealed record Confirmed(string TopicArn);

    public static void MapConfirmSubscription(this RouteGroupBuilder api) =>
        api.MapPost("/inbox/{id}/confirm", Handle)
            .WithName("ConfirmSubscription")
            .WithSummary("Confirms that a topic of Amazon SNS may post here, at an address of Amazon SNS only.")
            .Produces<Confirmed>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void MapConfirmSubscriptionForm(this RouteGroupBuilder pages) => pages.MapPost("/alerts/subscriptions/{id}", HandleForm);

    private static async Task<IResult> Handle(HttpContext http, LiveAlerts alerts, SnsClient sns, string id, CancellationToken cancellation)
    {
        var (subscription, problem, detail) = await ConfirmAsync(alerts, sns, id, Actor.Of(http.Request), cancellation);
        return problem is null ? TypedResults.Ok(new Confirmed(subscription!.TopicArn)) : ErrorResponse.Json(http, problem, detail);
    }

    private static async Task<IResult> HandleForm(
        HttpContext http,
        LiveAlerts alerts,
        SnsClient sns,
        string id,
        [FromForm] string? actor,
        CancellationToken cancellation
    )
    {
        var (_, problem, detail) = await ConfirmAsync(alerts, sns, id, Actor.Remember(http, actor), cancellation);
        return problem is null ? TypedResults.LocalRedirect("/alerts") : ErrorResponse.Page(http, problem, detail);
    }

    private static async Task<(PendingSubscription? Subscription, Problem? Problem, string? Detail)> ConfirmAsync(
        LiveAlerts alerts,
        SnsClient sns,
        string id,
        string actor,
        CancellationToken cancellation
    )
    {
        if (alerts.Subscriptions() is not { } pending)
            return (null, Problem.CannotRead, null);
        if (pending.FirstOrDefault(s => s.Id.ToString(CultureInfo.InvariantCulture) == id) is not { ConfirmUrl: { } address } one)
            return (null, Problem.NoSuchSubscription, null);
        if (await sns.ConfirmAsync(address, cancellation) is { } refused)
            return (null, Problem.NotConfirmed, refused);
        return alerts.Confirmed(one, actor) ? (one, null, null) : (null, Problem.StoreUnavailable, null);
    }
}
