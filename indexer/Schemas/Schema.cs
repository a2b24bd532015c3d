namespace Knowledge.Indexer.Schemas;

/// <summary>The JSON Schemas (draft 2020-12) of what people write: for editors and pipelines.</summary>
public static class Schema
{
    private const string Extension = ".v1.json";

    public static IReadOnlyList<string> Names { get; } = ["catalog", "front-matter"];

    /// <param name="name">With or without its version: <c>front-matter</c>, <c>front-matter.v1.json</c>.</param>
    /// <returns>The text of the schema; null when there is none of that name.</returns>
    public static string? Find(string name)
    {
        var plain = name.EndsWith(Extension, StringComparison.Ordinal) ? name[..^Extension.Length] : name;
        if (!Names.Contains(plain))
            return null;
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream($"schemas/{plain}{Extension}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
