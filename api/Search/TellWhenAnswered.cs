using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>
/// <c>POST /gaps/{id}/tell</c>: who asked is told by mail when somebody has answered; <c>POST /gaps/{id}/tell/stop</c> takes that back.
/// </summary>
internal static class TellWhenAnswered
{
    public static void MapTellWhenAnswered(this RouteGroupBuilder pages)
    {
        pages.MapPost("/gaps/{id}/tell", Ask);
        pages.MapPost("/gaps/{id}/tell/stop", Stop);
    }

    private static IResult Ask(HttpContext http, VisibleKnowledge live, [FromServices] Askers askers, string id)
    {
        if (live.FindGaps([id]) is not { } gaps)
            return ErrorResponse.Page(http, Problem.CannotRead);
        var caller = Caller.Of(http);
        if (gaps.Count == 0 || askers.StateOf(caller, id) == AskerState.Unavailable)
            return ErrorResponse.Page(http, Problem.NotFound, T("Nobody can be told by mail about this search, or it was too long ago."));
        return askers.Ask(caller, id) switch
        {
            null => ErrorResponse.Page(http, Problem.StoreUnavailable),
            false => ErrorResponse.Page(http, Problem.TooManyAskers),
            true => Back(id),
        };
    }

    private static IResult Stop(HttpContext http, [FromServices] Askers askers, string id)
    {
        var caller = Caller.Of(http);
        return !caller.IsSignedIn ? ErrorResponse.Page(http, Problem.NotFound)
            : askers.Forget(caller, id) ? Back(id)
            : ErrorResponse.Page(http, Problem.StoreUnavailable);
    }

    private static IResult Back(string id) => TypedResults.LocalRedirect($"/gaps/{Uri.EscapeDataString(id)}");
}
