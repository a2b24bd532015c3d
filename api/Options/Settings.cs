using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Store;

namespace Knowledge.Api.Options;

/// <summary>All that the server can be told, in the order of the help. Secrets are not among them: they never stand in arguments.</summary>
internal static class Settings
{
    public static readonly Setting Content = new(
        "content",
        "DIR",
        "Directory with runbooks and postmortems; repeatable, NAME=DIR names the source, NAME=@store takes it from other nodes; "
            + "default: runbooks",
        "KB_CONTENT"
    )
    {
        IsRepeatable = true,
        Separators = [Path.PathSeparator],
    };

    public static readonly Setting EditUrl = new(
        "edit-url",
        "URL",
        "Where the files of the content are edited, for links; with several sources NAME=URL; repeatable; {path} in it becomes the path",
        "KB_EDIT_URL"
    )
    {
        IsRepeatable = true,
        Separators = [' ', '\t', '\r', '\n'],
    };

    public static readonly Setting Forge = new(
        "forge",
        "URL",
        "Repository in which changes of pages are proposed, such as https://github.com/team/runbooks; with several sources NAME=URL; "
            + "repeatable; github+, gitlab+ or gitea+ in front where the host does not show it, #BRANCH behind it for another than the "
            + "default branch. Token: environment KB_FORGE_TOKEN or KB_FORGE_TOKEN_FILE, of one source KB_FORGE_NAME_TOKEN",
        "KB_FORGE"
    )
    {
        IsRepeatable = true,
        Separators = [' ', '\t', '\r', '\n'],
    };

    public static readonly Setting ContactUrl = new(
        "contact-url",
        "WORD=URL",
        "Address for contacts of the catalog that begin with a word, # for channels of a chat; repeatable; {name} in it becomes the rest",
        "KB_CONTACT_URL"
    )
    {
        IsRepeatable = true,
        Separators = [' ', '\t', '\r', '\n'],
    };

    public static readonly Setting Import = new(
        "import",
        "\"EVERY ...\"",
        "Import an export again and again: an interval (15m, 1h, 1d), then the words of kb import, such as "
            + "\"1h confluence /exports/ops.zip --out wiki\"; repeatable, in the environment one per line; "
            + "the directory is served when --content names it",
        "KB_IMPORT"
    )
    {
        IsRepeatable = true,
        Separators = ['\n'],
    };

    public static readonly Setting Archive = new(
        "archive",
        "NAME=DIR",
        "An archive that kb archive build made: its pages are listed below the other results; repeatable",
        "KB_ARCHIVE"
    )
    {
        IsRepeatable = true,
        Separators = [Path.PathSeparator],
    };

    public static readonly Setting ArchiveContent = new(
        "archive-content",
        "NAME=DIR",
        "Directory with many old pages, from which the server builds an archive in its data directory and keeps it up to date; repeatable",
        "KB_ARCHIVE_CONTENT"
    )
    {
        IsRepeatable = true,
        Separators = [Path.PathSeparator],
    };

    public static readonly Setting ArchiveKeep = new(
        "archive-keep",
        "NAME=TIME",
        "Highest age of a page in an archive of --archive-content, such as wiki=3y; older pages are deleted from the archive; repeatable",
        "KB_ARCHIVE_KEEP"
    )
    {
        IsRepeatable = true,
        Separators = [',', ' '],
    };

    public static readonly Setting Hook = new(
        "hook",
        "NAME=TYPE",
        "A sender of alerts, which posts to /hooks/NAME; repeatable. Types: alertmanager, grafana, opsgenie, pagerduty, datadog, "
            + "cloudevents, webhook, rootly, sns; each also exists under its own name. "
            + "Secret: environment KB_HOOK_NAME_SECRET or KB_HOOK_NAME_SECRET_FILE"
    )
    {
        IsRepeatable = true,
    };

    public static readonly Setting Sla = new(
        "sla",
        "SEVERITY=TIME",
        "Target time to end an alert of a severity, such as critical=30m; repeatable, in the environment separated by commas",
        "KB_SLA"
    )
    {
        IsRepeatable = true,
        Separators = [',', ' '],
    };

    public static readonly Setting Store = new(
        "store",
        "CONNECTION",
        "Database of PostgreSQL that several nodes share, such as \"Host=db1,db2;Database=knowledge;Username=knowledge\"; "
            + "default: a file in the data directory. With a password, give it as KB_STORE or in the file that KB_STORE_FILE names",
        "KB_STORE"
    )
    {
        MistakeInArgument = given =>
            PostgresConnection.HoldsPassword(given)
                ? "--store holds a password, and others on this host can read arguments: give it as KB_STORE, or KB_STORE_FILE names a "
                    + "file with it"
                : null,
    };

    public static readonly Setting NotifyInterval = new(
        "notify-interval",
        "SECONDS",
        "Shortest time between two messages about alerts to one target; what fires meanwhile is sent together; default: 30",
        "KB_NOTIFY_INTERVAL"
    );

    public static readonly Setting PublicUrl = new(
        "public-url",
        "URL",
        "Address under which people reach this server, for links in Slack and mail",
        "KB_PUBLIC_URL"
    );

    public static readonly Setting Embedder = new(
        "embedder",
        "WHAT",
        "Model of the semantic search: built-in (a sentence encoder; default), table (the built-in table alone), none, a model that was "
            + "fetched, the file of a table, the directory of a sentence encoder, or the URL of an OpenAI-compatible endpoint",
        "KB_EMBEDDER"
    );

    public static readonly Setting EmbedderModel = new(
        "embedder-model",
        "NAME",
        "Name of the model at an endpoint; its key: environment KB_EMBEDDER_KEY, or the file in KB_EMBEDDER_KEY_FILE",
        "KB_EMBEDDER_MODEL"
    );

    public static readonly Setting EmbedderWeight = new(
        "embedder-weight",
        "SHARE",
        "Share of meaning in the score, 0 to 1",
        "KB_EMBEDDER_WEIGHT"
    );

    public static readonly Setting QueryPrefix = new(
        "query-prefix",
        "TEXT",
        "Text before each query, instead of the one in the files of the model",
        "KB_QUERY_PREFIX"
    );

    public static readonly Setting PassagePrefix = new(
        "passage-prefix",
        "TEXT",
        "Text before each passage, instead of the one in the files of the model",
        "KB_PASSAGE_PREFIX"
    );

    public static readonly Setting QueryDeadline = new(
        "query-deadline",
        "MS",
        "How long a query waits for an encoder; default: 8 for the built-in one, 50 for another, 300 for an endpoint",
        "KB_QUERY_DEADLINE"
    );

    public static readonly Setting Reranker = new(
        "reranker",
        "DIR",
        "Directory of a cross-encoder (BERT with one output) that reorders the first 20 hits within 50 ms",
        "KB_RERANKER"
    );

    public static readonly Setting ChatUrl = new(
        "chat-url",
        "URL",
        "A language model that shortens what pages say: address of an OpenAI-compatible service; off by default",
        "KB_CHAT_URL"
    );

    public static readonly Setting ChatModel = new(
        "chat-model",
        "NAME",
        "Name of the language model; its key: environment KB_CHAT_KEY, or the file in KB_CHAT_KEY_FILE",
        "KB_CHAT_MODEL"
    );

    public static readonly Setting ChatBudget = new(
        "chat-budget",
        "TOKENS",
        "Tokens that the language model may use in a day; default: 200000",
        "KB_CHAT_BUDGET"
    );

    public static readonly Setting Models = new("models", "DIR", "Where fetched models are stored", "KB_MODELS");

    public static readonly Setting Data = new(
        "data",
        "DIR",
        "Directory of the store; default: in the application data, one per first source",
        "KB_DATA"
    );

    public static readonly Setting BackupTo = new(
        "backup-to",
        "DIR",
        "Directory for backups; it must exist and not be inside that of the store. Encrypted with the passphrase in the file "
            + "that KB_BACKUP_KEY_FILE names",
        "KB_BACKUP_TO"
    );

    public static readonly Setting BackupEvery = new(
        "backup-every",
        "TIME",
        "Time from one backup to the next, such as 30m, 6h or 1d; default: 6h",
        "KB_BACKUP_EVERY"
    );

    public static readonly Setting BackupKeep = new("keep", "NUMBER", "Number of backups to keep, 1 to 10000; default: 20", "KB_KEEP");

    public static readonly Setting Urls = new(
        "urls",
        "URLS",
        $"Addresses to listen on, separated by semicolons; default: {ListeningAddresses.Default}",
        "ASPNETCORE_URLS"
    );

    public static readonly Setting Host = new("host", "NAME", "A Host name to accept in addition to localhost; repeatable")
    {
        IsRepeatable = true,
    };

    public static readonly Setting TrustedProxies = new(
        "trusted-proxies",
        "ADDRESS",
        "A proxy, or a network of them such as 10.0.0.0/8, whose X-Forwarded-For and X-Forwarded-Proto are trusted; repeatable",
        "KB_TRUSTED_PROXIES"
    )
    {
        IsRepeatable = true,
        Separators = [',', ' '],
    };

    public static readonly Setting Log = new("log", "FORMAT", "Format of the log: text (default), or json, one line per event", "KB_LOG");

    /// <summary>How long each kind of what people and senders brought is kept.</summary>
    public static readonly IReadOnlyList<Setting> Keep =
    [
        .. StoredKinds
            .All.Where(k => k.HasOption)
            .Select(k => new Setting(
                k.Option,
                "TIME",
                $"How long to keep, such as 90d, or forever: {k.What}{(k.Since is null ? "" : $", {k.Since}")}; "
                    + $"default: {Retention.InWords(k.DefaultTime)}",
                $"KB_KEEP_{k.Name.ToUpperInvariant()}"
            )),
    ];

    /// <summary>A switch; see <see cref="IsInsecure"/>.</summary>
    public const string Insecure = "insecure";

    // csharpier-ignore
    public static IReadOnlyList<Setting> All { get; } =
    [
        Content, EditUrl, Forge, ContactUrl, Import, Archive, ArchiveContent, ArchiveKeep, Hook, Sla, Store, NotifyInterval,
        .. MailOptions.All, PublicUrl,
        Embedder, EmbedderModel, EmbedderWeight, QueryPrefix, PassagePrefix, QueryDeadline, Reranker, ChatUrl, ChatModel, ChatBudget,
        Models, Data,
        BackupTo, BackupEvery, BackupKeep, Urls, Host, TrustedProxies, .. AccessSettings.All, Log, .. Keep,
        .. new[] { "environment", "contentRoot", "applicationName" }.Select(n => new Setting(n, "TEXT", "") { IsHidden = true }),
    ];

    /// <summary>What is on or off, and what it means.</summary>
    public static IReadOnlyList<(string Name, string Description)> Switches { get; } =
    [
        (AccessSettings.RequireRole, "Let in only members of the groups of --role"),
        (AccessSettings.ReadWhenSignInFails, "Let everybody read pages of the sources while nobody can sign in"),
        (Insecure, "Listen on addresses other than loopback without sign-in; better: --auth"),
    ];

    public static bool IsOption(string argument) => Switches.Any(s => argument == $"--{s.Name}") || All.Any(s => argument == $"--{s.Name}");

    /// <summary>Reachable from other machines although there is no sign-in; anything but a clear no counts as yes.</summary>
    public static bool IsInsecure(IConfiguration configuration) => IsOn(configuration, Insecure);

    public static bool IsOn(IConfiguration configuration, string name) =>
        configuration[name] is { } given && (!bool.TryParse(given, out var yes) || yes);
}
