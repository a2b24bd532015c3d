using System.Collections.Concurrent;
using Knowledge.Api.Options;

namespace Knowledge.Api.Alerts;

/// <summary>What each sender proves itself by: the secrets that are configured, else the one that is made from the server's key.</summary>
internal sealed class HookSecrets(ServerOptions options)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> made = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Empty while there is no key and none can be kept: then nobody can prove anything.</summary>
    public IReadOnlyList<string> Of(HookSource source)
    {
        if (source.Secrets.Count > 0)
            return source.Secrets;
        if (made.TryGetValue(source.Name, out var known))
            return known;
        return HookKey.SecretOf(options.Serving.DataDirectory, source.Name) is { } secret ? made[source.Name] = [secret] : [];
    }
}
