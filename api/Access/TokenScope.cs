namespace Knowledge.Api.Access;

/// <summary>What a token is for.</summary>
[Flags]
public enum TokenScopes
{
    None = 0,

    /// <summary>Searches and reads.</summary>
    Read = 1,

    /// <summary>Writes as an author, as far as who made it may.</summary>
    Write = 2,

    /// <summary>Posts alerts.</summary>
    Hooks = 4,

    /// <summary>All that an administrator may, if who made it is one.</summary>
    Admin = 8,
}

internal static class TokenScopeNames
{
    public static IReadOnlyList<string> All { get; } =
    [.. Enum.GetValues<TokenScopes>().Where(s => s != TokenScopes.None).Select(s => s.ToString().ToLowerInvariant())];

    /// <summary>Reads names with blanks or commas between; null when one is none, or there is none.</summary>
    public static TokenScopes? Parse(IEnumerable<string> names)
    {
        var scopes = TokenScopes.None;
        foreach (var name in names.SelectMany(n => n.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)))
            if (All.Contains(name, StringComparer.OrdinalIgnoreCase))
                scopes |= Enum.Parse<TokenScopes>(name, ignoreCase: true);
            else
                return null;
        return scopes == TokenScopes.None ? null : scopes;
    }

    public static string Write(this TokenScopes scopes) =>
        string.Join(' ', All.Where(n => scopes.HasFlag(Enum.Parse<TokenScopes>(n, ignoreCase: true))));

    /// <summary>What a token with these lets do, made by somebody with a role: never more than that person may.</summary>
    public static Role RoleWith(this TokenScopes scopes, Role maker)
    {
        var asked =
            scopes.HasFlag(TokenScopes.Admin) ? Role.Admin
            : scopes.HasFlag(TokenScopes.Write) ? Role.Author
            : scopes.HasFlag(TokenScopes.Read) ? Role.Viewer
            : Role.Anyone;
        return asked < maker ? asked : maker;
    }

    /// <summary>Whether somebody may make a token with these: posting alerts is no less than writing.</summary>
    public static bool MayBeMadeBy(this TokenScopes scopes, Role maker) =>
        (!scopes.HasFlag(TokenScopes.Admin) || maker == Role.Admin)
        && (!scopes.HasFlag(TokenScopes.Write) || maker >= Role.Responder)
        && (!scopes.HasFlag(TokenScopes.Hooks) || maker == Role.Admin)
        && maker != Role.Anyone;
}
