using System.Text.RegularExpressions;

namespace Knowledge.Api.Languages;

/// <summary>Sentences with names or counts in them, known again by what stands around these.</summary>
/// <param name="keys">As keys of the texts: <c>{0}</c>, <c>{1}</c> … for what is filled in.</param>
internal sealed class SentencePatterns(IReadOnlyList<string> keys)
{
    private readonly (string Key, string Start, Regex Pattern)[] patterns =
    [
        .. keys.Select(key =>
            (
                key,
                key.Split('{')[0],
                new Regex(
                    // A whole sentence, each part as short as can be.
                    $"^{Regex.Replace(Regex.Escape(key), @"\\\{(\d)}", "(?<p$1>.+?)")}$",
                    RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.ExplicitCapture
                )
            )
        ),
    ];

    public IReadOnlyList<string> Keys => keys;

    /// <summary>
    /// The sentence in the language of the reader. What is filled in may be a sentence of the program again; names stay as they are.
    /// </summary>
    /// <returns>Null for a sentence that none of these is.</returns>
    public string? Translated(string sentence)
    {
        foreach (var (key, start, pattern) in patterns)
            if (sentence.StartsWith(start, StringComparison.Ordinal) && pattern.Match(sentence) is { Success: true } match)
                return Texts.T(
                    key,
                    [.. match.Groups.Values.Skip(1).Select(g => IsName(sentence, g) ? g.Value : Texts.FromEnglish(g.Value))]
                );
        return null;
    }

    // In quotes stands what a file, a program or a person calls so.
    private static bool IsName(string sentence, Group filled) => filled.Index > 0 && sentence[filled.Index - 1] is '`' or '\'' or '“';
}
