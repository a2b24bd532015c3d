namespace Knowledge.Content.Markup;

/// <summary>
/// Looks at the lines before the parser does, for the two costs that arise while it cuts blocks: markers of quotes and lists that
/// nest on one line, and paragraphs of reference definitions, whose lines are moved up once for every definition.
/// </summary>
internal static class BlockPreflight
{
    private const int MaxMarkersOnALine = 100;

    public static void Check(string text, ParseBudget budget)
    {
        var (lines, definitions) = (0, 0);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.TrimStart(" \t>").IsEmpty)
            {
                budget.Spend((long)lines * definitions);
                (lines, definitions) = (0, 0);
                continue;
            }

            if (HasTooManyMarkers(line)) throw new MarkdownTooComplexException();
            lines++;
            if (line.IndexOf("]:") >= 0) definitions++;
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
            var marker = character == '>' || (character is '-' or '+' or '*' or '.' or ')' && index + 1 < line.Length && line[index + 1] is ' ' or '\t');
            if (marker && (character is not ('.' or ')') || digits)) markers++;
            else if (!char.IsAsciiDigit(character) && character is not (' ' or '\t')) break;
            digits = char.IsAsciiDigit(character);
        }

        return markers > MaxMarkersOnALine;
    }
}
