using System.Buffers;
using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Syntax;

/// <summary>
/// Whether what was typed is clearly an expression. Most that has such characters is something else: a command, a log line, a
/// question; then it is searched for as it is.
/// </summary>
internal static partial class SyntaxDetection
{
    /// <summary>The expression; null when the text is plain words.</summary>
    /// <param name="isCopied">Whether a text looks like a command, a log line or JSON.</param>
    public static SyntaxNode? Find(string text, Func<string, bool> isCopied) =>
        text.Length <= SyntaxParser.MaxCharacters
        && HasOperators(text)
        // Ranges have brackets, as commands and JSON have.
        && !isCopied(Range().Replace(text, " "))
            ? SyntaxParser.Parse(text).Node
            : null;

    /// <summary>Whether anything in it is no plain word; quotes, <c>-word</c> and <c>kind:value</c> are read without this.</summary>
    private static bool HasOperators(string text)
    {
        if (text.AsSpan().ContainsAny(Marks) && (Range().IsMatch(text) || Field().IsMatch(text) || Mark().IsMatch(text)))
            return true;
        return (
                text.Contains(" AND ", StringComparison.Ordinal)
                || text.Contains(" OR ", StringComparison.Ordinal)
                || text.Contains("NOT ", StringComparison.Ordinal)
            )
            // Who shouts uses no operators.
            && text.Any(char.IsAsciiLetterLower)
            && Joined().IsMatch(text);
    }

    private static readonly SearchValues<char> Marks = SearchValues.Create("~^*?[:(+");

    [GeneratedRegex(
        @"(?<!\S)[+-]?\(*(?:changed|sev|severity):[\[{][^\]}]{1,40}[\]}]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Range();

    // `kind:runbook` and its like are read without this.
    [GeneratedRegex(
        @"(?<!\S)[+-]?\(*(?:(?:title|changed):[\w""(]|(?:kind|service|owner|tag|sev|severity):\()",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Field();

    // `word~`, `"two words"~3`, `word^2`, `pod-4*`, `+word`. A question mark mostly ends a question, also without a blank behind it.
    [GeneratedRegex(
        @"(?<!\S)(?:[\w""][\w"" .-]*(?:""|\w)~\d?(?=$|[\s)])|[A-Za-z""(][^\s^]*\^\d+(?:\.\d+)?(?=$|[\s)])"
            + @"|[+-]?\(*[\w-]{2,}\*(?=$|[\s)])|\+[A-Za-z]{3,}(?=$|\s))",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?<=\S\s+)(?:AND|OR)(?=\s+\S)|(?<!\S)NOT(?=\s+\S)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Joined();
}
