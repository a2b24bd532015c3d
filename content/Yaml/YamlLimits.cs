namespace Knowledge.Content.Yaml;

/// <summary>
/// What a YAML text may cost. Characters are UTF-16 code units; depth counts nested lists and maps; events are the parser's
/// (two for each list, map and document, one for each scalar).
/// </summary>
public sealed record YamlLimits(int MaxCharacters, int MaxDepth, int MaxEvents, int MaxScalarCharacters, int MaxDocuments)
{
    /// <summary>The block at the head of a Markdown file.</summary>
    public static YamlLimits FrontMatter { get; } = new(16 * 1024, 8, 2_000, 16 * 1024, 1);

    /// <summary>A service catalog, such as Backstage's <c>catalog-info.yaml</c>.</summary>
    public static YamlLimits Catalog { get; } = new(1024 * 1024, 16, 200_000, 64 * 1024, 100);

    /// <summary>
    /// A file of alert rules, or of values with rules in them: these are written with anchors and merge keys, and resources lie deeper.
    /// </summary>
    public static YamlLimits Rules { get; } = Catalog with { MaxDepth = 24, TakesAliases = true };

    /// <summary>Whether anchors, aliases and merge keys are read; an alias costs as many values as what it stands for.</summary>
    public bool TakesAliases { get; init; }

    /// <summary>Whether the first of two equal keys counts, and none is refused: a template has both branches of a condition.</summary>
    public bool KeepsFirstOfDuplicates { get; init; }
}
