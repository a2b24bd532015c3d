using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Knowledge.Content.Alerts;

namespace Knowledge.Indexer.Alerts;

/// <summary>
/// Fills placeholders in the commands of a runbook (<c>&lt;host&gt;</c>, <c>{{ instance }}</c>, <c>{{ $labels.pod }}</c>) from an
/// alert's labels.
/// </summary>
/// <remarks>
/// Whoever can make an alert fire chooses its labels, and somebody will paste the command into a root shell. So a value goes in as
/// it is only when no shell anywhere reads anything into it;
/// otherwise it is quoted, and where even that is not safe (inside quotes, or behind a program that hands its arguments to another
/// shell, such as <c>ssh</c>) the placeholder stays. <see cref="PlaceholderValue"/> has what a value may be where it stands.
/// </remarks>
public static partial class CommandPlaceholders
{
    private const int MaxValueCharacters = 200;

    // Other words for what a label tells.
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = ["host", "hostname", "node", "instance"],
        ["hostname"] = ["hostname", "host", "node", "instance"],
        ["server"] = ["server", "host", "node", "instance"],
        ["node"] = ["node", "host", "hostname", "instance"],
        ["ns"] = ["namespace"],
        ["svc"] = ["service"],
    };

    // In HTML, where the angle brackets of a placeholder are escaped.
    [GeneratedRegex(
        @"&lt;(?<name>[A-Za-z][A-Za-z0-9_\- ]{0,40})&gt;|\{\{\s*(?:\$labels\.)?(?<name>[A-Za-z_][A-Za-z0-9_]{0,40})\s*\}\}",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Placeholder { get; }

    [GeneratedRegex(
        @"\b(ssh|sh|bash|zsh|dash|eval|xargs|su|sudo|watch|exec|source|parallel|env|psql|mysql|sed|awk|perl|python3?|jq)\b|`|\$\(",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Reparses { get; }

    /// <summary>The HTML of a page with the placeholders in its code filled; text outside of code stays as it is.</summary>
    /// <param name="html">As rendered: safe, with <c>code</c> elements.</param>
    public static string Fill(string html, FiredAlert alert)
    {
        if (alert.Labels.Count == 0 && alert.Service is null)
            return html;
        var filled = new StringBuilder(html.Length);
        var at = 0;
        while (
            html.IndexOf("<code", at, StringComparison.Ordinal) is >= 0 and var open
            && html.IndexOf('>', open) is >= 0 and var begin
            && html.IndexOf("</code>", begin, StringComparison.Ordinal) is >= 0 and var end
        )
        {
            filled.Append(html.AsSpan(at, begin + 1 - at)).Append(FillCode(html[(begin + 1)..end], alert));
            at = end;
        }
        return filled.Append(html.AsSpan(at)).ToString();
    }

    /// <summary>One command, not HTML.</summary>
    public static string FillCommand(string command, FiredAlert alert) =>
        WebUtility.HtmlDecode(FillCode(WebUtility.HtmlEncode(command), alert));

    private static string FillCode(string code, FiredAlert alert)
    {
        var isRead = default(bool?);
        return Placeholder.Replace(
            code,
            match =>
            {
                var key = KeyOf(match.Groups["name"].Value);
                if (ValueOf(key, alert) is not { Length: > 0 and <= MaxValueCharacters } value)
                    return match.Value;
                var isInstance = key.Equals("instance", StringComparison.OrdinalIgnoreCase);
                if (PlaceholderValue.IsRefused(value, isInstance || IsHost(key), isInstance))
                    return match.Value;
                var before = WebUtility.HtmlDecode(code[..match.Index]);
                var after = WebUtility.HtmlDecode(code[(match.Index + match.Length)..]);
                if (PlaceholderValue.FitsPlain(value, before, after, isInstance))
                    return value;
                isRead ??= Reparses.IsMatch(WebUtility.HtmlDecode(code));
                if (isRead.Value || PlaceholderValue.IsProgram(before) || !IsPlain(before) || !IsWordStart(before) || !IsWordEnd(after))
                    return match.Value;
                return WebUtility.HtmlEncode($"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'");
            }
        );
    }

    private static string KeyOf(string name) => name.Trim().Replace(' ', '_').Replace('-', '_');

    private static bool IsHost(string key) => Names.TryGetValue(key, out var names) && names.Contains("instance");

    private static string? ValueOf(string key, FiredAlert alert)
    {
        foreach (var candidate in Names.GetValueOrDefault(key, [key]))
        {
            var value =
                alert.Label(candidate)
                ?? alert.Labels.FirstOrDefault(l => l.Key.Equals(candidate, StringComparison.OrdinalIgnoreCase)).Value
                ?? (candidate.Equals("service", StringComparison.OrdinalIgnoreCase) ? alert.Service : null);
            if (value is null)
                continue;
            // An instance is a host with a port; who asks for the host wants no port.
            return candidate == "instance" && !key.Equals("instance", StringComparison.OrdinalIgnoreCase) ? WithoutPort(value) : value;
        }
        return null;
    }

    private static string WithoutPort(string instance) =>
        instance.LastIndexOf(':') is > 0 and var colon
        && instance.IndexOf(':', StringComparison.Ordinal) == colon
        && instance.AsSpan(colon + 1) is { Length: > 0 } port
        && !port.ContainsAnyExceptInRange('0', '9')
            ? instance[..colon]
            : instance;

    // Outside of quotes, comments and here-documents, and not behind a backslash.
    private static bool IsPlain(string before)
    {
        var quote = '\0';
        for (var i = 0; i < before.Length; i++)
        {
            var c = before[i];
            if (c == '\\' && quote != '\'')
                i++;
            else if (quote == '\0' && c is '\'' or '"')
                quote = c;
            else if (c == quote)
                quote = '\0';
        }
        return quote == '\0'
            && !before.EndsWith('\\')
            && !before.Contains("<<", StringComparison.Ordinal)
            && !before.AsSpan()[(before.LastIndexOf('\n') + 1)..].Contains('#');
    }

    // A whole word of its own: what stands against it might give quotes another meaning ($'…').
    private static bool IsWordStart(string before) => before.Length == 0 || char.IsWhiteSpace(before[^1]);

    private static bool IsWordEnd(string after) => after.Length == 0 || char.IsWhiteSpace(after[0]);
}
