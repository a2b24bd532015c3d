using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Search;

/// <summary>What was typed, taken apart: words, and what narrows them down. Anything that does not parse is just words.</summary>
/// <param name="Words">Everything that is searched for, the words of phrases included.</param>
/// <param name="Phrases">What stood in quotes: must stand like that where any page says it.</param>
/// <param name="Excluded">What <c>-</c> stood before: must not be there.</param>
/// <param name="Filters"><c>kind:</c>, <c>service:</c>, <c>owner:</c>, <c>tag:</c>, <c>sev:</c>.</param>
internal sealed partial record QueryText(
    string Words,
    IReadOnlyList<string> Phrases,
    IReadOnlyList<string> Excluded,
    IReadOnlyList<(Facet Facet, string Value)> Filters
)
{
    /// <summary>Longer texts, and texts of several lines, are pastes: their quotes and colons are somebody else's.</summary>
    private const int MaxTyped = 160;

    private const int MaxOperators = 8;
    private static readonly SearchValues<char> Marks = SearchValues.Create("{}[]<>|=;$\\");
    private const int MaxPhrase = 80;

    public bool Narrows => Phrases.Count + Excluded.Count + Filters.Count > 0;

    public static bool IsPaste(string text) => text.Length > MaxTyped || text.AsSpan().IndexOfAny('\n', '\r') >= 0;

    /// <param name="knows">Whether any document has a value: a filter that none has is just words.</param>
    public static QueryText Parse(string text, Func<Facet, string, bool> knows)
    {
        if (IsPaste(text))
            return new(text, [], [], []);
        text = WithoutListNumber(text);
        var isCopied = IsCopied(text);
        var words = new StringBuilder();
        var (phrases, excluded, filters) = (new List<string>(), new List<string>(), new List<(Facet, string)>());
        for (var i = 0; i < text.Length; )
        {
            if (char.IsWhiteSpace(text[i]))
            {
                words.Append(text[i++]);
                continue;
            }
            // Operators begin where a word could begin; a quote inside a word is an inch mark or JSON.
            if (
                !isCopied
                && text[i] == '"'
                && text.IndexOf('"', i + 1) is var close and > 0
                && (close + 1 == text.Length || char.IsWhiteSpace(text[close + 1]))
                && close > i + 1
            )
            {
                var phrase = text[(i + 1)..close].Trim();
                if (IsPhrase(phrase) && phrases.Count < MaxOperators)
                    phrases.Add(phrase);
                words.Append(phrase);
                i = close + 1;
                continue;
            }
            var end = i;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            var word = text[i..end];
            if (!isCopied && IsExclusion(word) && excluded.Count < MaxOperators)
                excluded.Add(word[1..]);
            else if (FilterOf(word) is { } filter && filters.Count < MaxOperators && knows(filter.Facet, filter.Value))
                filters.Add(filter);
            else
                words.Append(word);
            i = end;
        }
        return new(words.ToString(), phrases, excluded, filters);
    }

    // "17. Reading the chat" is a heading with its place in a list. A version or a status has no such end.
    private static string WithoutListNumber(string text) =>
        ListNumber().Match(text).Length is > 0 and var length && length < text.Length && char.IsLetter(text[length])
            ? text[length..]
            : text;

    [GeneratedRegex(@"^\s*[0-9]{1,2}(\.[0-9]{1,2}){0,3}[.)]\s+", RegexOptions.NonBacktracking)]
    private static partial Regex ListNumber();

    // A command with options, a log line, JSON: what is quoted or begins with a dash there narrows nothing down.
    internal static bool IsCopied(string text)
    {
        var (hasPath, hasDash) = (false, false);
        foreach (var word in Quoted().Replace(text, " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (
                word.AsSpan().ContainsAny(Marks)
                || (word[0] == '-' && word.Length > 1 && !IsExclusion(word))
                || (word.Length > 1 && word[^1] == ':')
            )
                return true;
            hasPath |= word[0] is '/' or '.';
            hasDash |= word[0] == '-';
        }
        // `find /data -name core`
        return hasPath && hasDash;
    }

    [GeneratedRegex(@"(?<!\S)""[^""]*""(?!\S)", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    // What log lines quote (requests, JSON) is no phrase that anybody wrote into a page.
    private static bool IsPhrase(string quoted) =>
        quoted.Any(char.IsLetterOrDigit)
        && quoted.Length <= MaxPhrase
        && quoted.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or '\'' or ',' or ':');

    // `-h` and `--flag` are parts of commands.
    private static bool IsExclusion(string word) => word.Length > 3 && word[0] == '-' && word[1..].All(c => char.IsLetter(c) || c == '_');

    private static (Facet Facet, string Value)? FilterOf(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || colon + 1 == word.Length)
            return null;
        Facet? facet = word[..colon].ToLowerInvariant() switch
        {
            "kind" => Facet.Kind,
            "service" => Facet.Service,
            "owner" => Facet.Owner,
            "tag" => Facet.Tag,
            "sev" or "severity" => Facet.Severity,
            _ => null,
        };
        return facet is null ? null : (facet.Value, word[(colon + 1)..].Trim('"'));
    }
}
