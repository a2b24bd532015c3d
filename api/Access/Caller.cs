using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Access;

/// <summary>Who makes a request, as far as that was shown.</summary>
/// <param name="Subject">
/// By which a person is known for good: the way of signing in, and what they are called there. Empty for whoever has not signed in.
/// </param>
/// <param name="Actor">The name under which the person speaks here; nobody else has it.</param>
/// <param name="TokenId">Of a program that uses a token; null for a person.</param>
/// <param name="Session">By which the session is known; null without one.</param>
public sealed record Caller(
    string Subject,
    string Actor,
    Role Role,
    IReadOnlyList<string> Groups,
    string? TokenId = null,
    string? Session = null
)
{
    /// <summary>Somebody who has shown nothing.</summary>
    public static readonly Caller Nobody = new("", "", Role.Anyone, []);

    /// <summary>Without sign-in everybody may do everything.</summary>
    internal static readonly Caller Everybody = new("", "", Role.Admin, []);

    public bool IsSignedIn => Subject.Length > 0;

    /// <summary>Whether a sender of alerts may use the token of the request.</summary>
    public bool MaySendAlerts { get; init; }

    /// <summary>What of the pages they see: administrators all of them.</summary>
    internal Viewer ToViewer() =>
        Role == Role.Admin ? Viewer.Administrator(Actor, Groups)
        : IsSignedIn ? Viewer.Of(Actor, Groups)
        : Viewer.Public;

    /// <summary>Nobody until it was found out, so that what asks too early refuses.</summary>
    public static Caller Of(HttpContext? http) => http?.Features.Get<Caller>() ?? Nobody;
}
