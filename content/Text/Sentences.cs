namespace Knowledge.Content.Text;

/// <summary>Finds the first sentence of a text.</summary>
public static class Sentences
{
    private static readonly string[] Abbreviations = ["e.g.", "i.e.", "etc.", "cf.", "vs.", "approx.", "incl.", "no."];

    /// <summary>
    /// Up to the first full stop, question or exclamation mark that a space and no lower-case abbreviation surrounds, or the first
    /// line.
    /// </summary>
    /// <param name="maxCharacters">Cut at a word and marked with an ellipsis beyond this.</param>
    public static string First(string text, int maxCharacters = 240)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOf('\n');
        if (end >= 0)
            line = line[..end].TrimEnd();
        for (var i = 0; i + 1 < line.Length; i++)
            if (line[i] is '.' or '!' or '?' && line[i + 1] == ' ' && !EndsWithAbbreviation(line[..(i + 1)]))
            {
                line = line[..(i + 1)];
                break;
            }
        return Truncate(line.ToString(), maxCharacters);
    }

    /// <summary>Cuts at a word.</summary>
    public static string Truncate(string text, int maxCharacters)
    {
        if (text.Length <= maxCharacters)
            return text;
        var space = text.LastIndexOf(' ', maxCharacters - 1);
        var end = space > maxCharacters / 2 ? space : maxCharacters - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end].TrimEnd() + "…";
    }

    private static bool EndsWithAbbreviation(ReadOnlySpan<char> text)
    {
        foreach (var abbreviation in Abbreviations)
            if (
                text.EndsWith(abbreviation, StringComparison.OrdinalIgnoreCase)
                && (text.Length == abbreviation.Length || !char.IsLetter(text[^(abbreviation.Length + 1)]))
            )
                return true;
        return false;
    }
}
