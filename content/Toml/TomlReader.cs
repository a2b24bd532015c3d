using Knowledge.Content.Yaml;

namespace Knowledge.Content.Toml;

/// <summary>
/// Reads the TOML of front matter into the nodes that YAML gives, so that what follows need not know the difference. Never throws;
/// linear in the text.
/// </summary>
/// <remarks>Syntax: TOML 1.0.0. Numbers, booleans and dates are kept as they are written; whoever needs one reads it.</remarks>
public static class TomlReader
{
    /// <returns>The table of the whole text, or what is wrong; never both.</returns>
    public static (YamlMap? Map, YamlProblem? Problem) Read(string text, YamlLimits limits)
    {
        if (text.Length > limits.MaxCharacters)
            return (
                null,
                new(1, 1, $"The TOML has {text.Length} characters and may have {limits.MaxCharacters}; move the long parts out of it.")
            );
        var reader = new Reader(new(text), limits);
        try
        {
            return (reader.Document(), null);
        }
        catch (TomlException error)
        {
            return (null, new(reader.Line, 1, error.Message));
        }
    }

    private sealed class Reader(TomlScanner scan, YamlLimits limits)
    {
        private int values;

        public int Line => scan.Line;

        public YamlMap Document()
        {
            var root = new TomlTable(1);
            var current = root;
            while (true)
            {
                scan.SkipBlank(lines: true);
                if (scan.AtEnd)
                    return root.Node();
                if (scan.Take('['))
                    current = Header(root);
                else
                    Pair(current, limits.MaxDepth);
                scan.SkipBlank(lines: false);
                if (scan.Next != '\n')
                    throw new TomlException("There is more on this line than one value; give each key a line of its own.");
            }
        }

        private TomlTable Header(TomlTable root)
        {
            var isArray = scan.Take('[');
            var keys = Keys();
            scan.Expect(']');
            if (isArray)
                scan.Expect(']');
            var parent = keys.SkipLast(1).Aggregate(root, Child);
            var table = new TomlTable(Line) { IsDefined = true };
            if (isArray)
            {
                if (!parent.TryGet(keys[^1], out var before))
                    parent.TryAdd(keys[^1], new List<TomlTable> { table });
                else if (before is List<TomlTable> tables)
                    tables.Add(table);
                else
                    throw DuplicateKey(keys[^1]);
                return table;
            }
            if (parent.TryAdd(keys[^1], table))
                return table;
            if (parent.TryGet(keys[^1], out var known) && known is TomlTable { IsDefined: false } passed)
            {
                passed.IsDefined = true;
                return passed;
            }
            throw DuplicateKey(keys[^1]);
        }

        private void Pair(TomlTable table, int depth)
        {
            var keys = Keys();
            scan.Expect('=');
            scan.SkipBlank(lines: false);
            var target = keys.SkipLast(1).Aggregate(table, Child);
            if (!target.TryAdd(keys[^1], Value(depth - 1)))
                throw DuplicateKey(keys[^1]);
        }

        private TomlTable Child(TomlTable table, string key)
        {
            if (!table.TryGet(key, out var value))
            {
                var made = new TomlTable(Line);
                table.TryAdd(key, made);
                return made;
            }
            return value switch
            {
                TomlTable known => known,
                List<TomlTable> tables => tables[^1],
                _ => throw DuplicateKey(key),
            };
        }

        private List<string> Keys()
        {
            var keys = new List<string>();
            do
            {
                scan.SkipBlank(lines: false);
                if (keys.Count == limits.MaxDepth)
                    throw new TomlException($"Keys are nested more than {limits.MaxDepth} deep; flatten them.");
                keys.Add(scan.Key());
                scan.SkipBlank(lines: false);
            } while (scan.Take('.'));
            return keys;
        }

        private YamlNode Value(int depth)
        {
            if (++values > limits.MaxEvents)
                throw new TomlException($"There are more than {limits.MaxEvents} values; split the text.");
            if (scan.Next == '\n')
                throw new TomlException("A value is missing here; write one.");
            if (depth < 0)
                throw new TomlException($"Lists and tables are nested more than {limits.MaxDepth} deep; flatten them.");
            var line = Line;
            switch (scan.Next)
            {
                case ('"' or '\'') and var quote:
                    scan.Take(quote);
                    return new YamlScalar(scan.IsNext(quote, 2) ? scan.Long(quote) : scan.Quoted(quote), true, line, 1);
                case '[':
                    scan.Take('[');
                    return new YamlList(Items(depth), line, 1);
                case '{':
                    scan.Take('{');
                    return Inline(depth);
                default:
                    return new YamlScalar(scan.Bare(), false, line, 1);
            }
        }

        private List<YamlNode> Items(int depth)
        {
            var items = new List<YamlNode>();
            while (true)
            {
                scan.SkipBlank(lines: true);
                if (scan.Take(']'))
                    return items;
                if (scan.AtEnd)
                    throw new TomlException(TomlScanner.Unfinished);
                items.Add(Value(depth - 1));
                scan.SkipBlank(lines: true);
                if (scan.Take(','))
                    continue;
                scan.Expect(']');
                return items;
            }
        }

        private YamlMap Inline(int depth)
        {
            var table = new TomlTable(Line) { IsDefined = true };
            scan.SkipBlank(lines: false);
            if (scan.Take('}'))
                return table.Node();
            while (true)
            {
                Pair(table, depth);
                scan.SkipBlank(lines: false);
                if (scan.Take(','))
                    continue;
                scan.Expect('}');
                return table.Node();
            }
        }

        private static TomlException DuplicateKey(string key) =>
            new($"The key '{(key.Length > 40 ? key[..40] + "…" : key).ReplaceLineEndings(" ")}' is there already; keep one of them.");
    }
}
