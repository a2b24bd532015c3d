using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Api.Assistant.Verification;

/// <summary>What must stand in a citation character by character: commands, paths, flags, identifiers, names.</summary>
internal static partial class LiteralText
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("/\\_=$@#~^*:|<>{}[]");
    private static readonly SearchValues<char> MarkupSigns = SearchValues.Create("<>{}[]|");

    /// <summary>Texts in backticks: commands, mostly.</summary>
    public static IEnumerable<string> Commands(string text) =>
        Backticks().Matches(text).Select(m => m.Groups["code"].Value.Trim()).Where(c => c.Length > 0);

    /// <summary>Whether a text holds more than words and commands: elements, objects, links, fences.</summary>
    public static bool HoldsMarkup(string text) =>
        Backticks().Replace(text, " ").AsSpan().ContainsAny(MarkupSigns) || text.Contains("```", StringComparison.Ordinal);

    /// <summary>What is no word of a language: <c>/var/lib</c>, <c>--force</c>, <c>rows_read</c>, <c>v2.1</c>, <c>ENOSPC</c>.</summary>
    public static IEnumerable<string> Identifiers(string text) => Words(text).Where(IsIdentifier);

    /// <summary>Words with a capital letter that do not begin the sentence.</summary>
    public static IEnumerable<string> Names(string text) =>
        Words(text)
            .Skip(1)
            .Where(w => !IsIdentifier(w) && char.IsUpper(w[0]) && w.Skip(1).All(c => char.IsLetter(c) || c is '-' or '\'' or '’'));

    /// <summary>Words with a hyphen, such as <c>ticker-loader</c>.</summary>
    public static IEnumerable<string> Hyphenated(string text) =>
        Words(text).Where(w => !IsIdentifier(w) && w.Contains('-', StringComparison.Ordinal));

    /// <summary>Whether a text holds a word as it is written, not as a part of a longer one.</summary>
    public static bool StandsIn(string word, string text)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            if (!Continues(text, at - 1, word[0]) && !Continues(text, at + word.Length, word[^1]))
                return true;
        return false;
    }

    /// <summary>Letters and digits alone, in lower case: the same for <c>clean-up</c>, <c>clean up</c> and <c>cleanup</c>.</summary>
    public static string Squashed(string text)
    {
        var squashed = new StringBuilder(text.Length);
        foreach (var character in text)
            if (char.IsLetterOrDigit(character))
                squashed.Append(char.ToLowerInvariant(character));
        return squashed.ToString();
    }

    // Where the word ends in a sign, what is behind it is another word.
    private static bool Continues(string text, int at, char edge) =>
        at >= 0 && at < text.Length && char.IsLetterOrDigit(text[at]) && char.IsLetterOrDigit(edge);

    private static IEnumerable<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Trimmed).Where(w => w.Length > 0);

    private static string Trimmed(string word) =>
        word.Trim('`', '"', '\'', '(', ')', ',', ';', ':', '!', '?', '.', '“', '”', '‘', '’', '*', '«', '»');

    private static bool IsIdentifier(string word)
    {
        if (word.StartsWith('-') || word.AsSpan().ContainsAny(Signs) || word.Contains('.', StringComparison.Ordinal))
            return word.Any(char.IsLetter);
        var (letters, digits) = (word.Count(char.IsLetter), word.Count(char.IsDigit));
        if (letters > 0 && digits > 0)
            return !NumberWithUnit().IsMatch(word);
        if (letters > 1 && word.Count(char.IsUpper) == letters)
            return true;
        for (var i = 1; i < word.Length; i++)
            if (char.IsLower(word[i - 1]) && char.IsUpper(word[i]))
                return true;
        return false;
    }

    [GeneratedRegex("`(?<code>[^`]*)`", RegexOptions.NonBacktracking)]
    private static partial Regex Backticks();

    // Compared as a number.
    [GeneratedRegex(@"^\d+(?:[.,]\d+)*\p{L}{1,3}$", RegexOptions.NonBacktracking)]
    private static partial Regex NumberWithUnit();
}
