using System.Diagnostics.CodeAnalysis;

namespace Knowledge.Content.Yaml;

/// <summary>A value in a YAML document. Line and column are 1-based and count from the start of the text that was read.</summary>
public abstract record YamlNode(int Line, int Column);

/// <summary>
/// Text. <paramref name="IsQuoted"/> says that the author marked it as text (quotes or a block scalar), so that <c>"5432"</c> is
/// not a number;
/// a key without a value is an unquoted empty scalar.
/// </summary>
public sealed record YamlScalar(string Value, bool IsQuoted, int Line, int Column) : YamlNode(Line, Column);

/// <summary>A list of values in the order written.</summary>
public sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);

/// <summary>Named values in the order written; every key is there once.</summary>
public sealed record YamlMap(IReadOnlyList<KeyValuePair<string, YamlNode>> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    /// <summary>The value of a key, compared by ordinal; null when it is not there.</summary>
    public YamlNode? this[string key] => TryGet(key, out var value) ? value : null;

    public bool TryGet(string key, [NotNullWhen(true)] out YamlNode? value)
    {
        foreach (var entry in Entries)
            if (entry.Key == key)
            {
                value = entry.Value;
                return true;
            }

        value = null;
        return false;
    }
}
