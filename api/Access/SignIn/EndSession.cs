namespace Knowledge.Api.Access.SignIn;

/// <summary><c>POST /sign-out</c>: ends the session of this browser.</summary>
internal static class EndSession
{
    public static void MapSignOut(this RouteGroupBuilder pages) => pages.MapPost("/sign-out", Handle);

    private static IResult Handle(HttpContext http, Entrance entrance)
    {
        entrance.LetOut(http);
        return TypedResults.LocalRedirect("/sign-in/out");
    }
}
