using Knowledge.Content.Toml;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Documents;

/// <summary>
/// The front matter of a page as it is written: YAML between <c>---</c> lines, TOML between <c>+++</c> lines, or a JSON object.
/// </summary>
/// <remarks>Shapes: Jekyll, "Front Matter"; Hugo, "Front matter" (all three formats).</remarks>
/// <param name="Body">The text behind it.</param>
/// <param name="BodyLine">1-based line of the file at which the body begins.</param>
/// <param name="LinesBefore">Lines of the file before the first line of <paramref name="Text"/>.</param>
internal sealed record FrontMatterBlock(FrontMatterFormat Format, string Text, string Body, int BodyLine, int LinesBefore)
{
    /// <summary>Null when the text has none, which is fine, or when it never ends, which makes it text.</summary>
    public static FrontMatterBlock? Split(string text) =>
        text.StartsWith("---\n", StringComparison.Ordinal) ? Fenced(FrontMatterFormat.Yaml, text, "---")
        : text.StartsWith("+++\n", StringComparison.Ordinal) ? Fenced(FrontMatterFormat.Toml, text, "+++")
        : JsonFrontMatter.Length(text) is { } length ? Object(text, length)
        : null;

    /// <returns>The keys, or what is wrong; neither when there is nothing in it.</returns>
    public (YamlMap? Map, YamlProblem? Problem) Read()
    {
        if (Format == FrontMatterFormat.Toml)
            return TomlReader.Read(Text, YamlLimits.FrontMatter);
        if (Format == FrontMatterFormat.Json)
            return JsonFrontMatter.Read(Text, YamlLimits.FrontMatter);
        var reading = GuardedYaml.Read(Text, YamlLimits.FrontMatter);
        if (
            reading.Problem is not null
            && GuardedYaml.Read(LooseIndentation.Repaired(Text), YamlLimits.FrontMatter) is { Problem: null } loose
        )
            reading = loose;
        if (reading.Problem is not null || reading.Documents.Count == 0)
            return (null, reading.Problem);
        return reading.Documents[0] is YamlMap map ? (map, null) : (null, new(1, 1, "it must be `key: value` lines."));
    }

    private static FrontMatterBlock? Fenced(FrontMatterFormat format, string text, string fence)
    {
        var line = 2;
        for (var start = 4; start <= text.Length; line++)
        {
            var end = text.IndexOf('\n', start);
            var stop = end < 0 ? text.Length : end;
            var content = text.AsSpan(start, stop - start).TrimEnd();
            if (content.SequenceEqual(fence) || (format == FrontMatterFormat.Yaml && content.SequenceEqual("...")))
                return new(format, text[4..start], end < 0 ? "" : text[(end + 1)..], line + 1, 1);
            if (end < 0)
                return null;
            start = end + 1;
        }
        return null;
    }

    private static FrontMatterBlock Object(string text, int length)
    {
        var end = text.IndexOf('\n', length);
        var rest = end < 0 ? text.Length : end + 1;
        return new(FrontMatterFormat.Json, text[..length], text[rest..], text.AsSpan(0, rest).Count('\n') + 1, 0);
    }
}

internal enum FrontMatterFormat
{
    Yaml,
    Toml,
    Json,
}
