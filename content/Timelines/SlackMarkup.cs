using System.Text;

namespace Knowledge.Content.Timelines;

/// <summary>
/// Slack's way of writing mentions and links: <c>&lt;@U012&gt;</c>, <c>&lt;#C012|ops&gt;</c>, <c>&lt;https://…|words&gt;</c>,
/// <c>&amp;amp;</c>.
/// </summary>
/// <remarks>Shape: "Formatting text for app surfaces" (https://api.slack.com/reference/surfaces/formatting).</remarks>
internal static class SlackMarkup
{
    private const int MaxMarkCharacters = 3_000;

    /// <summary>As people see it. An address behind words is left out; without words it stands for itself.</summary>
    public static string Readable(string text, IReadOnlyDictionary<string, string> names)
    {
        var readable = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (
                text[i] != '<'
                || text.IndexOf('>', i, Math.Min(MaxMarkCharacters, text.Length - i)) is not (> 0 and var end)
                || text.AsSpan(i + 1, end - i - 1).ContainsAny('<', '\n')
            )
            {
                readable.Append(text[i]);
                continue;
            }
            readable.Append(Mark(text[(i + 1)..end], names));
            i = end;
        }
        return readable.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&").ToString();
    }

    private static string Mark(string mark, IReadOnlyDictionary<string, string> names)
    {
        var bar = mark.IndexOf('|', StringComparison.Ordinal);
        var (target, words) = bar < 0 ? (mark, "") : (mark[..bar], mark[(bar + 1)..]);
        return target switch
        {
            ['@', .. var user] => "@" + (names.GetValueOrDefault(user) ?? (words.Length > 0 ? words.TrimStart('@') : user)),
            ['#', .. var channel] => "#" + (words.Length > 0 ? words : channel),
            ['!', .. var special] when special.StartsWith("subteam^", StringComparison.Ordinal) => words.Length > 0
                ? "@" + words.TrimStart('@')
                : "@team",
            ['!', .. var special] => words.Length > 0 ? words : "@" + special.Split('^')[0],
            _ when target.StartsWith("mailto:", StringComparison.Ordinal) || target.StartsWith("tel:", StringComparison.Ordinal) =>
                words.Length > 0 ? words : target[(target.IndexOf(':', StringComparison.Ordinal) + 1)..],
            _ when target.Contains("://", StringComparison.Ordinal) => words.Length > 0 ? words : target,
            // Nothing of Slack's: somebody wrote it.
            _ => $"<{mark}>",
        };
    }
}
