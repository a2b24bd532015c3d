using System.Text.RegularExpressions;

namespace Knowledge.Content.Timelines;

/// <summary>What one line of a pasted chat looks like on its own; which of it counts, the chat as a whole decides.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Raw">The line as it stands in the chat, without marks of quotation around all of it.</param>
/// <param name="RawDate">The date in front of the time, as written.</param>
/// <param name="RawTime">The time of day at the beginning, or of a heading at the end.</param>
/// <param name="Name">Who speaks, where a colon, angle brackets or a tab say so, or the line is a heading.</param>
/// <param name="Text">Behind name and time.</param>
internal sealed record ChatLine(int Number, string Raw, LineForm Form, string? RawDate, string? RawTime, string? Name, string Text);

internal enum LineForm
{
    Empty,

    /// <summary>Nothing that speaks for a new message.</summary>
    Text,

    /// <summary>A date between days.</summary>
    Day,

    /// <summary>Comings and goings, topics.</summary>
    Notice,

    /// <summary>What a window shows beside messages: reactions, counts of answers.</summary>
    WindowChrome,

    /// <summary><c>09:35 &lt;nick&gt; text</c>, with or without a time.</summary>
    Nick,

    /// <summary><c>09:35 rest</c>, a name may be in the rest.</summary>
    Timed,

    /// <summary><c>Name: text</c> without a time.</summary>
    Named,

    /// <summary><c>Name  09:35</c> or <c>[09:35] Name</c> alone on a line.</summary>
    Heading,
}

/// <summary>Reads single lines.</summary>
internal static partial class ChatLines
{
    private const int MaxNameCharacters = 40;
    private const int MaxNameWords = 4;

    // Longer lines begin with what they begin with.
    private const int MaxHead = 400;

    /// <summary>What stands before a colon in logs, settings and notes, and is nobody's name.</summary>
    // csharpier-ignore
    private static readonly HashSet<string> NoNames =
    [
        "error", "warning", "warn", "info", "debug", "fatal", "critical", "note", "fyi", "edit", "update", "ps", "todo", "http",
        "https", "cause", "root cause", "status", "impact", "summary", "subject", "from", "to", "cc", "date", "time", "expect",
        "check", "e.g", "i.e", "re", "fwd", "link", "url", "ticket", "severity", "result", "output", "exception", "caused by", "at",
        "decision", "action", "hypothesis", "finding", "question", "question is", "problem", "symptom", "symptoms", "fix", "reason",
        "conclusion", "example", "important", "tl;dr", "tldr", "the cause", "the root cause", "the reason", "the problem",
        "the fix",
    ];

    // csharpier-ignore
    private static readonly HashSet<string> NoNameWords =
    [
        "the", "a", "so", "but", "is", "are", "was", "error", "because", "that", "this", "it", "we", "i", "see", "says", "said",
        "with", "for", "and", "what", "which", "why", "found",
    ];

    public static ChatLine Read(int number, string line)
    {
        // Somebody's words inside a message of another.
        if (line.StartsWith('>'))
            return Read(number, line.TrimStart('>', ' ')) is { Name: not null, Form: LineForm.Named or LineForm.Timed } quoted
                ? quoted with
                {
                    Raw = line,
                }
                : new(number, line, LineForm.Text, null, null, null, line.Trim());
        var trimmed = line.Trim();
        if (trimmed.Length == 0)
            return new(number, line, LineForm.Empty, null, null, null, "");
        var head = trimmed.Length <= MaxHead ? trimmed : trimmed[..MaxHead];
        if (ChatTimes.DateLine(trimmed).IsDateLine)
            return new(number, line, LineForm.Day, trimmed, null, null, "");
        if (UntimedNick().Match(head) is { Success: true } nick)
            return new(number, line, LineForm.Nick, null, null, nick.Groups["nick"].Value, trimmed[nick.Length..].Trim());
        if (UntimedNotice().IsMatch(head))
            return new(number, line, LineForm.Notice, null, null, null, "");
        if (Leading().Match(head) is { Success: true } lead && ChatTimes.Clock(Time(lead)) is not null)
            return Timed(number, line, trimmed, lead);
        if (
            Trailing().Match(head) is { Success: true } tail
            && trimmed.Length == head.Length
            && ChatTimes.Clock(Time(tail)) is not null
            && IsName(tail.Groups["name"].Value.Trim())
        )
            return new(number, line, LineForm.Heading, Date(tail), Time(tail), tail.Groups["name"].Value.Trim(), "");
        if (
            Between().Match(head) is { Success: true } between
            && ChatTimes.Clock(Time(between)) is not null
            && IsName(between.Groups["name"].Value.Trim())
        )
            return new(
                number,
                line,
                LineForm.Timed,
                Date(between),
                Time(between),
                between.Groups["name"].Value.Trim(),
                trimmed[between.Length..].Trim()
            );
        return NameIn(head) is { } name
            ? new(number, line, LineForm.Named, null, null, name.Name, trimmed[name.Length..].Trim())
            : new(number, line, LineForm.Text, null, null, null, trimmed);
    }

    private static ChatLine Timed(int number, string line, string trimmed, Match lead)
    {
        var rest = trimmed[lead.Length..];
        var restHead = rest.Length <= MaxHead ? rest : rest[..MaxHead];
        if (Nick().Match(restHead) is { Success: true } nick)
            return new(number, line, LineForm.Nick, Date(lead), Time(lead), nick.Groups["nick"].Value, rest[nick.Length..].Trim());
        if (Tabbed().Match(rest.Length <= MaxHead ? rest : restHead) is { Success: true } tabbed)
            return tabbed.Groups["nick"].Value.Any(char.IsLetterOrDigit)
                ? new(number, line, LineForm.Nick, Date(lead), Time(lead), tabbed.Groups["nick"].Value, rest[tabbed.Length..].Trim())
                : new(number, line, LineForm.Notice, null, null, null, "");
        if (Notice().IsMatch(restHead))
            return new(number, line, LineForm.Notice, null, null, null, "");
        if (rest.Trim().Length == 0)
            return new(number, line, LineForm.Timed, Date(lead), Time(lead), null, "");
        return NameIn(restHead.TrimStart()) is { } name
            ? new(number, line, LineForm.Timed, Date(lead), Time(lead), name.Name, rest.TrimStart()[name.Length..].Trim())
            : new(number, line, LineForm.Timed, Date(lead), Time(lead), null, rest.Trim());
    }

    /// <summary>The name before a colon at the beginning, and how far it goes with the colon.</summary>
    private static (string Name, int Length)? NameIn(string head)
    {
        for (var colon = head.IndexOf(':', StringComparison.Ordinal); colon > 0 && colon <= MaxNameCharacters; colon = -1)
            if ((colon + 1 == head.Length || head[colon + 1] is ' ' or '\t') && IsName(head[..colon].Trim()))
                return (head[..colon].Trim(), colon + 1);
        return null;
    }

    /// <summary>Whether a text can be somebody's name: a few words of letters, and no word that begins a note or a line of a log.</summary>
    public static bool IsName(string text)
    {
        if (text.Length is 0 or > MaxNameCharacters || !(char.IsLetterOrDigit(text[0]) || text[0] == '@') || !text.Any(char.IsLetter))
            return false;
        if (
            text.Any(c =>
                !(
                    char.IsLetterOrDigit(c)
                    || c is ' ' or '.' or '-' or '_' or '\'' or '’' or '@' or '(' or ')' or '&' or ',' or '|' or '~' or '/'
                )
            )
        )
            return false;
        var lower = text.ToLowerInvariant();
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // "IT hotline" has a department in it, "it fails" a pronoun.
        return words.Length <= MaxNameWords
            && !NoNames.Contains(lower)
            && !words.Any(w => NoNameWords.Contains(w.ToLowerInvariant()) && !(w.Length > 1 && w.All(char.IsUpper)));
    }

    private static string Time(Match match) =>
        match.Groups["zone"].Success ? $"{match.Groups["time"].Value} {match.Groups["zone"].Value}" : match.Groups["time"].Value;

    private static string? Date(Match match) => match.Groups["date"].Success ? match.Groups["date"].Value : null;

    // [2026-03-02 09:35:01 UTC] rest; 02/03/2026, 09:35 - rest; (Monday 09:35) rest
    [GeneratedRegex(
        @"^[\[(]?((Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? )?((?<date>"
            + ChatTimes.DatePattern
            + @")[T,]? ?)?(?<time>"
            + ChatTimes.TimePattern
            + @") ?(?<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?([\])]|\t|[ ]|$)[ ]?([-–—|][ ])?",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Leading();

    // Name  [2026-03-02, 9:35 AM]
    [GeneratedRegex(
        @"^(?<name>[^\[(:<>]{1,40}?( \([^()\[\]:<>]{1,30}\))?),?( |\t)+([—–-] )?((Today|Yesterday) "
            + @")?[\[(]?((Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? )?((?<date>"
            + ChatTimes.DatePattern
            + @"),? ?)?(at )?(?<time>"
            + ChatTimes.TimePattern
            + @") ?(?<zone>Z|UTC|GMT)?[\])]?$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Trailing();

    // Name (09:35): text
    [GeneratedRegex(
        @"^(?<name>[^\[(:<>]{1,40}?( \([^()\[\]:<>]{1,30}\))?) [\[(]((?<date>"
            + ChatTimes.DatePattern
            + @"),? )?(?<time>"
            + ChatTimes.TimePattern
            + @") ?(?<zone>Z|UTC|GMT)?[\])]:?( |$)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Between();

    [GeneratedRegex(@"^(<[ @+%&~]?(?<nick>[^ <>\t]{1,40})>|\* (?<nick>[^ <>\t*]{1,40}))( |$)", RegexOptions.NonBacktracking)]
    private static partial Regex Nick();

    [GeneratedRegex(@"^<[ @+%&~]?(?<nick>[^ <>\t/@:]{1,40})> ", RegexOptions.NonBacktracking)]
    private static partial Regex UntimedNick();

    [GeneratedRegex(@"^[@+%&~ ]?(?<nick>[^ <>\t]{1,40})\t", RegexOptions.NonBacktracking)]
    private static partial Regex Tabbed();

    [GeneratedRegex(@"^(-!-|\*\*\*|-->|<--|--) ", RegexOptions.NonBacktracking)]
    private static partial Regex Notice();

    [GeneratedRegex(
        @"^(-!- |\*\*\* [^ ]+ (has )?(joined|left|quit|sets|is now)|--- Log |Session (Start|Close|Ident))",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex UntimedNotice();
}
