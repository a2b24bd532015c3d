using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Authentication;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Access.SignIn;

/// <param name="To">Where to go then.</param>
/// <param name="Name">As it was typed before; empty at first.</param>
/// <param name="Message">Why nobody was signed in; null at first.</param>
/// <param name="Caller">Who is signed in already.</param>
public sealed record SignInModel(SignInMode Mode, string To, string Name, string? Message, Caller Caller);

/// <summary>
/// <c>GET /sign-in</c>: the form of <c>--auth local</c>; with a provider the way to it. <c>GET /sign-in/done</c> is where somebody ends who
/// has a form waiting in another tab, <c>GET /sign-in/out</c> who has signed out.
/// </summary>
internal static class ShowSignIn
{
    public static void MapShowSignIn(this RouteGroupBuilder pages)
    {
        pages.MapPage("/sign-in", Handle);
        pages.MapPage(
            "/sign-in/done",
            (HttpContext http) => Message(http, T("You are signed in"), T("Go back to the page that you came from."))
        );
        pages.MapPage("/sign-in/out", SignedOut);
    }

    private static async Task<IResult> Handle(HttpContext http, AccessOptions options, SignInHealth health, string? to = null)
    {
        var (address, caller) = (LocalAddress.Of(to), Caller.Of(http));
        // Whoever is signed in and comes here was sent for a right that they do not have, or by a link.
        if (caller.IsSignedIn && to is not null)
            return TypedResults.LocalRedirect(address);
        if (options.Mode != SignInMode.Oidc || caller.IsSignedIn)
            return Show(http, options, address);
        if (health.OpensReading)
            return TypedResults.LocalRedirect(address);
        try
        {
            await http.ChallengeAsync(OidcSignIn.Scheme, new AuthenticationProperties { RedirectUri = address });
            return Results.Empty;
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or TaskCanceledException or IOException)
        {
            health.Failed();
            OidcSignIn.LogAway(http, e);
            return ErrorResponse.Page(
                http,
                Problem.ProviderAway,
                health.OpensReading ? T("Pages can be read without signing in until it answers again: load the page again.") : null
            );
        }
    }

    public static IResult Show(HttpContext http, AccessOptions options, string to, string name = "", string? message = null) =>
        Page.Of<SignInPage, SignInModel>(
            new(options.Mode, to, name, message, Caller.Of(http)),
            message is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized
        );

    public static IResult Message(HttpContext http, string title, string text, string? link = null) =>
        Page.Of<SignInMessagePage, SignInMessageModel>(new(title, text, link));

    private static async Task<IResult> SignedOut(HttpContext http, AccessOptions options) =>
        Message(
            http,
            T("You are signed out"),
            T("Nobody can use your name in this browser any more."),
            options.Mode == SignInMode.Oidc ? await OidcSignIn.EndSessionAddress(http) : null
        );
}
