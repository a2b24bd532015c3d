using System.Globalization;
using System.Text;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Toml;

/// <summary>
/// Reads the TOML of front matter into the nodes that YAML gives, so that what follows need not know the difference. Never throws;
/// linear in the text.
/// </summary>
/// <remarks>Syntax: TOML 1.0.0. Numbers, booleans and dates are kept as they are written; whoever needs one reads it.</remarks>
public static class TomlReader
{
    private const string Unfinished = "The TOML ends in the middle of a value; close the quote or bracket.";

    /// <returns>The table of the whole text, or what is wrong; never both.</returns>
    public static (YamlMap? Map, YamlProblem? Problem) Read(string text, YamlLimits limits)
    {
        if (text.Length > limits.MaxCharacters)
            return (
                null,
                new(1, 1, $"The TOML has {text.Length} characters and may have {limits.MaxCharacters}; move the long parts out of it.")
            );
        var reader = new Reader(text, limits);
        try
        {
            return (reader.Document(), null);
        }
        catch (TomlException error)
        {
            return (null, new(reader.Line, 1, error.Message));
        }
    }

    /// <summary>Leaves the reader from within; never leaves <see cref="TomlReader"/>.</summary>
    private sealed class TomlException(string message) : Exception(message);

    private sealed class Table(int line)
    {
        private readonly Dictionary<string, object> values = [];
        private readonly List<string> order = [];

        public int Line => line;

        /// <summary>Whether a header or an inline table has defined it; what dotted keys only passed through may still be.</summary>
        public bool IsDefined { get; set; }

        public bool TryGet(string key, out object? value) => values.TryGetValue(key, out value);

        public bool TryAdd(string key, object value)
        {
            if (!values.TryAdd(key, value))
                return false;
            order.Add(key);
            return true;
        }

        public YamlMap Node() => new([.. order.Select(k => KeyValuePair.Create(k, NodeOf(values[k])))], line, 1);

        private static YamlNode NodeOf(object value) =>
            value switch
            {
                Table table => table.Node(),
                List<Table> tables => new YamlList([.. tables.Select(t => t.Node())], tables[0].Line, 1),
                _ => (YamlNode)value,
            };
    }

    private sealed class Reader(string text, YamlLimits limits)
    {
        private int at;
        private int values;

        public int Line { get; private set; } = 1;

        private bool AtEnd => at >= text.Length;

        public YamlMap Document()
        {
            var root = new Table(1);
            var current = root;
            while (true)
            {
                SkipBlank(lines: true);
                if (AtEnd)
                    return root.Node();
                if (Take('['))
                    current = Header(root);
                else
                    Pair(current, limits.MaxDepth);
                SkipBlank(lines: false);
                if (!AtEnd && text[at] != '\n')
                    throw new TomlException("There is more on this line than one value; give each key a line of its own.");
            }
        }

        private Table Header(Table root)
        {
            var isArray = Take('[');
            var keys = Keys();
            Expect(']');
            if (isArray)
                Expect(']');
            var parent = keys.SkipLast(1).Aggregate(root, Child);
            var table = new Table(Line) { IsDefined = true };
            if (isArray)
            {
                if (!parent.TryGet(keys[^1], out var before))
                    parent.TryAdd(keys[^1], new List<Table> { table });
                else if (before is List<Table> tables)
                    tables.Add(table);
                else
                    throw DuplicateKey(keys[^1]);
                return table;
            }
            if (parent.TryAdd(keys[^1], table))
                return table;
            if (parent.TryGet(keys[^1], out var known) && known is Table { IsDefined: false } passed)
            {
                passed.IsDefined = true;
                return passed;
            }
            throw DuplicateKey(keys[^1]);
        }

        private void Pair(Table table, int depth)
        {
            var keys = Keys();
            Expect('=');
            SkipBlank(lines: false);
            var target = keys.SkipLast(1).Aggregate(table, Child);
            if (!target.TryAdd(keys[^1], Value(depth - 1)))
                throw DuplicateKey(keys[^1]);
        }

        private Table Child(Table table, string key)
        {
            if (!table.TryGet(key, out var value))
            {
                var made = new Table(Line);
                table.TryAdd(key, made);
                return made;
            }
            return value switch
            {
                Table known => known,
                List<Table> tables => tables[^1],
                _ => throw DuplicateKey(key),
            };
        }

        private List<string> Keys()
        {
            var keys = new List<string>();
            do
            {
                SkipBlank(lines: false);
                if (keys.Count == limits.MaxDepth)
                    throw new TomlException($"Keys are nested more than {limits.MaxDepth} deep; flatten them.");
                keys.Add(Key());
                SkipBlank(lines: false);
            } while (Take('.'));
            return keys;
        }

        private string Key()
        {
            if (!AtEnd && text[at] is '"' or '\'')
                return Quoted(text[at++]);
            var start = at;
            while (!AtEnd && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_'))
                at++;
            return at > start
                ? text[start..at]
                : throw new TomlException("A key is missing here, or holds a character that must be in quotes.");
        }

        private YamlNode Value(int depth)
        {
            if (++values > limits.MaxEvents)
                throw new TomlException($"There are more than {limits.MaxEvents} values; split the text.");
            if (AtEnd || text[at] == '\n')
                throw new TomlException("A value is missing here; write one.");
            if (depth < 0)
                throw new TomlException($"Lists and tables are nested more than {limits.MaxDepth} deep; flatten them.");
            var line = Line;
            switch (text[at])
            {
                case '"' or '\'':
                    var quote = text[at++];
                    return new YamlScalar(IsNext(quote, 2) ? Long(quote) : Quoted(quote), true, line, 1);
                case '[':
                    at++;
                    return new YamlList(Items(depth), line, 1);
                case '{':
                    at++;
                    return Inline(depth);
                default:
                    var start = at;
                    while (!AtEnd && text[at] is not (',' or ']' or '}' or '#' or '\n'))
                        at++;
                    var bare = text[start..at].Trim();
                    if (bare.Length == 0)
                        throw new TomlException("A value is missing here; write one.");
                    // Only a date may have a blank in it, before its time.
                    if (
                        bare.AsSpan().IndexOfAny(' ', '\t') is >= 0 and var blank
                        && (blank != 10 || bare[4] != '-' || bare.LastIndexOf(' ') != blank)
                    )
                        throw new TomlException(
                            "There is more on this line than one value; put text in quotes, and give each key a line of its own."
                        );
                    return new YamlScalar(bare, false, line, 1);
            }
        }

        private List<YamlNode> Items(int depth)
        {
            var items = new List<YamlNode>();
            while (true)
            {
                SkipBlank(lines: true);
                if (Take(']'))
                    return items;
                if (AtEnd)
                    throw new TomlException(Unfinished);
                items.Add(Value(depth - 1));
                SkipBlank(lines: true);
                if (Take(','))
                    continue;
                Expect(']');
                return items;
            }
        }

        private YamlMap Inline(int depth)
        {
            var table = new Table(Line) { IsDefined = true };
            SkipBlank(lines: false);
            if (Take('}'))
                return table.Node();
            while (true)
            {
                Pair(table, depth);
                SkipBlank(lines: false);
                if (Take(','))
                    continue;
                Expect('}');
                return table.Node();
            }
        }

        private string Quoted(char quote)
        {
            var value = new StringBuilder();
            while (true)
            {
                if (AtEnd || text[at] == '\n')
                    throw new TomlException("A quote is not closed on its line; close it.");
                var c = text[at++];
                if (c == quote)
                    return value.ToString();
                if (c == '\\' && quote == '"')
                    Escape(value);
                else
                    value.Append(c);
            }
        }

        private string Long(char quote)
        {
            at += 2;
            if (Take('\n'))
                Line++;
            var value = new StringBuilder();
            while (true)
            {
                if (AtEnd)
                    throw new TomlException(Unfinished);
                if (IsNext(quote, 3))
                {
                    at += 3;
                    // One or two quotes may stand before the three that close.
                    for (var more = 0; more < 2 && Take(quote); more++)
                        value.Append(quote);
                    return value.ToString();
                }
                var c = text[at++];
                if (c == '\n')
                    Line++;
                if (c == '\\' && quote == '"')
                    Escape(value);
                else
                    value.Append(c);
            }
        }

        private void Escape(StringBuilder value)
        {
            if (AtEnd)
                throw new TomlException(Unfinished);
            var c = text[at++];
            switch (c)
            {
                case 'b':
                    value.Append('\b');
                    break;
                case 't':
                    value.Append('\t');
                    break;
                case 'n':
                    value.Append('\n');
                    break;
                case 'f':
                    value.Append('\f');
                    break;
                case 'r':
                    value.Append('\r');
                    break;
                case 'e':
                    value.Append('\u001b');
                    break;
                case '"' or '\\':
                    value.Append(c);
                    break;
                case 'u' or 'U':
                    value.Append(Character(c == 'u' ? 4 : 8));
                    break;
                case ' ' or '\t' or '\n':
                    at--;
                    while (!AtEnd && text[at] is ' ' or '\t' or '\n')
                        if (text[at++] == '\n')
                            Line++;
                    break;
                default:
                    throw new TomlException($"`\\{c}` is no escape; write `\\\\` for a backslash, or use single quotes.");
            }
        }

        private string Character(int digits)
        {
            if (
                text.Length - at < digits
                || !int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                || !Rune.IsValid(code)
            )
                throw new TomlException("This is no character; give four or eight hexadecimal digits.");
            at += digits;
            return code == 0 ? "\uFFFD" : new Rune(code).ToString();
        }

        private void SkipBlank(bool lines)
        {
            for (; !AtEnd; at++)
                if (text[at] == '#')
                {
                    var end = text.IndexOf('\n', at);
                    at = (end < 0 ? text.Length : end) - 1;
                }
                else if (text[at] == '\n' && lines)
                    Line++;
                else if (text[at] is not (' ' or '\t'))
                    return;
        }

        private bool IsNext(char c, int times)
        {
            if (text.Length - at < times)
                return false;
            for (var i = 0; i < times; i++)
                if (text[at + i] != c)
                    return false;
            return true;
        }

        private bool Take(char c)
        {
            if (AtEnd || text[at] != c)
                return false;
            at++;
            return true;
        }

        private void Expect(char c)
        {
            SkipBlank(lines: false);
            if (!Take(c))
                throw new TomlException($"`{c}` is missing here.");
        }

        private static TomlException DuplicateKey(string key) =>
            new($"The key '{(key.Length > 40 ? key[..40] + "…" : key).ReplaceLineEndings(" ")}' is there already; keep one of them.");
    }
}
