namespace Knowledge.Content.Yaml;

/// <summary>Turns the parser's complaint into one line that says what to do.</summary>
internal static class YamlAdvice
{
    private static readonly (string Complaint, string Advice)[] Known =
    [
        ("Mapping values are not allowed", "A value here holds a colon and a space; put the whole value in quotes."),
        ("found invalid mapping", "A value here holds a colon and a space; put the whole value in quotes."),
        ("cannot start any token", "A value cannot start with this character; put the value in quotes, and indent with spaces, not tabs."),
        ("tab", "There is a tab here; indent with spaces."),
        ("did not find expected <document", "The text ends in the middle or a quote is not closed; close it, or put the value in quotes."),
        ("parsing a flow", "A bracket is not closed or a comma is missing; close it, or put text that starts with a bracket in quotes."),
        ("unexpected end of stream", "A quote or bracket is not closed; close it."),
    ];

    public static string For(string complaint)
    {
        foreach (var (part, advice) in Known)
            if (complaint.Contains(part, StringComparison.OrdinalIgnoreCase))
                return advice;

        return $"{complaint.ReplaceLineEndings(" ").TrimEnd('.', ' ')}; check the indentation, and quote text with special characters.";
    }
}
