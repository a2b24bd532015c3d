using Knowledge.Content.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Knowledge.Content.Yaml;

/// <summary>
/// Builds nodes from parser events and stops, by a <see cref="YamlLimitException"/>, at the first thing that is not allowed.
/// </summary>
internal sealed class YamlComposer(IParser parser, YamlLimits limits)
{
    private const string NotNeeded = "runbooks do not need them; write the value out.";
    private readonly Dictionary<AnchorName, Anchored> anchors = [];
    private readonly List<(YamlNode Node, Action<YamlNode> Add)> open = [];
    private int events;

    private readonly record struct Anchored(YamlNode Node, int Values, int Height);

    /// <summary>What was read of the document that never became complete; null when there is none.</summary>
    public YamlNode? Incomplete()
    {
        for (var i = open.Count - 1; i > 0; i--)
            open[i - 1].Add(open[i].Node);
        return open.Count > 0 ? open[0].Node : null;
    }

    public void AddDocumentsTo(List<YamlNode> documents)
    {
        while (Next() is not StreamEnd)
        {
            if (parser.Current is not DocumentStart start)
                continue;
            if (start.Version is not null || start.Tags is { } tags && tags.Any(tag => !Constants.DefaultTagDirectives.Contains(tag)))
                throw LimitExceeded(start, "Directives (lines that start with %) are not read; remove the line.");
            if (documents.Count == limits.MaxDocuments)
                throw LimitExceeded(
                    start,
                    $"There are more than {limits.MaxDocuments} YAML documents; remove the rest, or split the file."
                );

            anchors.Clear();
            var document = Node(Next(), 0);
            Next();
            documents.Add(document);
        }
    }

    private YamlNode Node(ParsingEvent current, int depth)
    {
        if (current is AnchorAlias alias)
            return Aliased(alias, depth);
        if (current is not NodeEvent node)
            throw LimitExceeded(current, "A value is missing here; write one.");
        if (!node.Anchor.IsEmpty && !limits.TakesAliases)
            throw LimitExceeded(node, "Anchors (&name) are not read; " + NotNeeded);
        if (!node.Tag.IsEmpty)
            throw LimitExceeded(node, "Tags (!name) are not read; " + NotNeeded);
        if (node is not Scalar && depth == limits.MaxDepth)
            throw LimitExceeded(node, $"Lists and maps are nested more than {limits.MaxDepth} deep; flatten them.");

        var before = events;
        YamlNode read = node switch
        {
            Scalar scalar => Text(scalar),
            MappingStart => Map(node, depth + 1),
            _ => List(node, depth + 1),
        };
        if (!node.Anchor.IsEmpty)
            anchors[node.Anchor] = new(read, events - before + 1, HeightOf(read));
        return read;
    }

    /// <summary>What an alias stands for. It costs what writing it out would cost, so that a bomb ends at the limit of values.</summary>
    private YamlNode Aliased(AnchorAlias alias, int depth)
    {
        if (!limits.TakesAliases)
            throw LimitExceeded(alias, "Aliases (*name) are not read; " + NotNeeded);
        if (!anchors.TryGetValue(alias.Value, out var anchored))
            throw LimitExceeded(alias, "There is no anchor (&name) of this name above; write the value out.");
        if (depth + anchored.Height > limits.MaxDepth)
            throw LimitExceeded(alias, $"Lists and maps are nested more than {limits.MaxDepth} deep; flatten them.");
        Spend(alias, anchored.Values);
        return anchored.Node;
    }

    private YamlScalar Text(Scalar scalar)
    {
        if (scalar.Value.Length > limits.MaxScalarCharacters)
            throw LimitExceeded(
                scalar,
                $"This text has {scalar.Value.Length} characters and may have {limits.MaxScalarCharacters}; shorten it."
            );

        // Escapes such as "\0" bring back what was refused in the text itself.
        var value = Surrogates.WithoutLone(scalar.Value).Replace('\0', '\uFFFD');
        return new(value, scalar.Style != ScalarStyle.Plain, (int)scalar.Start.Line, (int)scalar.Start.Column);
    }

    private YamlList List(NodeEvent start, int depth)
    {
        var items = new List<YamlNode>();
        var list = new YamlList(items, (int)start.Start.Line, (int)start.Start.Column);
        open.Add((list, items.Add));
        while (Next() is not SequenceEnd)
            items.Add(Node(parser.Current!, depth));

        open.RemoveAt(open.Count - 1);
        return list;
    }

    private YamlMap Map(NodeEvent start, int depth)
    {
        var entries = new List<KeyValuePair<string, YamlNode>>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var merged = new List<YamlMap>();
        var map = new YamlMap(entries, (int)start.Start.Line, (int)start.Start.Column);
        string? pending = null;
        open.Add((map, value => entries.Add(new(pending ?? "", value))));
        while (Next() is not MappingEnd)
        {
            var key = parser.Current!;
            if (Node(key, depth) is not YamlScalar { Value: var name, IsQuoted: var quoted, Line: var line })
                throw LimitExceeded(key, "A key must be plain text; give the list or map a name.");
            if (name == "<<" && !quoted)
            {
                merged.AddRange(Merged(key, depth));
                continue;
            }
            var isKnown = !lines.TryAdd(name, line);
            if (isKnown && !limits.KeepsFirstOfDuplicates)
                throw LimitExceeded(key, $"The key '{Shortened(name)}' is already on line {lines[name]}; keep one of them.");

            pending = name;
            var value = Node(Next(), depth);
            if (!isKnown)
                entries.Add(new(name, value));
        }
        // What the map itself has counts more than what is merged into it, and what is merged first more than what is merged last.
        foreach (var entry in merged.SelectMany(m => m.Entries))
            if (lines.TryAdd(entry.Key, 0))
                entries.Add(entry);

        open.RemoveAt(open.Count - 1);
        return map;
    }

    private IEnumerable<YamlMap> Merged(ParsingEvent key, int depth)
    {
        if (!limits.TakesAliases)
            throw LimitExceeded(key, "Merge keys (<<) are not read; " + NotNeeded);
        return Node(Next(), depth) switch
        {
            YamlMap map => [map],
            YamlList list when list.Items.All(i => i is YamlMap) => list.Items.Cast<YamlMap>(),
            _ => throw LimitExceeded(key, "A merge key (<<) takes a map or a list of maps; write the values out."),
        };
    }

    private ParsingEvent Next()
    {
        if (!parser.MoveNext() || parser.Current is not { } current)
            throw new YamlLimitException(Mark.Empty, Mark.Empty, "The text is incomplete; finish it.");
        Spend(current, 1);
        return current;
    }

    private void Spend(ParsingEvent at, int values)
    {
        if ((events += values) > limits.MaxEvents)
            throw LimitExceeded(at, $"There are more than {limits.MaxEvents} YAML values; split the text.");
    }

    private static int HeightOf(YamlNode node) =>
        node switch
        {
            YamlList { Items.Count: > 0 } list => 1 + list.Items.Max(HeightOf),
            YamlMap { Entries.Count: > 0 } map => 1 + map.Entries.Max(e => HeightOf(e.Value)),
            YamlScalar => 0,
            _ => 1,
        };

    private static YamlLimitException LimitExceeded(ParsingEvent at, string message) => new(at.Start, at.End, message);

    private static string Shortened(string name) => Sentences.Truncate(name, 40).ReplaceLineEndings(" ");
}

/// <summary>The text is YAML, but more than this reader takes. The message is the reader's own and says what to do.</summary>
internal sealed class YamlLimitException(Mark start, Mark end, string message) : YamlException(start, end, message);
