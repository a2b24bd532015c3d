namespace Knowledge.Content.Markup;

/// <summary>
/// Looks at the lines before the parser does, for the costs that arise while it cuts blocks: markers of quotes and lists that
/// nest on one line, paragraphs of reference definitions, whose lines are moved up once for every definition, and underlined headings
/// and definitions, each of which is looked for among all blocks before it.
/// </summary>
internal static class BlockPreflight
{
    private const int MaxMarkersOnALine = 100;

    public static void Check(string text, ParseBudget budget)
    {
        var (lines, definitions, rewritten) = (0, 0, 0);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.TrimStart(" \t>").IsEmpty)
            {
                budget.Spend((long)lines * definitions);
                (lines, definitions) = (0, 0);
                continue;
            }

            if (HasTooManyMarkers(line))
                throw new MarkdownTooComplexException();

            var isDefinition = line.IndexOf("]:") >= 0;
            var isUnderline = line.Trim(" \t>").Trim(line.Contains('=') ? '=' : '-').IsEmpty;
            lines++;
            if (isDefinition)
                definitions++;
            if (isDefinition || isUnderline)
                budget.Spend(++rewritten / 2);
        }

        budget.Spend((long)lines * definitions);
    }

    private static bool HasTooManyMarkers(ReadOnlySpan<char> line)
    {
        var markers = 0;
        var digits = false;
        for (var index = 0; index < line.Length && markers <= MaxMarkersOnALine; index++)
        {
            var character = line[index];
            var marker =
                character == '>'
                || (character is '-' or '+' or '*' or '.' or ')' && index + 1 < line.Length && line[index + 1] is ' ' or '\t');
            if (marker && (character is not ('.' or ')') || digits))
                markers++;
            else if (!char.IsAsciiDigit(character) && character is not (' ' or '\t'))
                break;
            digits = char.IsAsciiDigit(character);
        }

        return markers > MaxMarkersOnALine;
    }
}
