using System.Globalization;
using Knowledge.Api.Hooks;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Importing;
using Knowledge.Indexer.Notifications;
using Knowledge.Indexer.Serving;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Serving;

/// <summary>What the server was told: what to serve, where to keep it, and to whom it may speak.</summary>
/// <param name="Insecure">Reachable from other machines although there is no sign-in.</param>
/// <param name="Hosts">Host names accepted beside loopback ones.</param>
/// <param name="Hooks">Senders of alerts by name.</param>
/// <param name="SlackSecrets">Signing secrets of the slash command.</param>
/// <param name="PublicUrl">Under which people reach the server, for links that leave it; null for the address of the request.</param>
public sealed record ServerOptions(
    ServingOptions Serving,
    bool Insecure,
    IReadOnlySet<string> Hosts,
    IReadOnlyDictionary<string, HookSource> Hooks,
    IReadOnlyList<string> SlackSecrets,
    Uri? PublicUrl
)
{
    /// <summary>What links that leave the server begin with.</summary>
    public Uri RootFor(HttpRequest request) => PublicUrl ?? new Uri($"{request.Scheme}://{request.Host}/");

    public static ServerOptions Read(IConfiguration configuration) =>
        Read(configuration, out var options) is { } mistake ? throw new InvalidOperationException(mistake) : options!;

    /// <summary>Reads the options; what is wrong with them as one line, or null.</summary>
    public static string? Read(IConfiguration configuration, out ServerOptions? options)
    {
        options = null;
        var imports = new List<ScheduledImport>();
        foreach (var text in ImportsOf(configuration))
        {
            var (import, mistake) = ScheduledImport.Parse(text);
            if (import is null)
                return mistake;
            imports.Add(import);
        }
        if (MakeDirectories(imports, [.. ContentOf(configuration)]) is { } unmade)
            return unmade;
        var (sources, wrong) = SourceDirectories.Parse([.. ContentOf(configuration)], [.. EditUrlsOf(configuration)]);
        if (wrong is not null)
            return wrong;
        var data = configuration["data"] ?? configuration["KB_DATA"] ?? ServingOptions.DefaultDataDirectory(sources);
        if (File.Exists(data))
            return $"--data '{data}' is a file: give a directory";

        var (hooks, unread) = HookSource.Read(Values(configuration, "hook"), configuration);
        if (hooks is null)
            return unread;
        var (slack, unreadable) = HookSource.SecretsOf(configuration, "slack");
        if (unreadable is not null)
            return unreadable;
        Uri? publicUrl = null;
        if (
            (configuration["public-url"] ?? configuration["KB_PUBLIC_URL"]) is { Length: > 0 } address
            && (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out publicUrl) || publicUrl.Scheme is not ("http" or "https"))
        )
            return $"--public-url '{address}' is no address; give one such as https://kb.example";

        var insecure = configuration["insecure"] is { } given && (!bool.TryParse(given, out var yes) || yes);
        var hosts = Values(configuration, "host").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (targets, unnotified) = NotifyTargetsOf(configuration);
        if (unnotified is not null)
            return unnotified;
        var serving = new ServingOptions(sources, Path.GetFullPath(data))
        {
            Imports = imports,
            NotifyTargets = targets,
            NotifyAllowedHosts = (configuration["KB_NOTIFY_ALLOW"] ?? "")
                .Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .ToHashSet(StringComparer.OrdinalIgnoreCase),
        };
        var (sla, unclear) = SlaOf(configuration);
        if (unclear is not null)
            return unclear;
        serving = serving with { Sla = sla };
        var (embedder, misused) = EmbedderOf(configuration);
        if (misused is not null)
            return misused;
        serving = serving with { Embedder = embedder };
        if (publicUrl is not null)
            serving = serving with { PublicUrl = publicUrl };
        options = new(serving, insecure, hosts, hooks, slack, publicUrl);
        return null;
    }

    // What is imported at the first start is served from then on.
    private static string? MakeDirectories(IEnumerable<ScheduledImport> imports, IReadOnlyList<string> content)
    {
        foreach (
            var directory in imports
                .Select(i => i.Job.Out)
                .Where(o => content.Any(c => Path.GetFullPath(c[(c.IndexOf('=', StringComparison.Ordinal) + 1)..]) == Path.GetFullPath(o)))
        )
            try
            {
                Directory.CreateDirectory(directory);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"the directory '{directory}' of an import cannot be made: {e.Message}";
            }
        return null;
    }

    private static (IReadOnlyDictionary<string, TimeSpan> Sla, string? Mistake) SlaOf(IConfiguration configuration)
    {
        var sla = new Dictionary<string, TimeSpan>(StringComparer.OrdinalIgnoreCase);
        var given = Values(configuration, "sla").ToList();
        foreach (
            var one in given.Count > 0
                ? given
                :
                [
                    .. (configuration["KB_SLA"] ?? "").Split(
                        Separators,
                        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                    ),
                ]
        )
        {
            if (
                one.Split('=', 2) is not [{ Length: > 0 } severity, var time]
                || Content.Documents.Intervals.Parse(time) is not { } allowed
                || allowed == TimeSpan.Zero
            )
                return (sla, $"--sla '{one}' must be SEVERITY=TIME, such as critical=30m, high=4h or low=3d");
            sla[severity] = allowed;
        }
        return (sla, null);
    }

    private static (EmbedderSettings Embedder, string? Mistake) EmbedderOf(IConfiguration configuration)
    {
        string? Given(string option, string environment) =>
            (configuration[option] ?? configuration[environment]) is { Length: > 0 } given ? given : null;
        var settings = new EmbedderSettings(Given("embedder", "KB_EMBEDDER") ?? EmbedderSettings.BuiltIn)
        {
            Model = Given("embedder-model", "KB_EMBEDDER_MODEL"),
            QueryPrefix = Given("query-prefix", "KB_QUERY_PREFIX"),
            PassagePrefix = Given("passage-prefix", "KB_PASSAGE_PREFIX"),
        };
        var (key, unread) = HookSource.SecretOf(configuration, "KB_EMBEDDER_KEY");
        if (unread is not null)
            return (settings, unread);
        settings = settings with { Key = key };
        if (Given("models", "KB_MODELS") is { } models)
            settings = settings with { ModelsDirectory = models };
        if (Given("embedder-weight", "KB_EMBEDDER_WEIGHT") is { } weight)
        {
            if (!double.TryParse(weight, CultureInfo.InvariantCulture, out var share) || !(share is >= 0 and <= 1))
                return (settings, $"--embedder-weight '{weight}' takes 0 to 1");
            settings = settings with { Weight = share };
        }
        if (Given("query-deadline", "KB_QUERY_DEADLINE") is { } deadline)
        {
            if (!int.TryParse(deadline, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds is < 1 or > 10_000)
                return (settings, $"--query-deadline '{deadline}' takes 1 to 10000 milliseconds");
            settings = settings with { QueryDeadline = TimeSpan.FromMilliseconds(milliseconds) };
        }
        return (settings, null);
    }

    private static readonly char[] Separators = [',', ' '];

    // The address of Slack's webhook is a secret: environment or file, never an argument that a list of processes shows.
    private static (IReadOnlyList<NotifyTarget> Targets, string? Mistake) NotifyTargetsOf(IConfiguration configuration)
    {
        var targets = new List<NotifyTarget>();
        foreach (var (name, kind) in new[] { ("KB_NOTIFY_SLACK_URL", NotifyKind.Slack), ("KB_NOTIFY_URL", NotifyKind.Webhook) })
        {
            var (given, mistake) = HookSource.SecretOf(configuration, name);
            if (mistake is not null)
                return ([], mistake);
            if (given is null)
                continue;
            if (!Uri.TryCreate(given, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                return ([], $"{name} is no address of a webhook");
            var (secret, wrong) = kind == NotifyKind.Webhook ? HookSource.SecretOf(configuration, "KB_NOTIFY_SECRET") : (null, null);
            if (wrong is not null)
                return ([], wrong);
            targets.Add(new(kind.ToString().ToLowerInvariant(), kind, url, secret));
        }
        return (targets, null);
    }

    private static IEnumerable<string> ContentOf(IConfiguration configuration)
    {
        var given = Values(configuration, "content").ToList();
        if (given.Count > 0)
            return given;
        if (configuration["KB_CONTENT"] is { Length: > 0 } environment)
            return environment.Split(Path.PathSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }
            .Select(place => Path.Combine(place, SourceDirectories.Default))
            .Where(Directory.Exists)
            .Take(1);
    }

    private static IEnumerable<string> EditUrlsOf(IConfiguration configuration)
    {
        var given = Values(configuration, "edit-url").ToList();
        return given.Count > 0 ? given : configuration["KB_EDIT_URL"]?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    private static IEnumerable<string> ImportsOf(IConfiguration configuration)
    {
        var given = Values(configuration, "import").ToList();
        return given.Count > 0
            ? given
            : configuration["KB_IMPORT"]?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    private static IEnumerable<string> Values(IConfiguration configuration, string key) =>
        configuration
            .GetSection(key)
            .GetChildren()
            .Select(c => c.Value)
            .Prepend(configuration[key])
            .OfType<string>()
            .Where(v => v.Length > 0);
}
