using System.Text.RegularExpressions;

namespace Knowledge.Content.Timelines;

/// <summary>
/// What is copied out of the windows of Slack and Teams: a name, the time on the line below it, and around the text what the window
/// shows beside it.
/// </summary>
internal static partial class CopiedMessages
{
    private const int MaxNameWords = 4;

    /// <summary>Names with the time below them as one heading each.</summary>
    /// <remarks>
    /// A short message with the time of the next below it looks the same. A name comes again, or is written like one, or the time
    /// says which half of the day it is, as Slack does behind names only.
    /// </remarks>
    public static IReadOnlyList<ChatLine> Joined(IReadOnlyList<ChatLine> lines)
    {
        var pairs = new List<(int At, string Name)>();
        for (var i = 0; i + 1 < lines.Count; i++)
            if (
                lines[i].Form == LineForm.Text
                && TimeBelow(lines[i + 1]) is not null
                && ChatLines.IsName(lines[i].Text)
                && lines[i].Text.Split(' ').Length <= MaxNameWords
            )
                pairs.Add((i, lines[i].Text));
        if (pairs.Count == 0)
            return lines;
        var isOnOneLine = lines.Any(l => l.Form == LineForm.Heading);
        var often = pairs.CountBy(p => p.Name).Where(c => c.Value > 1).Select(c => c.Key).ToHashSet();
        var joined = lines.ToList();
        foreach (var (at, name) in pairs)
        {
            var below = TimeBelow(lines[at + 1])!;
            if (!often.Contains(name) && !IsWrittenLikeOne(name) && !(HasHalf(below) && char.IsUpper(name[0]) && !isOnOneLine))
                continue;
            joined[at] = lines[at] with
            {
                Form = LineForm.Heading,
                Name = name,
                Text = "",
                RawTime = below,
                RawDate = lines[at + 1].RawDate,
            };
            joined[at + 1] = lines[at + 1] with { Form = LineForm.WindowChrome, RawTime = null, RawDate = null };
        }
        return joined;
    }

    /// <summary>
    /// Without reactions, counts of answers and the like; times that leave out which half of the day it is have that of the one
    /// above.
    /// </summary>
    public static IReadOnlyList<ChatLine> Bare(IReadOnlyList<ChatLine> lines)
    {
        var bare = new List<ChatLine>(lines.Count);
        var (isReaction, half) = (false, "");
        TimeSpan? last = null;
        foreach (var line in lines)
        {
            var text = line.Raw.Trim();
            var isMark = line.Form == LineForm.Text && (WindowChrome().IsMatch(text) || (isReaction && Count().IsMatch(text)));
            isReaction = isMark && text.StartsWith(':');
            if (isMark)
                bare.Add(line with { Form = LineForm.WindowChrome });
            else if (line.Form == LineForm.Text && text.EndsWith("(edited)", StringComparison.Ordinal))
                bare.Add(line with { Raw = text[..^8].TrimEnd(), Text = text[..^8].TrimEnd() });
            else if (line.RawTime is { } written)
            {
                if (HasHalf(written))
                    half = Half(written);
                else if (half.Length > 0)
                {
                    // From 12:59 PM on 1:05 is still PM, and from 11:59 AM on 12:05 is not AM any more.
                    if (ChatTimes.Clock($"{written} {half}")?.TimeOfDay is { } clock && clock < last)
                        half = half == "AM" ? "PM" : "AM";
                    written = $"{written} {half}";
                }
                last = ChatTimes.Clock(written)?.TimeOfDay ?? last;
                bare.Add(ChatTimes.Clock(written) is null ? line : line with { RawTime = written });
            }
            else
                bare.Add(line);
        }
        return bare;
    }

    // Slack puts the sign that a person has chosen in front of the time.
    private static string? TimeBelow(ChatLine line) =>
        line is { Form: LineForm.Timed, Name: null, Text: "" } ? line.RawTime
        : line.Form == LineForm.Text
        && Sign().Match(line.Text) is { Success: true } sign
        && ChatTimes.Clock(line.Text[sign.Length..]) is not null
            ? line.Text[sign.Length..].Trim()
        : null;

    private static bool IsWrittenLikeOne(string name) => name.Split(' ') is { Length: > 1 } words && words.All(w => char.IsUpper(w[0]));

    private static bool HasHalf(string time) => time.TrimEnd('.').EndsWith("m", StringComparison.OrdinalIgnoreCase);

    private static string Half(string time) => time.Contains('p', StringComparison.OrdinalIgnoreCase) ? "PM" : "AM";

    [GeneratedRegex(
        "^(:[a-z0-9_+-]{1,40}:|\\(edited\\)|New|[0-9]{1,3} (reply|replies)|View (newer replies|thread)|Last reply "
            + ".{1,40}|(Thread|Replied to a thread).{0,80}|Also sent to the channel)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex WindowChrome();

    [GeneratedRegex("^[0-9]{1,3}$", RegexOptions.NonBacktracking)]
    private static partial Regex Count();

    [GeneratedRegex("^:[a-z0-9_+-]{1,40}: +", RegexOptions.NonBacktracking)]
    private static partial Regex Sign();
}
