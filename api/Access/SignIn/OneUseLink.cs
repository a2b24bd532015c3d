using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Store;
using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Access.SignIn;

/// <param name="Account">Whose password is set; null when the link lets an administrator in.</param>
public sealed record LinkModel(string Number, string? Account, string? Message);

/// <summary>
/// <c>GET</c> and <c>POST /sign-in/link/{number}</c>: a link that an operator made, to set a password or to come in as an administrator.
/// Looking at it uses nothing up, as programs look at links too; the button does.
/// </summary>
internal static class OneUseLink
{
    private const int MaxCharacters = 100;

    public static void MapOneUseLink(this RouteGroupBuilder pages)
    {
        pages.MapPage("/sign-in/link/{number}", Show);
        pages.MapPost("/sign-in/link/{number}", Use);
    }

    private static IResult Show(HttpContext http, LiveKnowledge live, TimeProvider time, string number) =>
        Find(live, time, number) is { } link
            ? Page.Of<LinkPage, LinkModel>(new(number, link.Account, null))
            : ErrorResponse.Page(http, live.HasStore ? Problem.LinkUsed : Problem.CannotRead);

    private static IResult Use(
        HttpContext http,
        LiveKnowledge live,
        AccessOptions options,
        Entrance entrance,
        AuditTrail audit,
        TimeProvider time,
        string number,
        [FromForm] string? password
    )
    {
        if (Find(live, time, number) is not { } link)
            return ErrorResponse.Page(http, live.HasStore ? Problem.LinkUsed : Problem.CannotRead);
        if (link.Account is { } name && LocalAccounts.Mistake(name, password ?? "") is { } mistake)
            return Page.Of<LinkPage, LinkModel>(new(number, name, mistake), StatusCodes.Status422UnprocessableEntity);
        var (hash, now) = (Secret.HashOf(number), time.GetUtcNow());
        if (link.Account is null)
        {
            if (live.QueryStore<bool?>(s => s.Access.Accounts.UseLink(hash, now)) is var isUsed and not true)
                return ErrorResponse.Page(http, isUsed is null ? Problem.StoreUnavailable : Problem.LinkUsed);
            entrance.LetIn(http, "link:admin", "Administrator by link", Role.Admin, [], "link", LocalAccounts.AdminSession);
            return TypedResults.LocalRedirect("/account");
        }
        var subject = LocalAccounts.SubjectOf(link.Account);
        var kept = LocalAccounts.Hash(password!);
        var isSet = live.QueryStore<bool?>(s => s.Access.Accounts.SetPassword(hash, link.Account, kept, subject, now));
        audit.Record(
            http,
            Caller.Nobody with
            {
                Subject = subject,
            },
            "set password",
            link.Account,
            isSet switch
            {
                true => "done",
                false => "refused: no account",
                null => "refused: the store cannot be written",
            }
        );
        return isSet switch
        {
            true => ShowSignIn.Show(http, options, "/", link.Account),
            false => ErrorResponse.Page(http, Problem.LinkUsed),
            null => ErrorResponse.Page(http, Problem.StoreUnavailable),
        };
    }

    private static LinkRow? Find(LiveKnowledge live, TimeProvider time, string number) =>
        number.Length <= MaxCharacters ? live.QueryStore(s => s.Access.Accounts.FindLink(Secret.HashOf(number), time.GetUtcNow())) : null;
}
