using System.Globalization;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Commands;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Snapshots;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Options;

/// <summary>What the server was told: what to serve, where to keep it, and to whom it may speak.</summary>
/// <param name="Insecure">Reachable from other machines although there is no sign-in.</param>
/// <param name="Hosts">Host names accepted in addition to loopback ones.</param>
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
    /// <summary>Who may come in, and what each may do.</summary>
    public AccessOptions Access { get; init; } = AccessOptions.Off;

    /// <summary>The language model of the assistant; null for none.</summary>
    public ChatSettings? Chat { get; init; }

    /// <summary>Repositories that take proposals as merge requests, by source.</summary>
    public IReadOnlyDictionary<string, ForgeSettings> Forges { get; init; } = new Dictionary<string, ForgeSettings>();

    /// <summary>What links that leave the server begin with.</summary>
    public Uri RootFor(HttpRequest request) => PublicUrl ?? new Uri($"{request.Scheme}://{request.Host}/");

    public static ServerOptions Read(IConfiguration configuration) =>
        Read(configuration, out var options) is { } error ? throw new InvalidOperationException(error) : options!;

    /// <summary>Where the store lies; what is wrong with it as one line, or null.</summary>
    public static string? DataDirectoryOf(IConfiguration configuration, out string? directory)
    {
        directory = null;
        var (sources, wrong) = SourcesOf(configuration, [], mayBeElsewhere: true);
        var given = Settings.Data.Of(configuration);
        if (given is null && wrong is not null)
            return wrong;
        directory = Path.GetFullPath(given ?? ServingOptions.DefaultDataDirectory(sources));
        return null;
    }

    /// <summary>Connection string of the database that nodes share, null for none; what is wrong with it as one line, or null.</summary>
    public static string? StoreOf(IConfiguration configuration, out string? connection)
    {
        var (ofFile, unread) = HookSource.SecretOf(configuration, "KB_STORE");
        connection = Settings.Store.Of(configuration) ?? ofFile;
        return unread;
    }

    /// <summary>Reads the options; what is wrong with them as one line, or null.</summary>
    public static string? Read(IConfiguration configuration, out ServerOptions? options)
    {
        options = null;
        var (imports, unclearImport) = ImportsOf(configuration);
        if (unclearImport is not null)
            return unclearImport;
        if (MakeDirectories(imports, ContentOf(configuration)) is { } directoryError)
            return directoryError;
        if (StoreOf(configuration, out var store) is { } unreadStore)
            return unreadStore;
        var (sources, wrongSource) = SourcesOf(configuration, Settings.EditUrl.AllOf(configuration), mayBeElsewhere: store is not null);
        if (wrongSource is not null)
            return wrongSource;
        var data = Settings.Data.Of(configuration) ?? ServingOptions.DefaultDataDirectory(sources);
        if (File.Exists(data))
            return $"--data '{data}' is a file: give a directory";
        var (hooks, wrongHook) = HookSource.Read(Settings.Hook.AllOf(configuration), configuration);
        if (hooks is null)
            return wrongHook;
        var (slackSecrets, wrongSecret) = HookSource.SecretsOf(configuration, "slack");
        if (wrongSecret is not null)
            return wrongSecret;
        var (publicUrl, wrongUrl) = PublicUrlOf(configuration);
        if (wrongUrl is not null)
            return wrongUrl;
        var (targets, wrongTarget) = NotifyTargetsOf(configuration);
        if (wrongTarget is not null)
            return wrongTarget;
        if (MailOptions.Read(configuration, out var mail, out var mailTargets) is { } wrongMail)
            return wrongMail;
        var (sla, wrongSla) = SlaOf(configuration);
        if (wrongSla is not null)
            return wrongSla;
        var notifyInterval = 30;
        if (
            Settings.NotifyInterval.Of(configuration) is { } seconds
            && (!int.TryParse(seconds, CultureInfo.InvariantCulture, out notifyInterval) || notifyInterval is < 0 or > 3600)
        )
            return $"--notify-interval '{seconds}' takes 0 to 3600 seconds";
        var (contactUrls, wrongContactUrl) = ContactUrls.Parse(Settings.ContactUrl.AllOf(configuration));
        if (wrongContactUrl is not null)
            return wrongContactUrl;
        var (retention, wrongKeep) = RetentionOf(configuration);
        if (wrongKeep is not null)
            return wrongKeep;
        var (backups, wrongBackup) = BackupOptions.Read(configuration, data);
        if (wrongBackup is not null)
            return wrongBackup;
        if (Settings.BackupTo.Of(configuration) is not null && store is not null)
            return "--backup-to copies the store of one server; back up the database of --store as you do your others";
        if (AccessSettings.Read(configuration, out var access) is { } wrongAccess)
            return wrongAccess;
        var (embedder, wrongEmbedder) = EmbedderOf(configuration);
        if (wrongEmbedder is not null)
            return wrongEmbedder;
        var (chat, wrongChat) = ChatSettings.Read(configuration);
        if (wrongChat is not null)
            return wrongChat;

        var (forges, wrongForge) = ForgeSettings.Read(configuration, sources);
        if (wrongForge is not null)
            return wrongForge;

        var (archives, wrongArchive) = ArchiveDirectory.Parse(Settings.Archive.AllOf(configuration));
        if (wrongArchive is not null)
            return wrongArchive;
        var (archivedContent, wrongContent) = ArchiveDirectory.Parse(Settings.ArchiveContent.AllOf(configuration), "--archive-content");
        if (wrongContent is not null)
            return wrongContent;
        if (archivedContent.Select(a => a.Name).Intersect(archives.Select(a => a.Name)).FirstOrDefault() is { } twice)
            return $"--archive-content '{twice}': an archive is named {twice} already; write NAME=DIR";
        var (archiveKeep, wrongAge) = ArchiveKeeping.Parse(Settings.ArchiveKeep.AllOf(configuration), archivedContent);
        if (wrongAge is not null)
            return wrongAge;

        IReadOnlyList<string> names =
        [
            .. sources.Select(s => s.Name),
            .. archives.Concat(archivedContent).Select(a => a.Name),
            AuthoredSource.Name,
        ];
        if (AccessSettings.ReadVisible(configuration, access, names, out var visible) is { } wrongVisible)
            return wrongVisible;

        var serving = new ServingOptions(sources, Path.GetFullPath(data))
        {
            Visible = visible,
            HasSignIn = access.IsOn,
            Everybody = access.IsOn ? Viewer.Public : Viewer.Everything,
            Archives = archives,
            ArchivedContent = archivedContent,
            ArchiveKeep = archiveKeep,
            ContactUrls = contactUrls,
            Imports = imports,
            NotifyTargets = [.. targets, .. mailTargets],
            Mail = mail,
            NotifyAllowedHosts = (configuration["KB_NOTIFY_ALLOW"] ?? "")
                .Split(Settings.Sla.Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .ToHashSet(StringComparer.OrdinalIgnoreCase),
            NotifyInterval = TimeSpan.FromSeconds(notifyInterval),
            Store = store,
            Sla = sla,
            Retention = retention,
            Backups = backups,
            Embedder = embedder,
            Reranker = Settings.Reranker.Of(configuration),
        };
        if (publicUrl is not null)
            serving = serving with { PublicUrl = publicUrl };
        var hosts = Settings.Host.AllOf(configuration).ToHashSet(StringComparer.OrdinalIgnoreCase);
        options = new(serving, Settings.IsInsecure(configuration), hosts, hooks, slackSecrets, publicUrl)
        {
            Access = access,
            Chat = chat,
            Forges = forges,
        };
        return null;
    }

    private static (IReadOnlyList<ScheduledImport> Imports, string? Error) ImportsOf(IConfiguration configuration)
    {
        var imports = new List<ScheduledImport>();
        foreach (var text in Settings.Import.AllOf(configuration))
        {
            var (import, error) = ScheduledImport.Parse(text);
            if (import is null)
                return ([], error);
            imports.Add(import);
        }
        return (imports, null);
    }

    private static (Uri? Url, string? Error) PublicUrlOf(IConfiguration configuration)
    {
        if (Settings.PublicUrl.Of(configuration) is not { } address)
            return (null, null);
        return Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? (url, null)
            : (null, $"--public-url '{address}' is no address; give one such as https://kb.example");
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

    private static (IReadOnlyDictionary<string, TimeSpan> Sla, string? Error) SlaOf(IConfiguration configuration)
    {
        var sla = new Dictionary<string, TimeSpan>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in Settings.Sla.AllOf(configuration))
        {
            if (
                one.Split('=', 2) is not [{ Length: > 0 } severity, var time]
                || Content.Documents.DurationParser.Parse(time) is not { } allowed
                || allowed == TimeSpan.Zero
            )
                return (sla, $"--sla '{one}' must be SEVERITY=TIME, such as critical=30m, high=4h or low=3d");
            sla[severity] = allowed;
        }
        return (sla, null);
    }

    private static (Retention Retention, string? Error) RetentionOf(IConfiguration configuration)
    {
        var retention = Retention.Default;
        foreach (var (setting, kind) in Settings.Keep.Zip(StoredKinds.All.Where(k => k.HasOption)))
        {
            if (setting.Of(configuration) is not { } given)
                continue;
            var time = Content.Documents.DurationParser.Parse(given);
            if (given != "forever" && !(time >= TimeSpan.FromDays(1)))
                return (retention, $"--{setting.Name} '{given}' takes one day or more, such as 90d, or forever");
            retention = retention.With(kind, time);
        }
        return (retention, null);
    }

    private static (EmbedderSettings Embedder, string? Error) EmbedderOf(IConfiguration configuration)
    {
        var settings = new EmbedderSettings(Settings.Embedder.Of(configuration) ?? EmbedderSettings.BuiltIn)
        {
            Model = Settings.EmbedderModel.Of(configuration),
            QueryPrefix = Settings.QueryPrefix.Of(configuration),
            PassagePrefix = Settings.PassagePrefix.Of(configuration),
        };
        var (key, unread) = HookSource.SecretOf(configuration, "KB_EMBEDDER_KEY");
        if (unread is not null)
            return (settings, unread);
        settings = settings with { Key = key };
        if (Settings.Models.Of(configuration) is { } models)
            settings = settings with { ModelsDirectory = models };
        if (Settings.EmbedderWeight.Of(configuration) is { } weight)
        {
            if (!double.TryParse(weight, CultureInfo.InvariantCulture, out var share) || !(share is >= 0 and <= 1))
                return (settings, $"--embedder-weight '{weight}' takes 0 to 1");
            settings = settings with { Weight = share };
        }
        if (Settings.QueryDeadline.Of(configuration) is { } deadline)
        {
            if (!int.TryParse(deadline, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds is < 1 or > 10_000)
                return (settings, $"--query-deadline '{deadline}' takes 1 to 10000 milliseconds");
            settings = settings with { QueryDeadline = TimeSpan.FromMilliseconds(milliseconds) };
        }
        return (settings, null);
    }

    // The address of Slack's webhook is a secret: environment or file, never an argument that a list of processes shows.
    private static (IReadOnlyList<NotifyTarget> Targets, string? Error) NotifyTargetsOf(IConfiguration configuration)
    {
        var targets = new List<NotifyTarget>();
        foreach (var (name, kind) in new[] { ("KB_NOTIFY_SLACK_URL", NotifyKind.Slack), ("KB_NOTIFY_URL", NotifyKind.Webhook) })
        {
            var (given, error) = HookSource.SecretOf(configuration, name);
            if (error is not null)
                return ([], error);
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

    // A share that is away when the server starts is no mistake: what it served before is in its data directory.
    private static (IReadOnlyList<SourceDirectory> Sources, string? Error) SourcesOf(
        IConfiguration configuration,
        IReadOnlyList<string> editUrls,
        bool mayBeElsewhere
    ) =>
        SourceDirectories.Parse(
            ContentOf(configuration),
            editUrls,
            mayBeElsewhere,
            sources =>
            {
                var data = Path.GetFullPath(Settings.Data.Of(configuration) ?? ServingOptions.DefaultDataDirectory(sources));
                return IndexSnapshot.WrittenFor(data, SnapshotKeeping.SourcesOf(sources, data)) is not null;
            }
        );

    // Where nothing is said, the example that lies where one stands, else beside the program.
    private static IReadOnlyList<string> ContentOf(IConfiguration configuration) =>
        Settings.Content.AllOf(configuration) is { Count: > 0 } given
            ? given
            :
            [
                .. new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }
                    .Select(place => Path.Combine(place, SourceDirectories.Default))
                    .Where(Directory.Exists)
                    .Take(1),
            ];
}
