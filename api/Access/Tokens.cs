using System.Collections.Concurrent;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Redaction;

namespace Knowledge.Api.Access;

/// <summary>Tokens of programs, looked up in memory by their hash.</summary>
internal sealed class Tokens(LiveKnowledge live, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> used = new(StringComparer.Ordinal);
    private volatile IReadOnlyDictionary<string, AccessToken> byHash = new Dictionary<string, AccessToken>();

    /// <summary>The token that a program has sent; null when there is none, or it has expired.</summary>
    public AccessToken? Find(string text)
    {
        if (!TokenText.IsWellFormed(text) || !byHash.TryGetValue(Convert.ToHexStringLower(Secret.HashOf(text)), out var token))
            return null;
        var now = time.GetUtcNow();
        if (token.IsOver(now))
            return null;
        used[token.Id] = now;
        return token;
    }

    /// <summary>All, newest first, with when each was last used.</summary>
    public IReadOnlyList<AccessToken> All =>
        [
            .. byHash
                .Values.Select(t => used.TryGetValue(t.Id, out var at) ? t with { Used = at } : t)
                .OrderByDescending(t => t.Created)
                .ThenBy(t => t.Id, StringComparer.Ordinal),
        ];

    /// <summary>Makes one.</summary>
    /// <param name="seesAs">Groups of the maker that it sees pages as a member of; null for all that they are in from time to time.</param>
    /// <returns>The token, which is kept nowhere; null when the person has too many, or nothing can be kept just now.</returns>
    public string? Make(string name, Caller maker, TokenScopes scopes, int days, IReadOnlyList<string>? seesAs = null)
    {
        var token = TokenText.Create();
        var row = AccessToken.Row(token, name, maker.Subject, maker.Actor, maker.Role, scopes, time.GetUtcNow(), days, seesAs);
        if (live.QueryStore(s => s.Access.Tokens.Add(row, AccessToken.MostOfOne)) is not true)
            return null;
        Refresh();
        return token;
    }

    /// <param name="subject">Whose it must be; null for anybody's.</param>
    /// <returns>False where there is none; null when nothing can be kept just now, so that it goes on to work.</returns>
    public bool? End(string id, string? subject)
    {
        var isEnded = live.QueryStore<bool?>(s => s.Access.Tokens.End(id, subject));
        Refresh();
        return isEnded;
    }

    /// <summary>Takes from somebody's tokens what the person may not do any more.</summary>
    public void Limit(string subject, Role role)
    {
        if (!byHash.Values.Any(t => t.Subject == subject && t.Maker > role))
            return;
        var higher = Roles.Names.Where(n => Roles.Parse(n) > role).ToList();
        live.UpdateStore(s => s.Access.Tokens.Limit(subject, higher, role.NameOf()));
        Refresh();
    }

    public void Read(IReadOnlyList<TokenRow> stored) =>
        byHash = stored.ToDictionary(t => Convert.ToHexStringLower(t.Hash), AccessToken.Of, StringComparer.Ordinal);

    /// <summary>Writes down when they were last used.</summary>
    public void Write()
    {
        var uses = used.ToArray();
        if (
            uses.Length == 0
            || !live.UpdateStore(s => s.Access.Tokens.Used([.. uses.Select(u => (u.Key, u.Value.ToUnixTimeMilliseconds()))]))
        )
            return;
        foreach (var use in uses)
            used.TryRemove(use);
        Refresh();
    }

    private void Refresh()
    {
        if (live.QueryStore(s => s.Access.Tokens.List()) is { } stored)
            Read(stored);
    }
}
