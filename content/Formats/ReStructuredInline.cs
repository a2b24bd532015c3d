using System.Text.RegularExpressions;

namespace Knowledge.Content.Formats;

/// <summary>Code, links, roles and substitutions within a line of reStructuredText.</summary>
internal static partial class ReStructuredInline
{
    public static string ToMarkdown(string text, Expansion substitutions)
    {
        if (text.IndexOfAny(['`', '|', '_']) < 0)
            return text;
        if (text.Contains('|', StringComparison.Ordinal))
            text = SubstitutionUse().Replace(text, m => substitutions.Of(m.Groups["name"].Value, m.Value));
        text = RoleWithTarget()
            .Replace(text, m => RoleLink(m.Groups["role"].Value, m.Groups["text"].Value.Trim(), m.Groups["target"].Value));
        text = Role()
            .Replace(
                text,
                m =>
                    m.Groups["role"].Value is "ref" or "doc" or "term" or "abbr" or "guilabel" or "menuselection" or "sup" or "sub"
                        ? m.Groups["text"].Value.TrimStart('~', '!')
                        : $"`{m.Groups["text"].Value}`"
            );
        text = Link().Replace(text, m => $"[{m.Groups["text"].Value.Trim()}]({m.Groups["url"].Value})");
        text = NamedLink().Replace(text, "${text}");
        return Mono().Replace(text, "`${text}`");
    }

    private static string RoleLink(string role, string text, string target) =>
        role == "doc" ? $"[{text}]({target}.rst)"
        : role == "ref" ? $"[{text}](#{target})"
        : text;

    [GeneratedRegex("""\|(?<name>[\w][\w .-]{0,60})\|_?""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SubstitutionUse();

    [GeneratedRegex(
        """:(?<role>[A-Za-z][\w:.+-]*):`(?<text>[^`<]*)<(?<target>[^`>]*)>`""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex RoleWithTarget();

    [GeneratedRegex(""":(?<role>[A-Za-z][\w:.+-]*):`(?<text>[^`]+)`""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Role();

    [GeneratedRegex("""`(?<text>[^`<]+)<(?<url>[^`>\s]+)>`__?""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("""`(?<text>[^`<]+)`__?""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedLink();

    [GeneratedRegex("""``(?<text>[^`]+)``""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Mono();
}
