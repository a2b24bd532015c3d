using Knowledge.Api.Store;

namespace Knowledge.Api.Access;

/// <summary>Somebody who is signed in.</summary>
/// <param name="Key">By which it is named on pages and ended; the number in the cookie cannot be told from it.</param>
/// <param name="Program">What the browser says of itself.</param>
public sealed record Session(
    string Key,
    string Subject,
    string Actor,
    Role Role,
    IReadOnlyList<string> Groups,
    string Address,
    string Program,
    DateTimeOffset Begun,
    DateTimeOffset Seen,
    DateTimeOffset Ends
)
{
    /// <summary>Use within so little time is not written down again.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    public Caller ToCaller() => new(Subject, Actor, Role, Groups, Session: Key);

    public bool IsOver(DateTimeOffset now) => now >= Ends;

    /// <summary>
    /// As it is after being used: it lasts as long again, but never longer than the longest since it began. The same when nothing of
    /// note changes.
    /// </summary>
    public Session UsedAt(DateTimeOffset now, TimeSpan time)
    {
        if (now - Seen < Grain)
            return this;
        var latest = Begun + AccessOptions.LongestSession;
        var ends = now + time;
        // One that was begun for a shorter time does not grow.
        if (Ends - Seen < time - Grain && Ends < latest)
            ends = Ends;
        return this with { Seen = now, Ends = ends < latest ? ends : latest };
    }

    public static string KeyOf(string number) => Convert.ToHexStringLower(Secret.HashOf(number));

    // Who has a role that this version does not know may do nothing.
    internal static Role RoleOf(string stored) => Roles.Parse(stored) ?? Role.Anyone;

    internal static Session Of(SessionRow row) =>
        new(
            Convert.ToHexStringLower(row.Hash),
            row.Subject,
            row.Actor,
            RoleOf(row.Role),
            Knowledge.Api.Access.Groups.Read(row.MemberOf),
            row.Address,
            row.Program,
            DateTimeOffset.FromUnixTimeMilliseconds(row.Begun),
            DateTimeOffset.FromUnixTimeMilliseconds(row.Seen),
            DateTimeOffset.FromUnixTimeMilliseconds(row.Ends)
        );

    internal SessionRow ToRow() =>
        new(
            Convert.FromHexString(Key),
            Subject,
            Actor,
            Role.NameOf(),
            Knowledge.Api.Access.Groups.Write(Groups),
            Address,
            Program,
            Begun.ToUnixTimeMilliseconds(),
            Seen.ToUnixTimeMilliseconds(),
            Ends.ToUnixTimeMilliseconds()
        );
}
