using System.Collections.Concurrent;
using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Store;

namespace Knowledge.Api.Alerts;

/// <summary>
/// What each sender proves itself by: the secrets that are configured, else the one that is made from the key of the server, which is
/// that of all nodes where they share a store.
/// </summary>
internal sealed class HookSecrets(ServerOptions options, LiveKnowledge live)
{
    private readonly ConcurrentDictionary<string, Made> made = new(StringComparer.OrdinalIgnoreCase);

    // With the key by which it was made: a node that starts while the database is away goes by its copy until it has the one of all.
    private sealed record Made(byte[]? By, IReadOnlyList<string> Secrets);

    /// <summary>Empty while there is no key and none can be kept: then nobody can prove anything.</summary>
    public IReadOnlyList<string> Of(HookSource source)
    {
        if (source.Secrets.Count > 0)
            return source.Secrets;
        var key = live.HookKey;
        if (made.TryGetValue(source.Name, out var known) && known.By == key)
            return known.Secrets;
        var secret = key is null ? HookKey.SecretOf(options.Serving.DataDirectory, source.Name) : HookKey.SecretOf(key, source.Name);
        return secret is null ? [] : (made[source.Name] = new(key, [secret])).Secrets;
    }
}
