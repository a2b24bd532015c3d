using Knowledge.Api.Live;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Postmortems;

/// <summary><c>GET /api/actions</c>: what postmortems say is to be done, overdue first.</summary>
internal static class ListActions
{
    public sealed record Response(int Open, int Done, int Overdue, IReadOnlyList<TrackedAction> Actions);

    public static void MapListActions(this RouteGroupBuilder api) =>
        api.MapGet("/actions", Handle)
            .WithName("ListActions")
            .WithSummary("What postmortems say is to be done, open surfaces included; overdue first.")
            .Produces<Response>();

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<Response> Handle(
        LiveKnowledge live,
        TimeProvider time,
        string? team = null,
        string? state = null
    )
    {
        var register = live.Current.ActionsOn(time.GetUtcNow());
        return TypedResults.Ok(
            new Response(
                register.Open,
                register.Done,
                register.Overdue,
                [
                    .. register.Actions.Where(a =>
                        (string.IsNullOrEmpty(team) || string.Equals(a.Team, team, StringComparison.OrdinalIgnoreCase))
                        && (string.IsNullOrEmpty(state) || a.State.ToString().Equals(state, StringComparison.OrdinalIgnoreCase))
                    ),
                ]
            )
        );
    }
}
