using System.Buffers;
using System.Globalization;

namespace Knowledge.Indexer.Alerts;

/// <summary>
/// Whether a value may stand at a place of a command: whatever it is, the command keeps its words, its hosts and the depth of its paths.
/// </summary>
/// <remarks>
/// A value that is a word of its own is what the author meant to be chosen. Against other characters (<c>/data/&lt;service&gt;/cache</c>,
/// <c>http://&lt;host&gt;/x</c>) it is a part, and may only be a name.
/// </remarks>
internal static class PlaceholderValue
{
    private const int MaxPortDigits = 5;

    private static readonly SearchValues<char> OfWord = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"
    );

    private static readonly SearchValues<char> OfOptionValue = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:./-"
    );

    private static readonly SearchValues<char> OfName = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"
    );

    // What they are given is a program or a script.
    private static readonly string[] Starters =
    [
        "sudo",
        "exec",
        "eval",
        "xargs",
        "watch",
        "nohup",
        "time",
        "env",
        "command",
        "sh",
        "bash",
        "zsh",
        "source",
        ".",
        "!",
        "then",
        "do",
        "else",
    ];

    /// <summary>Whether a value is none that could be meant as a value at all, wherever it stood.</summary>
    /// <param name="isHost">Whether a host was asked for: then it must be one.</param>
    /// <param name="mayHavePort">Whether its port may stand with it.</param>
    public static bool IsRefused(string value, bool isHost, bool mayHavePort) =>
        // An option, or a file in place of a text (curl, kubectl).
        value[0] is '-' or '@'
        || value.Any(c => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Surrogate)
        || value.Split('/', '\\').Any(s => s is "." or "..")
        || value.All(c => c is '/' or '\\')
        || (isHost && !IsName(mayHavePort ? WithoutPort(value) : value));

    /// <summary>Whether a value goes in as it is: no shell reads anything into it, and it is a whole word or a mere name.</summary>
    /// <param name="before">The command up to the place.</param>
    /// <param name="after">The command behind it.</param>
    public static bool FitsPlain(string value, string before, string after, bool mayHavePort)
    {
        if (IsProgram(before))
            return false;
        var (start, end) = (WithoutQuote(before), after.Length > 0 && after[0] is '\'' or '"' ? after[1..] : after);
        var endsWord = end.Length == 0 || char.IsWhiteSpace(end[0]) || end[0] is ';' or '|' or '&' or ')';
        var word = start[(start.LastIndexOfAny([' ', '\t', '\n', '\r']) + 1)..];
        if (word.Length == 0 && endsWord)
            return !value.AsSpan().ContainsAnyExcept(OfWord);
        // Behind dashes a name would be an option.
        if (word.Length > 0 && word.All(c => c == '-'))
            return false;
        if (word.EndsWith('=') && endsWord && !value.AsSpan().ContainsAnyExcept(OfOptionValue))
            return true;
        return IsName(mayHavePort ? WithoutPort(value) : value);
    }

    /// <summary>Whether what stands here is run: the first word of a command, or what a program is given to run.</summary>
    public static bool IsProgram(string before)
    {
        var line = before[(before.LastIndexOfAny([';', '|', '&', '(', '`', '{', '\n']) + 1)..];
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).SkipWhile(w => w is "$" or "#" or "%" or ">").ToList();
        return words.All(w => w.Contains('=', StringComparison.Ordinal) && !line.EndsWith(w, StringComparison.Ordinal))
            || (words is [.., var last] && line.EndsWith(' ') && Starters.Contains(last));
    }

    private static bool IsName(string value) =>
        value.Length > 0
        && !value.AsSpan().ContainsAnyExcept(OfName)
        && value[0] is not ('.' or '-')
        && value[^1] != '.'
        && !value.Contains("..", StringComparison.Ordinal);

    private static string WithoutPort(string value) =>
        value.LastIndexOf(':') is > 0 and var colon
        && value.Length - colon - 1 is > 0 and <= MaxPortDigits
        && !value.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')
            ? value[..colon]
            : value;

    private static string WithoutQuote(string before) => before.Length > 0 && before[^1] is '\'' or '"' ? before[..^1] : before;
}
