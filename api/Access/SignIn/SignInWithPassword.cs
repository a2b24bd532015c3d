using Knowledge.Api.Problems;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Access.SignIn;

/// <summary><c>POST /sign-in</c>: a name and a password. What is wrong is never said.</summary>
internal static class SignInWithPassword
{
    public static void MapSignInWithPassword(this RouteGroupBuilder pages) => pages.MapPost("/sign-in", Handle);

    private static async Task<IResult> Handle(
        HttpContext http,
        AccessOptions options,
        LocalAccounts accounts,
        People people,
        Entrance entrance,
        AuditTrail audit,
        SignInHealth health,
        [FromForm] string? name,
        [FromForm] string? password,
        [FromForm] string? to
    )
    {
        if (options.Mode != SignInMode.Local)
            return ErrorResponse.Page(http, Problem.NotFound);
        var (outcome, account) = await accounts.CheckAsync(name, password, http.RequestAborted);
        if (outcome == PasswordOutcome.Unavailable)
        {
            health.Failed();
            return ErrorResponse.Page(http, Problem.CannotRead);
        }
        health.Works();
        if (outcome != PasswordOutcome.Right || account is null)
        {
            // What is no name of an account may be a password in the wrong field.
            audit.Record(
                http,
                Caller.Nobody with
                {
                    Subject = account is null ? "" : LocalAccounts.SubjectOf(account.Name),
                },
                "sign in",
                "local",
                "refused: wrong"
            );
            return ShowSignIn.Show(
                http,
                options,
                LocalAddress.Of(to),
                LocalAccounts.NameOf(name) ?? "",
                T(
                    "Name or password is wrong. After {0} wrong passwords an account is locked for {1} minutes.",
                    LocalAccounts.MostFailures,
                    (int)LocalAccounts.LockLasts.TotalMinutes
                )
            );
        }
        var subject = LocalAccounts.SubjectOf(account.Name);
        entrance.LetIn(http, subject, account.Name, Roles.Parse(account.Role) ?? Role.Viewer, people.GroupsOf(subject), "local");
        return TypedResults.LocalRedirect(LocalAddress.Of(to));
    }
}
