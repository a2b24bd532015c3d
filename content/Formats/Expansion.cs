namespace Knowledge.Content.Formats;

/// <summary>
/// Names that a page gives to pieces of text and uses in other places. A few letters may stand for many: how much a page grows by them
/// is limited, and what goes beyond stays as it is written.
/// </summary>
internal sealed class Expansion
{
    private const int MaxNames = 500;

    /// <summary>A product's name, an address, a sentence.</summary>
    private const int MaxValue = 2_000;

    private readonly Dictionary<string, string> values;
    private int left = DocumentReader.MaxCharacters;

    public Expansion(StringComparer comparer) => values = new(comparer);

    /// <summary>The last value of a name counts.</summary>
    public void Set(string name, string value)
    {
        if (value.Length <= MaxValue && (values.Count < MaxNames || values.ContainsKey(name)))
            values[name] = value;
    }

    /// <summary>What a name stands for; what was written when it stands for nothing.</summary>
    public string Of(string name, string written)
    {
        if (!values.TryGetValue(name, out var value) || value.Length > left)
            return written;
        left -= value.Length;
        return value;
    }
}
