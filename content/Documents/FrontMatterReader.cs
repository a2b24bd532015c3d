using System.Globalization;
using Knowledge.Content.Findings;
using Knowledge.Content.Languages;
using Knowledge.Content.Markup;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Documents;

/// <summary>Front matter, the text behind it, and what was wrong with it.</summary>
/// <param name="Body">The text after the front matter.</param>
/// <param name="BodyLine">1-based line of the file at which the body begins.</param>
/// <param name="NotServed">Why the author does not want the page to be seen; null when it may be.</param>
internal sealed record FrontMatterParseResult(
    FrontMatter FrontMatter,
    string Body,
    int BodyLine,
    IReadOnlyList<Finding> Findings,
    string? NotServed
);

/// <summary>
/// Reads the block at the top of a page: YAML, or the TOML or JSON of Hugo. What it does not understand becomes a finding and is
/// left out; keys of other tools are passed over.
/// </summary>
internal static class FrontMatterReader
{
    private const int MaxItems = 200;

    // csharpier-ignore
    private static readonly string[] Keys =
    [
        "title", "id", "kind", "owner", "tags", "aliases", "services", "alerts", "symptoms", "ask", "wording", "stays-green",
        "dead-ends", "twins", "reviewed", "date", "severity", "status", "runbooks", "failing", "detected", "mitigated", "resolved",
        "searched", "surfaces", "origin", "description", "draft", "published", "redirect_from", "slug", "permalink", "url", "lang",
        PageVisibility.Key, PageVisibility.UntilKey,
    ];

    private static readonly string[] SiteAddressKeys = ["slug", "permalink", "url"];

    public static FrontMatterParseResult Read(string path, string text)
    {
        if (FrontMatterBlock.Split(text) is not { } block)
            // What is nearly front matter, or never ends, may have been meant to hide the page.
            return PageVisibility.OfMeant(text) is { } meant
                ? new(
                    FrontMatter.Empty with
                    {
                        Visible = meant,
                    },
                    text,
                    1,
                    [
                        new(
                            FindingCodes.Visible,
                            Severity.Error,
                            path,
                            1,
                            "`visible` stands in what is no front matter, so nobody sees the page: begin the file with a line `---`, "
                                + "end the front matter with another.",
                            PageVisibility.Key
                        ),
                    ],
                    null
                )
                : new(FrontMatter.Empty, text, 1, [], null);
        var (map, problem) = block.Read();
        if (problem is not null)
            return new(
                FrontMatter.Empty with
                {
                    Visible = PageVisibility.OfUnreadable(block.Text),
                },
                block.Body,
                block.BodyLine,
                [
                    new(
                        FindingCodes.InvalidYaml,
                        Severity.Error,
                        path,
                        problem.Line + block.LinesBefore,
                        $"Front matter is ignored: {problem.Message}"
                    ),
                ],
                null
            );
        if (map is null)
            return new(FrontMatter.Empty, block.Body, block.BodyLine, [], null);
        var values = new Values(path, block.LinesBefore);
        return new(Typed(path, map, values), block.Body, block.BodyLine, values.Findings, NotServed(map));
    }

    // What the author has not published elsewhere is not published here.
    private static string? NotServed(YamlMap map) =>
        HasValue(map["draft"], "true") ? "draft (`draft: true`)"
        : HasValue(map["published"], "false") ? "not published (`published: false`)"
        : null;

    private static bool HasValue(YamlNode? node, string expected) =>
        node is YamlScalar { Value: var value } && value.Trim().Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static FrontMatter Typed(string path, YamlMap map, Values values)
    {
        foreach (var (key, node) in map.Entries)
            if (
                !Keys.Contains(key)
                && !PageVisibility.IsLikeKey(key)
                && Keys.FirstOrDefault(k => k.Length > 3 && EditDistanceCheck.IsAtMostOne(k, key)) is { } meant
            )
                values.Add(
                    FindingCodes.MisspelledKey,
                    Severity.Warning,
                    node,
                    $"`{key}` is not a known key; did you mean `{meant}`? It is ignored.",
                    key
                );
        return new FrontMatter
        {
            Title = values.Text(map, "title"),
            Id = values.Text(map, "id"),
            Kind = values.OneOf(map, "kind", ["runbook", "postmortem", "article"]),
            Language = Language(map, values),
            // The second one is a channel, in the template for technical documentation of the British government.
            Owner = values.Text(map, "owner") ?? values.Text(map, "owner_slack"),
            Tags = values.Texts(map, "tags"),
            Description = values.Text(map, "description"),
            Aliases =
            [
                .. values
                    .Texts(map, "aliases")
                    .Concat(values.Texts(map, "redirect_from"))
                    .Select(FormerAddress)
                    .Concat(SiteAddresses(path, map))
                    .Where(a => a.Length > 0)
                    .Distinct(),
            ],
            Services = values.Texts(map, "services"),
            Alerts = values.Each(map, "alerts", Alert),
            Symptoms = values.Texts(map, "symptoms"),
            Ask = values.Texts(map, "ask"),
            Wording = values.Each(map, "wording", (n, v) => v.Words(n, "text", m => new Wording(m["text"], m.GetValueOrDefault("when")))),
            StaysGreen = values.Each(
                map,
                "stays-green",
                (n, v) => v.Words(n, "check", m => new StaysGreen(m["check"], m.GetValueOrDefault("blind-to")))
            ),
            DeadEnds = values.Each(
                map,
                "dead-ends",
                (n, v) =>
                    v.Words(
                        n,
                        "suspicion",
                        m => new DeadEnd(m["suspicion"], m.GetValueOrDefault("why"), Minutes(m.GetValueOrDefault("minutes-lost")))
                    )
            ),
            Twins = values.Each(
                map,
                "twins",
                (n, v) =>
                    v.Words(
                        n,
                        "repository",
                        m => m.TryGetValue("path", out var path) ? new Twin(m["repository"], path, m.GetValueOrDefault("owner")) : null
                    )
            ),
            Reviewed = values.Date(map, "reviewed"),
            Date = values.Date(map, "date"),
            Severity = values.Text(map, "severity"),
            Status = values.OneOf(map, "status", ["draft", "published", "closed"]),
            Runbooks = values.Texts(map, "runbooks"),
            Failing = values.Texts(map, "failing"),
            Detected = values.Time(map, "detected"),
            Mitigated = values.Time(map, "mitigated"),
            Resolved = values.Time(map, "resolved"),
            Searched = values.Texts(map, "searched"),
            Surfaces = Surfaces(map, values),
            Origin = Origin(map, values),
            Visible = Visible(map, values),
        };
    }

    private static PageVisibility? Visible(YamlMap map, Values values)
    {
        if (map[PageVisibility.Key] is not { } node)
        {
            if (map.Entries.FirstOrDefault(e => PageVisibility.IsLikeKey(e.Key)).Value is not { } like)
                return null;
            values.Add(
                FindingCodes.Visible,
                Severity.Error,
                like,
                "`visible` is written in small letters; until it is, nobody sees the page.",
                PageVisibility.Key
            );
            return PageVisibility.Nobody;
        }
        if (node is not YamlList list || list.Items.Any(i => i is not YamlScalar { Value.Length: > 0 }))
            values.Add(
                FindingCodes.Visible,
                Severity.Error,
                node,
                "`visible` is a list of names of groups, such as `[legal, security]`; "
                    + "what is none lets nobody see the page, and a name that is alone lets its group.",
                PageVisibility.Key
            );
        return new(
            node is YamlMap ? [] : values.Texts(map, PageVisibility.Key),
            values.OneOf(map, PageVisibility.UntilKey, [PageVisibility.Published]) is not null
        );
    }

    // An address of the site that served the page before: "/old/page.html" and "https://wiki.example/old/page/" are `old/page`.
    private static string FormerAddress(string alias)
    {
        var path = LinkPolicy.IsElsewhere(alias) && Uri.TryCreate(alias, UriKind.Absolute, out var url) ? url.AbsolutePath : alias;
        // Any other alias is a name.
        if (!path.StartsWith('/'))
            return path.Trim('/');
        path = path.Split('#', '?')[0];
        if (path.EndsWith("/index.html", StringComparison.OrdinalIgnoreCase))
            path = path[..^11];
        if (path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
            path = path[..^5];
        return path.Trim('/');
    }

    /// <summary>Where the generator of a site puts the page: runbook links of alerts are often made from that.</summary>
    private static IEnumerable<string> SiteAddresses(string path, YamlMap map) =>
        from key in SiteAddressKeys
        let value = (map[key] as YamlScalar)?.Value.Trim() ?? ""
        // Placeholders (/:categories/:title/) are filled in by the site alone.
        where value.Length > 0 && !value.Contains(':', StringComparison.Ordinal)
        let directory = path.Contains('/', StringComparison.Ordinal) ? path[..(path.LastIndexOf('/') + 1)] : ""
        select FormerAddress(value.StartsWith('/') ? value : $"/{directory}{value}");

    private static AlertPattern? Alert(YamlNode node, Values values) =>
        node switch
        {
            YamlScalar { Value.Length: > 0 } name => new(name.Value, []),
            YamlMap labels when labels.Entries.Count > 0 && labels.Entries.All(e => e.Value is YamlScalar) => new(
                null,
                [.. labels.Entries.Select(e => KeyValuePair.Create(e.Key, ((YamlScalar)e.Value).Value))]
            ),
            _ => values.Bad<AlertPattern>(
                node,
                "an alert is a name, a pattern with `*`, or labels such as `{alertname: X, namespace: batch-*}`",
                "alerts"
            ),
        };

    private static IReadOnlyList<Surface> Surfaces(YamlMap map, Values values)
    {
        if (map["surfaces"] is not { } node)
            return [];
        if (node is not YamlMap surfaces)
        {
            values.Bad<Surface>(node, "`surfaces` is a map from surface names to `{state, …}`", "surfaces");
            return [];
        }
        var read = new List<Surface>();
        foreach (var (name, value) in surfaces.Entries)
        {
            if (!Surface.Names.Contains(name))
                values.Bad<Surface>(value, $"`{name}` is not a surface; the surfaces are {string.Join(", ", Surface.Names)}", name);
            else if (value is not YamlMap surface || values.OneOf(surface, "state", Surface.States) is not { } state)
                values.Bad<Surface>(value, $"the surface `{name}` needs a `state`: {string.Join(", ", Surface.States)}", name);
            else
                read.Add(
                    new(
                        name,
                        state,
                        values.Text(surface, "link"),
                        values.Text(surface, "owner"),
                        values.Date(surface, "due"),
                        values.Text(surface, "reason")
                    )
                );
        }
        return read;
    }

    private static string? Language(YamlMap map, Values values) =>
        values.Text(map, "lang") is not { } tag ? null
        : LanguageTag.CodeOf(tag) is { } code ? code
        : values.Bad<string>(map["lang"]!, "`lang` is a language such as `de` or `pt-BR`", "lang");

    private static Origin? Origin(YamlMap map, Values values)
    {
        if (map["origin"] is not { } node)
            return null;
        if (node is YamlScalar { Value.Length: > 0 } link && LinkPolicy.IsElsewhere(link.Value.Trim()))
            return new("", "", link.Value.Trim());
        if (node is not YamlMap origin || values.Text(origin, "system") is not { } system || values.Text(origin, "id") is not { } id)
            return values.Bad<Origin>(node, "`origin` is a link, or a map with `system`, `id` and `link`", "origin");
        var address = values.Text(origin, "link");
        if (address is not null && !LinkPolicy.IsElsewhere(address))
            address = values.Bad<string>(origin["link"]!, "`link` of an origin must be an http or https address", "link");
        return new(system, id, address);
    }

    private static int? Minutes(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : null;

    /// <summary>Takes typed values out of YAML nodes and keeps a finding for each that does not fit.</summary>
    /// <param name="linesBefore">Lines of the file before the first line of the nodes.</param>
    private sealed class Values(string path, int linesBefore)
    {
        private readonly List<Finding> findings = [];

        public IReadOnlyList<Finding> Findings => findings;

        public void Add(string code, Severity severity, YamlNode node, string message, string subject) =>
            findings.Add(new(code, severity, path, node.Line + linesBefore, message, subject));

        public T? Bad<T>(YamlNode node, string expected, string key)
            where T : class
        {
            Add(FindingCodes.InvalidValue, Severity.Warning, node, $"Ignored: {expected}.", key);
            return null;
        }

        public string? Text(YamlMap map, string key) =>
            map[key] switch
            {
                null or YamlScalar { Value: "" } => null,
                YamlScalar scalar => scalar.Value.Trim(),
                { } other => Bad<string>(other, $"`{key}` must be one text", key),
            };

        public IReadOnlyList<string> Texts(YamlMap map, string key) =>
            Each(
                map,
                key,
                (n, v) => n is YamlScalar scalar ? scalar.Value.Trim() : v.Bad<string>(n, $"`{key}` must be a text or a list of texts", key)
            );

        public IReadOnlyList<T> Each<T>(YamlMap map, string key, Func<YamlNode, Values, T?> read)
            where T : class
        {
            if (map[key] is not { } node || node is YamlScalar { Value: "" })
                return [];
            IReadOnlyList<YamlNode> items = node is YamlList list ? list.Items : [node];
            if (items.Count > MaxItems)
                Add(FindingCodes.TooMany, Severity.Warning, node, $"`{key}` has {items.Count} items; the first {MaxItems} are read.", key);
            return [.. items.Take(MaxItems).Select(i => read(i, this)).OfType<T>().Where(v => v is not string { Length: 0 })];
        }

        /// <summary>A text on its own, or a map of texts with at least <paramref name="main"/>.</summary>
        public T? Words<T>(YamlNode node, string main, Func<IReadOnlyDictionary<string, string>, T?> make)
            where T : class
        {
            var words = node switch
            {
                YamlScalar { Value.Length: > 0 } scalar => new Dictionary<string, string> { [main] = scalar.Value },
                YamlMap map => map
                    .Entries.Where(e => e.Value is YamlScalar)
                    .ToDictionary(e => e.Key, e => ((YamlScalar)e.Value).Value.Trim()),
                _ => [],
            };
            return words.ContainsKey(main) && make(words) is { } made
                ? made
                : Bad<T>(node, $"expected a text or a map with `{main}`", main);
        }

        public string? OneOf(YamlMap map, string key, IReadOnlyList<string> allowed)
        {
            if (Text(map, key)?.ToLowerInvariant() is not { } text)
                return null;
            return allowed.Contains(text) ? text : Bad<string>(map[key]!, $"`{key}` must be one of {string.Join(", ", allowed)}", key);
        }

        public DateOnly? Date(YamlMap map, string key)
        {
            if (Text(map, key) is not { } text)
                return null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return date;
            if (TimestampParser.TryParse(text, out var time))
                return DateOnly.FromDateTime(time.UtcDateTime);
            Bad<string>(map[key]!, $"`{key}` must be a date such as 2026-03-02", key);
            return null;
        }

        public DateTimeOffset? Time(YamlMap map, string key)
        {
            if (Text(map, key) is not { } text)
                return null;
            if (TimestampParser.TryParse(text, out var time))
                return time;
            Bad<string>(map[key]!, $"`{key}` must be a time such as 2026-03-02T07:40:00Z", key);
            return null;
        }
    }
}
