using Knowledge.Content.Yaml;

namespace Knowledge.Content.Documents;

/// <summary>The lexicon files of the languages that come with the product: headings, columns of step tables, names of months.</summary>
internal static class LanguageFiles
{
    private const string Prefix = "headings/";

    /// <summary>What a file holds beside the kinds of sections.</summary>
    public static IReadOnlyList<string> OtherKeys { get; } =
    [
        "step-words",
        "step-columns",
        "command-columns",
        "expect-columns",
        "contributing",
        "triggers",
        "months",
        "remedies",
        "imperatives",
        "before-imperatives",
        "mouse",
    ];

    /// <summary>English first, then by name.</summary>
    public static IReadOnlyList<YamlMap> All { get; } = [.. Names().Select(Read)];

    public static IEnumerable<string> Languages => Names().Select(n => n[Prefix.Length..^".yaml".Length]);

    private static IOrderedEnumerable<string> Names() =>
        typeof(LanguageFiles)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .OrderBy(n => !n.EndsWith("/en.yaml", StringComparison.Ordinal))
            .ThenBy(n => n, StringComparer.Ordinal);

    private static YamlMap Read(string name)
    {
        using var stream = typeof(LanguageFiles).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return GuardedYaml.Read(reader.ReadToEnd(), YamlLimits.Catalog).Documents.OfType<YamlMap>().Single();
    }
}
