using Knowledge.Api.Hosting;

namespace Knowledge.Api.Options;

/// <summary>All that the server can be told, in the order of the help. Secrets are not among them: they never stand in arguments.</summary>
internal static class Settings
{
    public static readonly Setting Content = new(
        "content",
        "DIR",
        "Directory with runbooks and postmortems; repeatable, NAME=DIR names the source; default: runbooks",
        "KB_CONTENT"
    )
    {
        IsRepeatable = true,
        Separators = [Path.PathSeparator],
    };

    public static readonly Setting EditUrl = new(
        "edit-url",
        "URL",
        "Where the files of the content are edited, for links; with several sources NAME=URL; repeatable; {path} in it stands for the path",
        "KB_EDIT_URL"
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

    public static readonly Setting Hook = new(
        "hook",
        "NAME=TYPE",
        "A sender of alerts, which posts to /hooks/NAME; repeatable. Types: alertmanager, grafana, opsgenie, pagerduty, datadog, "
            + "cloudevents, webhook, rootly, sns; each is there under its own name too. "
            + "Secret: environment KB_HOOK_NAME_SECRET or KB_HOOK_NAME_SECRET_FILE"
    )
    {
        IsRepeatable = true,
    };

    public static readonly Setting Sla = new(
        "sla",
        "SEVERITY=TIME",
        "How long an alert of a severity may go on, such as critical=30m; repeatable, in the environment with commas between",
        "KB_SLA"
    )
    {
        IsRepeatable = true,
        Separators = [',', ' '],
    };

    public static readonly Setting NotifyInterval = new(
        "notify-interval",
        "SECONDS",
        "At least this lies between two messages about alerts to one target; what begins meanwhile is told together; default: 30",
        "KB_NOTIFY_INTERVAL"
    );

    public static readonly Setting PublicUrl = new(
        "public-url",
        "URL",
        "Address under which people reach this server, for links in Slack",
        "KB_PUBLIC_URL"
    );

    public static readonly Setting Embedder = new(
        "embedder",
        "WHAT",
        "What compares meanings: built-in (a sentence encoder; default), table (the built-in table alone), none, a model that was "
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
        "Put before each query, in place of what the model's files say",
        "KB_QUERY_PREFIX"
    );

    public static readonly Setting PassagePrefix = new(
        "passage-prefix",
        "TEXT",
        "Put before each passage, in place of what the model's files say",
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
        "Directory of a cross-encoder (BERT with one output) by which the first 20 hits are ordered anew, within 50 ms",
        "KB_RERANKER"
    );

    public static readonly Setting Models = new("models", "DIR", "Where models lie that were fetched", "KB_MODELS");

    public static readonly Setting Data = new(
        "data",
        "DIR",
        "Where the store lies; default: application data, one per set of sources",
        "KB_DATA"
    );

    public static readonly Setting Urls = new(
        "urls",
        "URLS",
        $"Addresses to listen on, with semicolons between; default: {ListeningAddresses.Default}",
        "ASPNETCORE_URLS"
    );

    public static readonly Setting Host = new("host", "NAME", "A Host name to accept in addition to localhost; repeatable")
    {
        IsRepeatable = true,
    };

    public static readonly Setting TrustedProxies = new(
        "trusted-proxies",
        "ADDRESS",
        "A proxy, or a network of them such as 10.0.0.0/8, whose X-Forwarded-For and X-Forwarded-Proto are believed; repeatable",
        "KB_TRUSTED_PROXIES"
    )
    {
        IsRepeatable = true,
        Separators = [',', ' '],
    };

    public static readonly Setting Log = new(
        "log",
        "FORMAT",
        "How the log is written: text (default), or json, one line an event",
        "KB_LOG"
    );

    /// <summary>How long each kind of what people and senders brought is kept.</summary>
    public static readonly IReadOnlyList<Setting> Keep =
    [
        new(
            "keep-inbox",
            "TIME",
            "How long it is kept, such as 90d, or forever: what senders posted, once it was read; default: 30d",
            "KB_KEEP_INBOX"
        ),
        new(
            "keep-alerts",
            "TIME",
            "How long it is kept, such as 90d, or forever: alerts that are over, and earlier episodes of the others; default: 400d",
            "KB_KEEP_ALERTS"
        ),
        new(
            "keep-gaps",
            "TIME",
            "How long it is kept, such as 90d, or forever: searches without an answer, since they were last asked; default: 400d",
            "KB_KEEP_GAPS"
        ),
        new(
            "keep-drafts",
            "TIME",
            "How long it is kept, such as 90d, or forever: postmortems that nobody published, since their last change; default: forever",
            "KB_KEEP_DRAFTS"
        ),
        new(
            "keep-votes",
            "TIME",
            "How long it is kept, such as 90d, or forever: whether runbooks helped with alerts; default: forever",
            "KB_KEEP_VOTES"
        ),
        new(
            "keep-feedback",
            "TIME",
            "How long it is kept, such as 90d, or forever: whether pages helped with searches; default: forever",
            "KB_KEEP_FEEDBACK"
        ),
    ];

    /// <summary>A switch; see <see cref="IsInsecure"/>.</summary>
    public const string Insecure = "insecure";

    // csharpier-ignore
    public static IReadOnlyList<Setting> All { get; } =
    [
        Content, EditUrl, Import, Hook, Sla, NotifyInterval, PublicUrl, Embedder, EmbedderModel, EmbedderWeight, QueryPrefix,
        PassagePrefix, QueryDeadline, Reranker, Models, Data, Urls, Host, TrustedProxies, .. AccessSettings.All, Log, .. Keep,
        .. new[] { "environment", "contentRoot", "applicationName" }.Select(n => new Setting(n, "TEXT", "") { IsHidden = true }),
    ];

    /// <summary>What is on or off, and what it means.</summary>
    public static IReadOnlyList<(string Name, string Description)> Switches { get; } =
    [
        (AccessSettings.RequireRole, "Let in only members of the groups of --role"),
        (AccessSettings.ReadWhenSignInFails, "Let everybody read pages of the sources while nobody can sign in"),
        (Insecure, "Listen on other than loopback addresses although there is no sign-in: the old way, see --auth"),
    ];

    public static bool IsOption(string argument) => Switches.Any(s => argument == $"--{s.Name}") || All.Any(s => argument == $"--{s.Name}");

    /// <summary>Reachable from other machines although there is no sign-in; anything but a clear no counts as yes.</summary>
    public static bool IsInsecure(IConfiguration configuration) => IsOn(configuration, Insecure);

    public static bool IsOn(IConfiguration configuration, string name) =>
        configuration[name] is { } given && (!bool.TryParse(given, out var yes) || yes);
}
