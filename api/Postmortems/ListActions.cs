using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Postmortems;

/// <summary><c>GET /api/actions</c>: what postmortems say is to be done, overdue first.</summary>
internal static class ListActions
{
    /// <param name="Total">All that fit the question; the list is a part of them.</param>
    public sealed record Response(int Open, int Done, int Overdue, int Total, IReadOnlyList<TrackedAction> Actions);

    public static void MapListActions(this RouteGroupBuilder api) =>
        api.MapGet("/actions", Handle)
            .WithName("ListActions")
            .WithSummary("Actions of all postmortems, open surfaces included; overdue first.")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Handle(
        HttpContext http,
        VisibleKnowledge live,
        TimeProvider time,
        string? team = null,
        string? state = null,
        int limit = ListLimits.Most,
        int offset = 0
    )
    {
        if (ListLimits.Refuse(http, limit, offset) is { } refused)
            return refused;
        var register = live.Current.ActionsOn(time.GetUtcNow());
        var fitting = register
            .Actions.Where(a =>
                (string.IsNullOrEmpty(team) || string.Equals(a.Team, team, StringComparison.OrdinalIgnoreCase))
                && (string.IsNullOrEmpty(state) || a.State.ToString().Equals(state, StringComparison.OrdinalIgnoreCase))
            )
            .ToList();
        return TypedResults.Ok(
            new Response(register.Open, register.Done, register.Overdue, fitting.Count, [.. fitting.Skip(offset).Take(limit)])
        );
    }
}
