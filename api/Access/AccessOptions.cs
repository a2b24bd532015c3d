namespace Knowledge.Api.Access;

/// <summary>How people show who they are.</summary>
public enum SignInMode
{
    /// <summary>Not at all: everybody who reaches the server may do everything.</summary>
    None,

    /// <summary>By a provider of OpenID Connect.</summary>
    Oidc,

    /// <summary>By headers of a reverse proxy that has signed them in.</summary>
    Proxy,

    /// <summary>By accounts of this server.</summary>
    Local,
}

/// <summary>Who may come in, and what each may do.</summary>
public sealed record AccessOptions(SignInMode Mode)
{
    public static readonly AccessOptions Off = new(SignInMode.None);

    /// <summary>So long a session may go on with use, before somebody has to sign in again.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromDays(7);

    public bool IsOn => Mode != SignInMode.None;

    /// <summary>What members of groups may do, by the group's name as it is written.</summary>
    public IReadOnlyDictionary<string, Role> RoleOfGroup { get; init; } = new Dictionary<string, Role>();

    /// <summary>Whoever is in none of these groups stays outside, in place of being a viewer.</summary>
    public bool RequiresRole { get; init; }

    /// <summary>While nobody can sign in, everybody may read pages of the sources.</summary>
    public bool ReadsWhenSignInFails { get; init; }

    /// <summary>How long somebody stays signed in without doing anything.</summary>
    public TimeSpan SessionTime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Null unless the mode asks for it.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>Headers of a proxy with the name of the user and, with commas between, of the groups.</summary>
    public string UserHeader { get; init; } = "X-Forwarded-User";

    public string GroupsHeader { get; init; } = "X-Forwarded-Groups";

    /// <summary>The same with the mail address; null where the proxy tells none.</summary>
    public string? EmailHeader { get; init; }

    /// <summary>The highest role that the groups of somebody give; null when they may not come in.</summary>
    public Role? RoleOf(IEnumerable<string> groups)
    {
        var mapped = groups.Select(g => RoleOfGroup.TryGetValue(g, out var role) ? role : Role.Anyone).DefaultIfEmpty().Max();
        return mapped != Role.Anyone ? mapped
            : RequiresRole ? null
            : Role.Viewer;
    }
}

/// <param name="NameClaim">Where a person's name stands.</param>
/// <param name="GroupsClaim">Where their groups stand.</param>
/// <param name="Scopes">Asked for beside <c>openid</c> and <c>profile</c>.</param>
public sealed record OidcOptions(Uri Authority, string ClientId, string NameClaim, string GroupsClaim, IReadOnlyList<string> Scopes);
