using System.Text.RegularExpressions;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Documents;

/// <summary>
/// Tells by the words of a text whether it says what helps, and whether it is done with a mouse: words of the lexicon files, of all
/// languages.
/// </summary>
public static class ActionWords
{
    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    private static readonly Regex Remedies = new(
        // "Restart" is an order at the beginning of a sentence or behind "should"; elsewhere it may be something that happens.
        $@"(?:^|[.,;:]\s|\b(?:{Any(Words("before-imperatives"))})\s)(?:{Any(Words("imperatives"))})\b|{Anywhere("remedies")}",
        Options
    );

    private static readonly Regex Mouse = new(Anywhere("mouse"), Options);

    /// <summary>"You may need to increase it", "try to restart the pods"; a word such as "restarts" alone is none.</summary>
    public static bool TellsARemedy(string text) => Remedies.IsMatch(text);

    /// <summary>Nobody types what is clicked on.</summary>
    public static bool IsDoneWithAMouse(string text) => Mouse.IsMatch(text);

    // Words of languages without spaces are found within others.
    private static string Anywhere(string key)
    {
        var words = Words(key).ToLookup(w => HeadingLexicon.IsUnspaced(w[0]));
        return $@"\b(?:{Any(words[false])})\b|{Any(words[true])}";
    }

    private static string Any(IEnumerable<string> words) => string.Join('|', words.Select(Regex.Escape));

    private static IEnumerable<string> Words(string key) =>
        LanguageFiles
            .All.Select(f => f[key])
            .OfType<YamlList>()
            .SelectMany(l => l.Items.OfType<YamlScalar>())
            .Select(s => s.Value)
            .Where(w => w.Length > 0);
}
