using Knowledge.Content.Yaml;

namespace Knowledge.Content.Toml;

/// <summary>A table of TOML while its keys are read, which may stand far from each other.</summary>
internal sealed class TomlTable(int line)
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
            TomlTable table => table.Node(),
            List<TomlTable> tables => new YamlList([.. tables.Select(t => t.Node())], tables[0].Line, 1),
            _ => (YamlNode)value,
        };
}
