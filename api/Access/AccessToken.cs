using Knowledge.Api.Store;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Access;

/// <summary>A token of a program.</summary>
/// <param name="Groups">
/// As a member of which it sees pages: those of the person who made it, as they were when that person last signed in, or fewer of them;
/// of an operator's those that the operator gave.
/// </param>
/// <param name="Maker">What who made it may do.</param>
public sealed record AccessToken(
    string Id,
    string Name,
    string Subject,
    string Actor,
    Role Maker,
    TokenScopes Scopes,
    DateTimeOffset Created,
    DateTimeOffset Expires,
    DateTimeOffset? Used,
    IReadOnlyList<string> Groups
)
{
    /// <summary>Whose the tokens are that an operator makes by a command: nobody signs in under it.</summary>
    public const string OperatorSubject = "operator";

    public const int MaxNameCharacters = 80;
    public const int DefaultDays = 90;
    public const int MostDays = 366;

    /// <summary>Of one person, those that have expired too: they are ended by hand.</summary>
    public const int MostOfOne = 50;

    public bool IsOver(DateTimeOffset now) => now >= Expires;

    // A person's programs speak with the person's one voice.
    public Caller ToCaller() =>
        new(Subject, Actor, Scopes.RoleWith(Maker), Groups, TokenId: Id) { MaySendAlerts = Scopes.HasFlag(TokenScopes.Hooks) };

    internal static AccessToken Of(TokenRow row) =>
        new(
            row.Id,
            row.Name,
            row.Subject,
            row.Actor,
            Roles.Parse(row.Role) ?? Role.Anyone,
            TokenScopeNames.Parse([row.Scopes]) ?? TokenScopes.None,
            DateTimeOffset.FromUnixTimeMilliseconds(row.Created),
            DateTimeOffset.FromUnixTimeMilliseconds(row.Expires),
            row.Used is { } used ? DateTimeOffset.FromUnixTimeMilliseconds(used) : null,
            GroupsOf(row)
        );

    private static IReadOnlyList<string> GroupsOf(TokenRow row)
    {
        var chosen = row.SeesAs is null ? null : Knowledge.Api.Access.Groups.Read(row.SeesAs);
        if (row.Subject == OperatorSubject)
            return chosen ?? [];
        var own = row.MemberOf is null ? [] : Knowledge.Api.Access.Groups.Read(row.MemberOf);
        return chosen is null ? own : [.. chosen.Where(own.Contains)];
    }

    /// <summary>A new one as it is kept.</summary>
    /// <param name="seesAs">Groups that were chosen for it; null for those of the person.</param>
    internal static TokenRow Row(
        string token,
        string name,
        string subject,
        string actor,
        Role maker,
        TokenScopes scopes,
        DateTimeOffset now,
        int days,
        IReadOnlyList<string>? seesAs = null
    )
    {
        var hash = Secret.HashOf(token);
        return new(
            Convert.ToHexStringLower(hash)[..12],
            hash,
            name,
            subject,
            actor,
            maker.NameOf(),
            scopes.Write(),
            now.ToUnixTimeMilliseconds(),
            now.AddDays(days).ToUnixTimeMilliseconds(),
            null,
            seesAs is null ? null : Knowledge.Api.Access.Groups.Write(seesAs)
        );
    }

    /// <summary>What is wrong with what was asked for, as a sentence; null when nothing is.</summary>
    public static string? Mistake(string name, TokenScopes? scopes, int? days, Role maker) =>
        name.Length is 0 or > MaxNameCharacters || name.Any(char.IsControl)
            ? T("A token needs a name of up to {0} characters that says what uses it.", MaxNameCharacters)
        : scopes is not { } asked ? T("A token needs one or more of the scopes {0}.", string.Join(", ", TokenScopeNames.All))
        : days is not (>= 1 and <= MostDays) ? T("A token lasts 1 to {0} days.", MostDays)
        : !asked.MayBeMadeBy(maker)
            ? T(
                "As {0} you cannot create a token with the scopes {1}: a token never has more rights than its owner.",
                maker.NameOf(),
                asked.Write()
            )
        : null;
}
