namespace Knowledge.Content.Documents;

/// <summary>
/// Front matter as most parsers take it and the specification does not: a quoted text that goes on at the margin, and blank lines
/// with more blanks than the text below them. Lines stay.
/// </summary>
internal static class LooseIndentation
{
    public static string Repaired(string yaml)
    {
        var lines = yaml.Split('\n');
        var quote = '\0';
        for (var i = 0; i < lines.Length; i++)
        {
            if (quote == '\0' && string.IsNullOrWhiteSpace(lines[i]))
                lines[i] = "";
            var start = quote == '\0' ? Opening(lines[i]) : 0;
            var before = quote;
            if (start >= 0)
                quote = After(lines[i], start, quote);
            if (before != '\0' && lines[i].Trim().Length > 0)
                lines[i] = "  " + lines[i];
        }
        return string.Join('\n', lines);
    }

    /// <summary>Where the quoted value of a key begins; -1 when the line has none.</summary>
    private static int Opening(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        if (colon <= 0 || line.AsSpan(0, colon).IndexOfAny('"', '\'', '#') >= 0)
            return -1;
        var at = colon + 2;
        while (at < line.Length && line[at] == ' ')
            at++;
        return at < line.Length && line[at] is '"' or '\'' ? at : -1;
    }

    /// <summary>The quote that is open at the end of the line; none when it is closed.</summary>
    private static char After(string line, int start, char quote)
    {
        for (var i = start; i < line.Length; i++)
            if (quote == '\0')
            {
                if (i > start)
                    return '\0';
                quote = line[i];
            }
            else if (line[i] == '\\' && quote == '"')
                i++;
            else if (line[i] == quote && quote == '\'' && i + 1 < line.Length && line[i + 1] == quote)
                i++;
            else if (line[i] == quote)
                return '\0';
        return quote;
    }
}
