using Knowledge.Api.Problems;
using Knowledge.Api.Ui;

namespace Knowledge.Api.Access.SignIn;

/// <param name="Action">Where the form was sent.</param>
/// <param name="Fields">What was typed, field by field.</param>
public sealed record TypedModel(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields);

/// <summary>
/// What somebody gets who sends a form after their session has ended: the form again with all that was typed, to be sent once more when
/// they have signed in beside it. Nothing is kept on the server.
/// </summary>
internal static class TypedAgain
{
    private const int MaxFields = 5_000;

    public static async Task Show(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            await ErrorResponse.Write(http, Problem.SignInNeeded);
            return;
        }
        // The framework holds it to the endpoint's own size.
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var fields = form.SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? "")).Take(MaxFields).ToList();
        await Page.Of<TypedPage, TypedModel>(new(LocalAddress.Of(http.Request.Path), fields), StatusCodes.Status401Unauthorized)
            .ExecuteAsync(http);
    }
}
