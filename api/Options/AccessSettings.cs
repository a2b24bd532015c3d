using Knowledge.Api.Access;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Options;

/// <summary>What the server can be told about who may come in. The secret of a provider is no option: others can see these.</summary>
internal static class AccessSettings
{
    private static readonly char[] ListSeparators = [',', ' '];
    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(5);

    private static readonly Setting Auth = new(
        "auth",
        "MODE",
        "How people sign in: none (default; on loopback addresses only), local (accounts of this server), oidc (a provider of OpenID "
            + "Connect) or proxy (headers of a reverse proxy that signs people in)",
        "KB_AUTH"
    );

    private static readonly Setting GroupRole = new(
        "role",
        "GROUP=ROLE",
        "What members of a group may do: viewer, responder, author or admin; repeatable. Everybody else is a viewer",
        "KB_ROLE"
    )
    {
        IsRepeatable = true,
        Separators = [','],
    };

    private static readonly Setting Visible = new(
        "visible",
        "NAME=GROUP",
        "Only members of the group see what a source or an archive holds, as administrators do; repeatable, also for several groups of "
            + "one. visible in the front matter of a page restricts it further",
        "KB_VISIBLE"
    )
    {
        IsRepeatable = true,
        Separators = [','],
    };

    private static readonly Setting SessionTime = new(
        "session-time",
        "TIME",
        "How long an idle session lasts, 5m to 7d; default: 12h",
        "KB_SESSION_TIME"
    );

    private static readonly Setting Authority = new(
        "oidc-authority",
        "URL",
        "The provider, such as https://id.example/realms/staff; its secret: environment KB_OIDC_SECRET, or the file in KB_OIDC_SECRET_FILE",
        "KB_OIDC_AUTHORITY"
    );

    private static readonly Setting ClientId = new(
        "oidc-client-id",
        "ID",
        "Client id of this server at the provider; its redirect address is …/sign-in/oidc",
        "KB_OIDC_CLIENT_ID"
    );

    private static readonly Setting NameClaim = new(
        "oidc-name-claim",
        "CLAIM",
        "Claim with the name of a person; default: name",
        "KB_OIDC_NAME_CLAIM"
    );

    private static readonly Setting GroupsClaim = new(
        "oidc-groups-claim",
        "CLAIM",
        "Claim with the groups of a person; default: groups",
        "KB_OIDC_GROUPS_CLAIM"
    );

    private static readonly Setting Scope = new(
        "oidc-scope",
        "SCOPE",
        "Scope to request in addition to openid and profile, such as groups, or email to know where to write to people; repeatable",
        "KB_OIDC_SCOPE"
    )
    {
        IsRepeatable = true,
        Separators = ListSeparators,
    };

    private static readonly Setting UserHeader = new(
        "proxy-user-header",
        "NAME",
        "Header in which the proxy sends the name of the user; default: X-Forwarded-User",
        "KB_PROXY_USER_HEADER"
    );

    private static readonly Setting GroupsHeader = new(
        "proxy-groups-header",
        "NAME",
        "Header in which the proxy sends the groups of the user, separated by commas; default: X-Forwarded-Groups",
        "KB_PROXY_GROUPS_HEADER"
    );

    private static readonly Setting EmailHeader = new(
        "proxy-email-header",
        "NAME",
        "Header in which the proxy sends the mail address of the user, such as X-Forwarded-Email; default: none",
        "KB_PROXY_EMAIL_HEADER"
    );

    /// <summary>A switch: whoever is in no group of <c>--role</c> stays outside.</summary>
    public const string RequireRole = "require-role";

    /// <summary>A switch: while nobody can sign in, everybody may read pages of the sources.</summary>
    public const string ReadWhenSignInFails = "read-when-sign-in-fails";

    // csharpier-ignore
    public static IReadOnlyList<Setting> All { get; } =
    [
        Auth, GroupRole, Visible, SessionTime, Authority, ClientId, NameClaim, GroupsClaim, Scope, UserHeader, GroupsHeader,
        EmailHeader,
    ];

    /// <summary>Reads who may come in; what is wrong with it as one line, or null.</summary>
    public static string? Read(IConfiguration configuration, out AccessOptions options)
    {
        options = AccessOptions.Off;
        var given = Auth.Of(configuration) ?? "none";
        if (!Enum.TryParse<SignInMode>(given, ignoreCase: true, out var mode) || int.TryParse(given, out _))
            return $"--auth '{given}' is one of none, local, oidc and proxy";
        var roles = new Dictionary<string, Role>(StringComparer.Ordinal);
        foreach (var text in GroupRole.AllOf(configuration))
        {
            // A name of a group may hold a sign of its own.
            var at = text.LastIndexOf('=');
            if (at <= 0 || Roles.Parse(text[(at + 1)..].Trim()) is not { } role)
                return $"--role '{text}' must be GROUP=ROLE; roles are {string.Join(", ", Roles.Names)}";
            roles[text[..at].Trim()] = role;
        }
        var time = AccessOptions.Off.SessionTime;
        if (SessionTime.Of(configuration) is { } asked)
        {
            if (DurationParser.Parse(asked) is not { } parsed || parsed < ShortestSession || parsed > AccessOptions.LongestSession)
                return $"--session-time '{asked}' takes 5m to 7d";
            time = parsed;
        }
        if (mode == SignInMode.None)
            return null;
        if (Settings.IsInsecure(configuration))
            return $"--insecure is for a server without sign-in; leave it out with --auth {given}";
        var read = new AccessOptions(mode)
        {
            RoleOfGroup = roles,
            SessionTime = time,
            RequiresRole = Settings.IsOn(configuration, RequireRole),
            ReadsWhenSignInFails = Settings.IsOn(configuration, ReadWhenSignInFails),
            UserHeader = UserHeader.Of(configuration) ?? AccessOptions.Off.UserHeader,
            GroupsHeader = GroupsHeader.Of(configuration) ?? AccessOptions.Off.GroupsHeader,
            EmailHeader = EmailHeader.Of(configuration),
        };
        if (mode == SignInMode.Proxy && Settings.TrustedProxies.AllOf(configuration).Count == 0)
            return "--auth proxy needs --trusted-proxies with the address of the proxy: "
                + "from any other address anybody could say who they are";
        if (new[] { read.UserHeader, read.GroupsHeader, read.EmailHeader }.OfType<string>().FirstOrDefault(h => !IsHeader(h)) is { } wrong)
            return $"'{wrong}' is no name of a header; give one such as X-Forwarded-User";
        if (mode == SignInMode.Oidc)
        {
            var (oidc, mistake) = OidcOf(configuration);
            if (oidc is null)
                return mistake;
            read = read with { Oidc = oidc };
        }
        options = read;
        return null;
    }

    /// <summary>Reads who may see what sources and archives hold.</summary>
    /// <param name="names">That there are.</param>
    /// <returns>What is wrong with it as one line, or null.</returns>
    public static string? ReadVisible(
        IConfiguration configuration,
        AccessOptions access,
        IReadOnlyList<string> names,
        out VisibleSources visible
    )
    {
        visible = VisibleSources.All;
        var groups = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var text in Visible.AllOf(configuration))
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            var (name, group) = at > 0 ? (text[..at].Trim(), text[(at + 1)..].Trim()) : ("", "");
            if (group.Length == 0)
                return $"--visible '{text}' must be NAME=GROUP, with the name of a source or an archive";
            if (names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } known)
                return $"--visible '{text}': there is no source or archive '{name}'; there are {string.Join(", ", names)}";
            if (!groups.TryGetValue(known, out var of))
                groups[known] = of = [];
            of.Add(group);
        }
        if (groups.Count > 0 && !access.IsOn)
            return "--visible hides nothing where nobody signs in; give --auth local, oidc or proxy";
        visible = new(groups.ToDictionary(g => g.Key, g => (IReadOnlyList<string>)g.Value, StringComparer.OrdinalIgnoreCase));
        return null;
    }

    private static (OidcOptions? Options, string? Error) OidcOf(IConfiguration configuration)
    {
        if (Authority.Of(configuration) is not { } authority || ClientId.Of(configuration) is not { } id)
            return (null, "--auth oidc needs --oidc-authority and --oidc-client-id");
        if (
            !Uri.TryCreate(authority, UriKind.Absolute, out var url) || !(url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))
        )
            return (null, $"--oidc-authority '{authority}' must be an https address, such as https://id.example/realms/staff");
        var (_, unread) = HookSource.SecretOf(configuration, "KB_OIDC_SECRET");
        return unread is not null
            ? (null, unread)
            : (
                new(url, id, NameClaim.Of(configuration) ?? "name", GroupsClaim.Of(configuration) ?? "groups", Scope.AllOf(configuration)),
                null
            );
    }

    private static bool IsHeader(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
