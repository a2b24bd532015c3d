using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Access.Account;

/// <param name="Made">The token that was made just now: it is shown this once.</param>
/// <param name="Message">Why none was made.</param>
public sealed record TokensModel(
    Caller Caller,
    IReadOnlyList<AccessToken> Tokens,
    DateTimeOffset Now,
    string? Made = null,
    string? Message = null
);

/// <summary><c>GET /account/tokens</c>: one's tokens, an administrator's all; <c>POST</c> makes one, <c>POST …/end</c> ends one.</summary>
internal static class ShowTokens
{
    public static void MapShowTokens(this RouteGroupBuilder pages) => pages.MapPage("/account/tokens", Handle);

    public static void MapMakeToken(this RouteGroupBuilder pages) => pages.MapPost("/account/tokens", Make);

    public static void MapEndToken(this RouteGroupBuilder pages) => pages.MapPost("/account/tokens/end", End);

    private static IResult Handle(HttpContext http, Tokens tokens, TimeProvider time) =>
        Page.Of<TokensPage, TokensModel>(ModelOf(http, tokens, time));

    private static IResult Make(
        HttpContext http,
        Tokens tokens,
        AuditTrail audit,
        TimeProvider time,
        LiveKnowledge live,
        IFormCollection form
    )
    {
        var caller = Caller.Of(http);
        // A program that could make tokens would live on after its own has ended.
        if (caller.TokenId is not null)
            return ErrorResponse.Page(http, Problem.NotAllowed, T("A token cannot create tokens: sign in."));
        var name = form["name"].ToString().Trim();
        var scopes = TokenScopeNames.Parse(form["scope"].OfType<string>());
        int? days = int.TryParse(form["days"], out var given) ? given : null;
        var (seesAs, stranger) = SeesAs(form, caller);
        if ((AccessToken.Mistake(name, scopes, days, caller.Role) ?? stranger) is { } mistake)
            return Page.Of<TokensPage, TokensModel>(
                ModelOf(http, tokens, time) with
                {
                    Message = mistake,
                },
                StatusCodes.Status422UnprocessableEntity
            );
        if (tokens.Make(name, caller, scopes!.Value, days!.Value, seesAs) is not { } token)
            return live.HasStore
                ? Page.Of<TokensPage, TokensModel>(
                    ModelOf(http, tokens, time) with
                    {
                        Message = T("You have {0} tokens; revoke one that nothing uses any more.", AccessToken.MostOfOne),
                    },
                    StatusCodes.Status409Conflict
                )
                : ErrorResponse.Page(http, Problem.StoreUnavailable);
        audit.Record(
            http,
            caller,
            "make token",
            $"{name} ({scopes.Value.Write()}, {days} days{(seesAs is null ? "" : $", sees as {string.Join(", ", seesAs)}")})",
            "done"
        );
        return Page.Of<TokensPage, TokensModel>(ModelOf(http, tokens, time) with { Made = token });
    }

    // All of one's groups are those that one is in from time to time, not only those of today.
    private static (IReadOnlyList<string>? SeesAs, string? Mistake) SeesAs(IFormCollection form, Caller caller)
    {
        if (!form.ContainsKey("group.asked"))
            return (null, null);
        var chosen = Groups.Clean(form["group"].OfType<string>());
        return chosen.FirstOrDefault(g => !caller.Groups.Contains(g)) is { } stranger
                ? (null, T("You are not in the group {0}: a token never has more rights than its owner.", stranger))
            : chosen.Count == caller.Groups.Count ? (null, null)
            : (chosen, null);
    }

    private static IResult End(HttpContext http, Tokens tokens, AuditTrail audit, [FromForm] string? id)
    {
        var caller = Caller.Of(http);
        if (tokens.End(id ?? "", caller.Role == Role.Admin ? null : caller.Subject) is var isEnded and not true)
            return isEnded is null
                ? ErrorResponse.Page(http, Problem.StoreUnavailable)
                : ErrorResponse.Page(http, Problem.NotFound, T("There is no such token of yours."));
        audit.Record(http, caller, "end token", id!, "done");
        return TypedResults.LocalRedirect("/account/tokens");
    }

    private static TokensModel ModelOf(HttpContext http, Tokens tokens, TimeProvider time)
    {
        var caller = Caller.Of(http);
        return new(caller, [.. tokens.All.Where(t => caller.Role == Role.Admin || t.Subject == caller.Subject)], time.GetUtcNow());
    }
}
