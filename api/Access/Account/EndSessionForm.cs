using Knowledge.Api.Problems;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Access.Account;

/// <summary><c>POST /account/sessions/end</c>: signs a browser out, one's own or as administrator anybody's.</summary>
internal static class EndSessionForm
{
    public static void MapEndSessionForm(this RouteGroupBuilder pages) => pages.MapPost("/account/sessions/end", Handle);

    private static IResult Handle(HttpContext http, Sessions sessions, AuditTrail audit, [FromForm] string? session, [FromForm] string? all)
    {
        var (caller, key) = (Caller.Of(http), session ?? "");
        var isEnded = sessions.End(key, caller.Role == Role.Admin ? null : caller.Subject);
        if (!isEnded)
            return ErrorResponse.Page(http, Problem.NotFound, T("There is no such session of yours any more."));
        audit.Record(http, caller, "end session", key[..Math.Min(12, key.Length)], "done");
        return TypedResults.LocalRedirect(all is null ? "/account" : "/account/sessions");
    }
}
