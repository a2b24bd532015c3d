using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Knowledge.Content.Findings;
using Knowledge.Content.Text;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Reads <c>hooks/NAME.yaml</c>, and runs its examples as its test. Never throws for any text.</summary>
public static class HookMappingReader
{
    private const int MaxChoices = 10;
    private const int MaxLabels = 50;
    private const int MaxExamples = 50;
    private const int MaxHooks = 20;

    private static readonly string[] StateKeys = ["at", "firing", "acknowledged", "resolved", "unchanged"];

    // csharpier-ignore
    private static readonly string[] Keys =
    [
        "hooks", "each", "name", "key", "state", "severity", "service", "summary", "description", "runbook", "document", "link", "time",
        "started", "labels", "examples",
    ];

    /// <summary>Whether a file is a mapping: <c>hooks/NAME.yaml</c> at the root of a source, with what only a mapping has.</summary>
    public static bool IsMapping(string path, string text) =>
        path.Split('/') is ["hooks", var file]
        && (file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal))
        && Has(text, "name")
        && (Has(text, "key") || Has(text, "state"))
        && !Has(text, "apiVersion");

    // A key at the root, also in YAML that is broken further down.
    private static bool Has(string text, string key) =>
        text.StartsWith(key + ":", StringComparison.Ordinal) || text.Contains($"\n{key}:", StringComparison.Ordinal);

    public static HookMappingReading Read(string path, string text)
    {
        var problems = new Problems(path);
        var yaml = GuardedYaml.Read(text, YamlLimits.Catalog with { MaxDocuments = 1 });
        if (yaml.Problem is { } problem)
            return problems.Refused(problem.Line, $"The mapping is not used: {problem.Message}");
        if (yaml.Documents is not [YamlMap map])
            return problems.Refused(1, "The mapping is not used: it has no keys.");
        foreach (var (key, value) in map.Entries.Where(e => !Keys.Contains(e.Key)))
            problems.Warn(value.Line, $"`{Shortened(key)}` is not a key of a mapping and is ignored; keys are {string.Join(", ", Keys)}.");
        if (problems.Value(map, "name") is not { } name || problems.Value(map, "key") is not { } identity)
            return problems.Refused(1, "The mapping is not used: `name` and `key` must each say where they are in the payload.");
        var each = (map["each"] as YamlScalar)?.Value is { Length: > 0 } list ? JsonPath.Parse(list) : null;
        if (map["each"] is { } wrong && each is null)
            return problems.Refused(
                wrong.Line,
                "The mapping is not used: `each` is the path of a list, such as `events` or `data.alerts`."
            );
        var file = path[(path.LastIndexOf('/') + 1)..];
        var (at, words) = States(map["state"], problems);
        var mapping = new HookMapping
        {
            Hooks = Texts(map["hooks"]).Take(MaxHooks).ToList() is { Count: > 0 } hooks ? hooks : [file[..file.LastIndexOf('.')]],
            Each = each,
            Name = name,
            Key = identity,
            State = at,
            Words = words,
            Severity = problems.Value(map, "severity"),
            Service = problems.Value(map, "service"),
            Summary = problems.Value(map, "summary"),
            Description = problems.Value(map, "description"),
            Runbook = problems.Value(map, "runbook"),
            Document = problems.Value(map, "document"),
            Link = problems.Value(map, "link"),
            Time = problems.Value(map, "time"),
            Started = problems.Value(map, "started"),
            Labels =
            [
                .. ((map["labels"] as YamlMap)?.Entries ?? [])
                    .Take(MaxLabels)
                    .Select(l => (l.Key, Value: problems.Value((YamlMap)map["labels"]!, l.Key)))
                    .Where(l => l.Value is not null)
                    .Select(l => KeyValuePair.Create(l.Key, l.Value!)),
            ],
            Examples = Examples(map["examples"], problems),
        };
        if (mapping.Examples.Count == 0)
            problems.Warn(1, "The mapping has no example; put a payload under `examples` with what it gives, so that it is tested here.");
        foreach (var example in mapping.Examples)
            if (HookExampleCheck.Of(mapping, example) is { } difference)
                problems.Fail(example.Line, difference);
        return new(mapping, problems.Findings);
    }

    private static (MappedValue? At, IReadOnlyDictionary<string, AlertState?> Words) States(YamlNode? node, Problems problems)
    {
        var words = new Dictionary<string, AlertState?>();
        if (node is not YamlMap map)
            return (problems.Value(node, "state"), words);
        foreach (var (key, value) in map.Entries)
        {
            if (!StateKeys.Contains(key))
                problems.Warn(
                    value.Line,
                    $"`{Shortened(key)}` is not a key of `state` and is ignored; keys are {string.Join(", ", StateKeys)}."
                );
            else if (key != "at")
                foreach (var word in Texts(value))
                    words.TryAdd(word.ToLowerInvariant(), key == "unchanged" ? null : Enum.Parse<AlertState>(key, ignoreCase: true));
        }
        return (problems.Value(map, "at"), words);
    }

    private static List<HookExample> Examples(YamlNode? node, Problems problems)
    {
        var examples = new List<HookExample>();
        foreach (var item in ((node as YamlList)?.Items ?? []).Take(MaxExamples))
        {
            if (item is not YamlMap map || map["body"] is not { } body || map["gives"] is not { } gives)
            {
                problems.Warn(item.Line, "An example has a `body` and says under `gives` what is read of it; this one is not run.");
                continue;
            }
            examples.Add(
                new(
                    body is YamlScalar text ? Encoding.UTF8.GetBytes(text.Value) : Encoding.UTF8.GetBytes(Json(body)!.ToJsonString()),
                    [
                        .. (gives is YamlList list ? list.Items : [gives])
                            .OfType<YamlMap>()
                            .Select(m =>
                                (IReadOnlyList<KeyValuePair<string, string>>)
                                    [.. m.Entries.Select(e => KeyValuePair.Create(e.Key, (e.Value as YamlScalar)?.Value ?? ""))]
                            ),
                    ],
                    item.Line
                )
            );
        }
        return examples;
    }

    // As JSON would have it: what is not quoted may be a number, true, false or null.
    private static JsonNode? Json(YamlNode node) =>
        node switch
        {
            YamlMap map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, Json(e.Value)))),
            YamlList list => new JsonArray([.. list.Items.Select(Json)]),
            YamlScalar { IsQuoted: false, Value: "" or "null" or "~" } => null,
            YamlScalar { IsQuoted: false, Value: "true" } => JsonValue.Create(true),
            YamlScalar { IsQuoted: false, Value: "false" } => JsonValue.Create(false),
            YamlScalar { IsQuoted: false } scalar when IsNumber(scalar.Value) => JsonNode.Parse(scalar.Value),
            YamlScalar scalar => JsonValue.Create(scalar.Value),
            _ => null,
        };

    private static bool IsNumber(string text)
    {
        try
        {
            return text.Length <= 30 && (char.IsAsciiDigit(text[0]) || text[0] == '-') && JsonNode.Parse(text) is JsonValue;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Texts(YamlNode? node) =>
        node switch
        {
            YamlScalar { Value.Length: > 0 } scalar => [scalar.Value],
            YamlList list => list.Items.OfType<YamlScalar>().Select(s => s.Value).Where(v => v.Length > 0),
            _ => [],
        };

    private static string Shortened(string text) => Sentences.Truncate(text, 40).ReplaceLineEndings(" ");

    private sealed class Problems(string path)
    {
        private readonly List<Finding> findings = [];

        public IReadOnlyList<Finding> Findings => findings;

        public void Warn(int line, string message) => findings.Add(new(FindingCodes.HookMapping, Severity.Warning, path, line, message));

        public void Fail(int line, string message) => findings.Add(new(FindingCodes.HookMapping, Severity.Error, path, line, message));

        public HookMappingReading Refused(int line, string message)
        {
            Fail(line, message);
            return new(null, findings);
        }

        public MappedValue? Value(YamlMap map, string key) => Value(map[key], key);

        /// <summary>A path, or a list of which the first that finds something counts.</summary>
        public MappedValue? Value(YamlNode? node, string key)
        {
            var choices = new List<MappedValue.Choice>();
            foreach (var text in Texts(node).Take(MaxChoices))
                if (MappedValue.Parse(text) is { } choice)
                    choices.Add(choice);
                else
                    Fail(
                        node!.Line,
                        $"`{Shortened(key)}`: '{Shortened(text)}' is no path; write rule.title, alerts[0].id or \"{{rule.id}} {{host}}\"."
                    );
            return choices.Count == 0 ? null : new(choices);
        }
    }
}
