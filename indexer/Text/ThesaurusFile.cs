using Knowledge.Content.Languages;

namespace Knowledge.Indexer.Text;

/// <summary>Groups of synonyms as they are written: <c>thesaurus.yaml</c> in English, <c>thesaurus.de.yaml</c> in German.</summary>
internal sealed record ThesaurusFile(string Language, string Yaml)
{
    private const string Beginning = "thesaurus.";
    private const string Ending = "yaml";

    /// <summary>The language that a file of this path has groups of; null when it is no thesaurus.</summary>
    /// <param name="path">Inside its source; only at its root.</param>
    public static string? LanguageOf(string path)
    {
        if (!path.StartsWith(Beginning, StringComparison.Ordinal) || !path.EndsWith(Ending, StringComparison.Ordinal))
            return null;
        if (path == Beginning + Ending)
            return LanguageDetection.English;
        return path[Beginning.Length..^Ending.Length] is [.. var tag, '.'] ? LanguageTag.CodeOf(tag) : null;
    }

    /// <summary>What comes with the product; null where there is none in a language.</summary>
    public static string? BuiltIn(string language)
    {
        var name = language == LanguageDetection.English ? Beginning + Ending : $"{Beginning}{language}.{Ending}";
        using var stream = typeof(ThesaurusFile).Assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
