namespace Knowledge.Api.Serving;

/// <summary>Turns arguments into configuration settings; the framework's own reader knows neither repeated options nor mistakes.</summary>
/// <param name="Settings">As <c>--key=value</c>, for the configuration.</param>
/// <param name="Usage">Set when help was asked for.</param>
/// <param name="Error">One line; set when the arguments make no sense.</param>
internal sealed record CommandLine(string[] Settings, string? Usage = null, string? Error = null)
{
    private const string Help = """
        Knowledge: serves a postmortem knowledge base with searchable runbooks.

          --content DIR        directory with runbooks and postmortems; repeatable, NAME=DIR names the source
                               (default: runbooks; environment: KB_CONTENT)
          --edit-url URL       where the files of the content are edited, for links; with several sources NAME=URL;
                               repeatable; {path} in it stands for the path (environment: KB_EDIT_URL)
          --import "EVERY ..." import an export again and again: an interval (15m, 1h, 1d), then the words of kb import,
                               such as "1h confluence /exports/ops.zip --out wiki"; repeatable (environment: KB_IMPORT,
                               one per line); the directory is served when --content names it
          --hook NAME=TYPE     a sender of alerts, which posts to /hooks/NAME; repeatable. Types: alertmanager, grafana,
                               opsgenie, pagerduty, datadog, cloudevents, webhook, rootly; each is there under its own
                               name too. Secret: environment KB_HOOK_NAME_SECRET or KB_HOOK_NAME_SECRET_FILE
          --sla SEVERITY=TIME  how long an alert of a severity may go on, such as critical=30m; repeatable (environment: KB_SLA)
          --public-url URL     address under which people reach this server, for links in Slack (environment: KB_PUBLIC_URL)
          --embedder WHAT      what compares meanings: built-in (default), none, a model that was fetched, a table, the directory
                               of a sentence encoder, or the URL of an OpenAI-compatible endpoint (environment: KB_EMBEDDER)
          --embedder-model M   name of the model at an endpoint (environment: KB_EMBEDDER_MODEL; its key: KB_EMBEDDER_KEY
                               or the file in KB_EMBEDDER_KEY_FILE)
          --embedder-weight S  share of meaning in the score, 0 to 1 (environment: KB_EMBEDDER_WEIGHT)
          --query-prefix TEXT  put before each query, --passage-prefix TEXT before each passage, in place of what the model's
                               files say (environment: KB_QUERY_PREFIX, KB_PASSAGE_PREFIX)
          --query-deadline MS  how long a query waits for an encoder (default: 50; environment: KB_QUERY_DEADLINE)
          --models DIR         where models lie that were fetched (environment: KB_MODELS)
          --data DIR           where the store lies (default: application data, one per set of sources; environment: KB_DATA)
          --urls URLS          addresses to listen on (default: http://localhost:5080)
          --host NAME          a Host name to accept beside localhost; repeatable
          --insecure           listen on other than loopback addresses although there is no sign-in
        """;

    private static readonly HashSet<string> Repeatable = new(
        ["content", "edit-url", "host", "import", "hook", "sla"],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly HashSet<string> Single = new(
        [
            "data",
            "embedder",
            "embedder-model",
            "embedder-weight",
            "query-prefix",
            "passage-prefix",
            "query-deadline",
            "models",
            "urls",
            "public-url",
            "environment",
            "contentRoot",
            "applicationName",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var settings = new List<string>();
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "-h" or "--help" or "-?")
                return new([], Usage: Help);
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                return Mistake($"unexpected argument '{argument}': options begin with --, see --help");

            var (name, value) = Split(argument[2..]);
            if (name.Equals("insecure", StringComparison.OrdinalIgnoreCase))
            {
                if (!bool.TryParse(value ?? "true", out var insecure))
                    return Mistake($"--insecure takes no value, not '{value}'");
                settings.Add($"--insecure={insecure}");
                continue;
            }

            var repeatable = Repeatable.Contains(name);
            // Any configuration key can be set by its path; only names without one can be misspelt options.
            if (!repeatable && !Single.Contains(name) && !name.Contains(':', StringComparison.Ordinal))
                return Mistake($"unknown option --{name}: see --help");

            if (value is null && i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                value = arguments[++i];
            if (string.IsNullOrWhiteSpace(value))
                return Mistake($"--{name} needs a value");

            if (!repeatable)
                settings.Add($"--{name}={value}");
            else
            {
                var position = counts[name] = counts.GetValueOrDefault(name, -1) + 1;
                settings.Add($"--{name}:{position}={value}");
            }
        }
        return new([.. settings]);
    }

    private static CommandLine Mistake(string error) => new([], Error: error);

    private static (string Name, string? Value) Split(string option) =>
        option.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (option[..at], option[(at + 1)..]) : (option, null);
}
