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
    private int events;

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

            var document = Node(Next(), 0);
            Next();
            documents.Add(document);
        }
    }

    private YamlNode Node(ParsingEvent current, int depth)
    {
        if (current is AnchorAlias)
            throw LimitExceeded(current, "Aliases (*name) are not read; " + NotNeeded);
        if (current is not NodeEvent node)
            throw LimitExceeded(current, "A value is missing here; write one.");
        if (!node.Anchor.IsEmpty)
            throw LimitExceeded(node, "Anchors (&name) are not read; " + NotNeeded);
        if (!node.Tag.IsEmpty)
            throw LimitExceeded(node, "Tags (!name) are not read; " + NotNeeded);
        if (node is Scalar scalar)
            return Text(scalar);
        if (depth == limits.MaxDepth)
            throw LimitExceeded(node, $"Lists and maps are nested more than {limits.MaxDepth} deep; flatten them.");

        return node is MappingStart ? Map(node, depth + 1) : List(node, depth + 1);
    }

    private YamlScalar Text(Scalar scalar)
    {
        if (scalar.Value.Length > limits.MaxScalarCharacters)
            throw LimitExceeded(
                scalar,
                $"This text has {scalar.Value.Length} characters and may have {limits.MaxScalarCharacters}; shorten it."
            );

        // Escapes such as "\0" bring back what was refused in the text itself.
        var value = GuardedYaml.WithoutLoneSurrogates(scalar.Value).Replace('\0', '\uFFFD');
        return new(value, scalar.Style != ScalarStyle.Plain, (int)scalar.Start.Line, (int)scalar.Start.Column);
    }

    private YamlList List(NodeEvent start, int depth)
    {
        var items = new List<YamlNode>();
        while (Next() is not SequenceEnd)
            items.Add(Node(parser.Current!, depth));

        return new(items, (int)start.Start.Line, (int)start.Start.Column);
    }

    private YamlMap Map(NodeEvent start, int depth)
    {
        var entries = new List<KeyValuePair<string, YamlNode>>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next() is not MappingEnd)
        {
            var key = parser.Current!;
            if (Node(key, depth) is not YamlScalar { Value: var name, IsQuoted: var quoted, Line: var line })
                throw LimitExceeded(key, "A key must be plain text; give the list or map a name.");
            if (name == "<<" && !quoted)
                throw LimitExceeded(key, "Merge keys (<<) are not read; " + NotNeeded);
            if (!lines.TryAdd(name, line))
                throw LimitExceeded(key, $"The key '{Shortened(name)}' is already on line {lines[name]}; keep one of them.");

            entries.Add(new(name, Node(Next(), depth)));
        }

        return new(entries, (int)start.Start.Line, (int)start.Start.Column);
    }

    private ParsingEvent Next()
    {
        if (!parser.MoveNext() || parser.Current is not { } current)
            throw new YamlLimitException(Mark.Empty, Mark.Empty, "The text ends in the middle; finish it.");
        if (++events > limits.MaxEvents)
            throw LimitExceeded(current, $"There are more than {limits.MaxEvents} YAML values; split the text.");
        return current;
    }

    private static YamlLimitException LimitExceeded(ParsingEvent at, string message) => new(at.Start, at.End, message);

    private static string Shortened(string name) => Sentences.Truncate(name, 40).ReplaceLineEndings(" ");
}

/// <summary>The text is YAML, but more than this reader takes. The message is the reader's own and says what to do.</summary>
internal sealed class YamlLimitException(Mark start, Mark end, string message) : YamlException(start, end, message);
