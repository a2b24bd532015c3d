using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Content.Text;

namespace Knowledge.Api.Access;

/// <summary>
/// Who is signed in. Looked up in memory, so that no page waits for the store, and none for a provider; kept in the store, so that a
/// restart signs nobody out. While the store cannot be written people come in all the same, until the next start.
/// </summary>
internal sealed class Sessions(LiveKnowledge live, AccessOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Of one person; beyond them the one that was used longest ago ends.</summary>
    public const int MostOfOne = 20;

    private const int Most = 100_000;
    private const int MaxProgramCharacters = 200;

    // Who invents numbers makes the database no work that matters.
    private const int LookupsPerSecond = 50;

    private readonly FixedWindowRateLimiter lookups = new(
        new()
        {
            PermitLimit = LookupsPerSecond,
            Window = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }
    );

    private readonly ConcurrentDictionary<string, Held> all = new(StringComparer.Ordinal);

    // Ended while nothing could be written: the store still has them, and nobody comes back by them.
    private readonly ConcurrentDictionary<string, bool> ended = new(StringComparer.Ordinal);

    /// <param name="KeptAt">
    /// Since when it stands in the store, so that it is over when it does no more; null when it does not. A list that was asked for before
    /// says nothing of it.
    /// </param>
    /// <param name="Rights">As the store had them when they were taken over; null when they never were.</param>
    private sealed record Held(Session Session, long? KeptAt, bool IsChanged, SessionRights? Rights = null);

    /// <summary>Begins a session.</summary>
    /// <param name="lasts">Null for as long as sessions do.</param>
    /// <returns>The number for the cookie, which is kept nowhere, and the session.</returns>
    public (string Number, Session Session) Begin(
        string subject,
        string actor,
        Role role,
        IReadOnlyList<string> groups,
        string address,
        string program,
        TimeSpan? lasts = null
    )
    {
        var (number, now) = (Secret.Create(), time.GetUtcNow());
        var session = new Session(
            Session.KeyOf(number),
            subject,
            actor,
            role,
            groups,
            address,
            Sentences.Truncate(string.Concat(program.Where(c => !char.IsControl(c))), MaxProgramCharacters),
            now,
            now,
            now + (lasts ?? options.SessionTime)
        );
        var isKept = live.UpdateStore(s => s.Access.Sessions.Add(session.ToRow(), MostOfOne, now));
        all[session.Key] = new(session, isKept ? time.GetTimestamp() : null, false);
        var (mine, over) = (Of(subject), all.Count > Most ? All.Skip(Most) : []);
        foreach (var old in mine.Skip(MostOfOne).Concat(over))
            all.TryRemove(old.Key, out _);
        return (number, session);
    }

    /// <summary>The session of a number out of a cookie, which is used by that; null when there is none.</summary>
    public Session? Find(string number)
    {
        var key = Session.KeyOf(number);
        var now = time.GetUtcNow();
        if ((all.GetValueOrDefault(key) ?? BegunElsewhere(key, now)) is not { } held || held.Session.IsOver(now))
            return null;
        var used = held.Session.UsedAt(now, options.SessionTime);
        if (used != held.Session)
            all.TryUpdate(key, held with { Session = used, IsChanged = true }, held);
        return used;
    }

    /// <summary>Ends a session; false when there is none of that name, or it is another person's.</summary>
    /// <param name="subject">Whose it must be; null for anybody's.</param>
    public bool End(string key, string? subject)
    {
        if (!all.TryGetValue(key, out var held) || (subject is not null && held.Session.Subject != subject))
            return false;
        ended[key] = true;
        all.TryRemove(key, out _);
        EndInStore(key);
        return true;
    }

    /// <summary>Those of a person, last used first.</summary>
    public IReadOnlyList<Session> Of(string subject) => [.. All.Where(s => s.Subject == subject)];

    /// <summary>All, last used first.</summary>
    public IReadOnlyList<Session> All =>
        [
            .. all
                .Values.Select(h => h.Session)
                .Where(s => !s.IsOver(time.GetUtcNow()))
                .OrderByDescending(s => s.Seen)
                .ThenByDescending(s => s.Begun),
        ];

    /// <summary>Takes over what others changed in the store: ends, roles, sessions of before the start and of other nodes.</summary>
    /// <returns>False when the store cannot be read just now: what is known stays.</returns>
    public bool Follow()
    {
        var (since, now) = (time.GetTimestamp(), time.GetUtcNow());
        if (live.QueryStore(s => s.Access.Sessions.Rights(now)) is not { } stored)
            return false;
        var rightsOf = stored.ToDictionary(r => Convert.ToHexStringLower(r.Hash), StringComparer.Ordinal);
        foreach (var (key, held) in all)
            if (held.Session.IsOver(now) || (held.KeptAt < since && !rightsOf.ContainsKey(key)))
                all.TryRemove(key, out _);
        var isComplete = true;
        foreach (var (key, rights) in rightsOf)
            isComplete &= TakeOver(key, rights) || ended.ContainsKey(key);
        if (isComplete)
            return true;
        if (live.QueryStore(s => s.Access.Sessions.List(now)) is not { } rows)
            return false;
        foreach (var session in rows.Select(Session.Of).Where(s => !ended.ContainsKey(s.Key)))
            all.TryAdd(session.Key, new(session, since, false));
        return true;
    }

    // False when it is not known here.
    private bool TakeOver(string key, SessionRights rights)
    {
        while (all.TryGetValue(key, out var held))
        {
            if (held.Rights?.Role == rights.Role && held.Rights.MemberOf == rights.MemberOf)
                return true;
            var session = held.Session with { Role = Session.RoleOf(rights.Role), Groups = Groups.Read(rights.MemberOf) };
            if (all.TryUpdate(key, held with { Session = session, Rights = rights }, held))
                return true;
        }
        return false;
    }

    /// <summary>Writes down until when those last that were used.</summary>
    public void Write()
    {
        foreach (var key in ended.Keys)
            EndInStore(key);
        var changed = all.Where(h => h.Value is { IsChanged: true, KeptAt: not null }).ToList();
        if (changed.Count == 0 || !live.UpdateStore(s => s.Access.Sessions.Extend([.. changed.Select(c => c.Value.Session.ToRow())])))
            return;
        foreach (var (key, held) in changed)
            all.TryUpdate(key, held with { IsChanged = false }, held);
    }

    // Who signs in at one node is led by the balancer to any other with the next page.
    private Held? BegunElsewhere(string key, DateTimeOffset now)
    {
        if (!live.IsStoreShared || !live.HasStore || ended.ContainsKey(key))
            return null;
        using var lease = lookups.AttemptAcquire();
        if (!lease.IsAcquired || live.QueryStore(s => s.Access.Sessions.Find(Convert.FromHexString(key), now)) is not { } row)
            return null;
        return all.GetOrAdd(key, _ => new(Session.Of(row), time.GetTimestamp(), false));
    }

    public void Dispose() => lookups.Dispose();

    private void EndInStore(string key)
    {
        if (live.UpdateStore(s => s.Access.Sessions.End(Convert.FromHexString(key))))
            ended.TryRemove(key, out _);
    }
}
