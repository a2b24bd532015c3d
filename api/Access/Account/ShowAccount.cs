using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Access.Account;

/// <param name="Sessions">Those of the person; of everybody on the page of administrators.</param>
public sealed record AccountModel(Caller Caller, SignInMode Mode, IReadOnlyList<Session> Sessions, bool IsOfAll);

/// <summary><c>GET /account</c>: who one is here and where one is signed in; <c>GET /account/sessions</c>: everybody who is.</summary>
internal static class ShowAccount
{
    private const int MostShown = 500;

    public static void MapShowAccount(this RouteGroupBuilder pages) => pages.MapPage("/account", Own);

    public static void MapShowSessions(this RouteGroupBuilder pages) => pages.MapPage("/account/sessions", All);

    private static RazorComponentResult<AccountPage> Own(HttpContext http, AccessOptions options, Sessions sessions) =>
        Page.Of<AccountPage, AccountModel>(new(Caller.Of(http), options.Mode, sessions.Of(Caller.Of(http).Subject), false));

    private static RazorComponentResult<AccountPage> All(HttpContext http, AccessOptions options, Sessions sessions) =>
        Page.Of<AccountPage, AccountModel>(new(Caller.Of(http), options.Mode, [.. sessions.All.Take(MostShown)], true));
}
