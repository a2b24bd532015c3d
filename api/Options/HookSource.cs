using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Options;

/// <summary>Kinds of senders, which say how a request is authenticated.</summary>
public enum HookType
{
    Alertmanager,
    Grafana,
    Opsgenie,
    PagerDuty,
    Datadog,
    CloudEvents,
    Webhook,
    Rootly,

    /// <summary>Amazon SNS: beside the secret, each message must be signed by Amazon.</summary>
    Sns,
}

/// <summary>A sender that may post alerts to <c>/hooks/NAME</c>.</summary>
/// <param name="Secrets">One, or two while it is being changed; with none the one that <see cref="Store.HookKey"/> makes.</param>
/// <param name="TimestampHeader">Of Grafana's signature, when a name was configured there.</param>
public sealed record HookSource(string Name, HookType Type, IReadOnlyList<string> Secrets, string? TimestampHeader = null)
{
    private const int MinSecretCharacters = 8;

    /// <summary>The names and types that are there without any configuration.</summary>
    public static IReadOnlyList<string> TypeNames { get; } = [.. Enum.GetNames<HookType>().Select(n => n.ToLowerInvariant())];

    /// <summary>
    /// Reads <c>--hook NAME=TYPE</c> and the secrets, which come from the environment or files only, so that no list of processes
    /// shows them.
    /// </summary>
    /// <returns>The sources by name, or what is wrong as one line.</returns>
    public static (IReadOnlyDictionary<string, HookSource>? Sources, string? Error) Read(
        IEnumerable<string> hooks,
        IConfiguration configuration
    )
    {
        var sources = new Dictionary<string, HookSource>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in TypeNames)
            sources[name] = new(name, Enum.Parse<HookType>(name, ignoreCase: true), []);
        foreach (var hook in hooks)
        {
            if (hook.Split('=', 2) is not [var name, var type] || !IsName(name))
                return (null, $"--hook '{hook}' must be NAME=TYPE, the name of letters, digits, - and _");
            if (!TypeNames.Contains(type))
                return (null, $"--hook '{hook}': there is no type '{type}'; types are {string.Join(", ", TypeNames)}");
            sources[name] = new(name, Enum.Parse<HookType>(type, ignoreCase: true), []);
        }
        foreach (var source in sources.Values.ToList())
        {
            var (secrets, error) = SecretsOf(configuration, source.Name);
            if (error is not null)
                return (null, error);
            sources[source.Name] = source with
            {
                Secrets = secrets,
                TimestampHeader = configuration[Prefix(source.Name) + "TIMESTAMP_HEADER"],
            };
        }
        return (sources, null);
    }

    /// <summary>Whether a sender can have this name.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The secrets of a sender: none, one, or two while it is being changed; or what is wrong with them.</summary>
    public static (IReadOnlyList<string> Secrets, string? Error) SecretsOf(IConfiguration configuration, string source)
    {
        var secrets = new List<string>();
        foreach (var name in Suffixes.Select(s => Prefix(source) + s))
        {
            var (secret, error) = SecretOf(configuration, name);
            if (error is not null)
                return ([], error);
            if (secret is null)
                continue;
            if (secret.Length < MinSecretCharacters)
                return ([], $"{name} has fewer than {MinSecretCharacters} characters; make it longer");
            secrets.Add(secret);
        }
        return (secrets, null);
    }

    private static readonly string[] Suffixes = ["SECRET", "SECRET_2"];

    private static string Prefix(string source) => $"KB_HOOK_{source.ToUpperInvariant().Replace('-', '_')}_";

    /// <summary>A secret from the environment, or from the file that <c>NAME_FILE</c> names.</summary>
    public static (string? Secret, string? Error) SecretOf(IConfiguration configuration, string name)
    {
        if (configuration[name] is { Length: > 0 } given)
            return (given, null);
        if (configuration[name + "_FILE"] is not { Length: > 0 } file)
            return (null, null);
        try
        {
            return (File.ReadAllText(file).Trim(), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{name}_FILE cannot be read ({IoFailure.ReasonOf(e)})");
        }
    }
}
