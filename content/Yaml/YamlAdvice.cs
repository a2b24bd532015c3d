using YamlDotNet.Core;

namespace Knowledge.Content.Yaml;

/// <summary>Turns the complaint of the parser into one line that says where and what to do.</summary>
internal static class YamlAdvice
{
    private static readonly (string Complaint, string Advice)[] Known =
    [
        ("Mapping values are not allowed", "A value here holds a colon and a space; put the whole value in quotes."),
        ("found invalid mapping", "A value here holds a colon and a space; put the whole value in quotes."),
        ("cannot start any token", "A value cannot start with this character; put the value in quotes."),
        ("did not find expected <document", "The text is incomplete or a quote is not closed; close it, or put the value in quotes."),
        ("parsing a flow", "A bracket is not closed or a comma is missing; close it, or put text that starts with a bracket in quotes."),
        ("unexpected end of stream", "A quote or bracket is not closed; close it."),
    ];

    public static YamlProblem For(YamlException exception, string text)
    {
        // The parser sees the end of a text one line too late, and a tab one line too early.
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var line = Math.Clamp((int)exception.Start.Line, 1, lines.Length);
        for (var near = line; near <= Math.Min(line + 1, lines.Length); near++)
            if (lines[near - 1].AsSpan().TrimStart(' ') is ['\t', ..] rest && !rest.IsWhiteSpace())
                return new(near, lines[near - 1].IndexOf('\t') + 1, "There is a tab in the indentation; indent with spaces.");

        return new(line, Math.Max(1, (int)exception.Start.Column), Advice(exception.Message));
    }

    private static string Advice(string complaint)
    {
        foreach (var (part, advice) in Known)
            if (complaint.Contains(part, StringComparison.OrdinalIgnoreCase))
                return advice;

        return $"{complaint.ReplaceLineEndings(" ").TrimEnd('.', ' ')}; check the indentation, and quote text with special characters.";
    }
}
