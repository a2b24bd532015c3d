namespace Knowledge.Content.Timelines;

/// <summary>Reads chats as people paste them: the form of most lines decides how all of them are read.</summary>
internal static class PastedChat
{
    /// <summary>From this share of timed lines on, a colon is what ends a name.</summary>
    private const double ColonsFrom = 0.6;

    private static readonly string[] QuoteMarks = ["> ", ">"];

    public static ChatParseResult Read(string text)
    {
        var written = Unquoted(text.ReplaceLineEndings("\n").Split('\n'));
        var fenced = Fenced(written);
        var lines = CopiedMessages.Joined([.. written.Select((line, i) => fenced[i] ? Plain(i + 1, line) : ChatLines.Read(i + 1, line))]);
        int Count(LineForm form) => lines.Count(l => l.Form == form);
        // What people say stands below the heading; a line with a time of its own is no words of the one above.
        var headings = lines
            .Where(
                (l, i) =>
                    IsHeading(l) && i + 1 < lines.Count && lines[i + 1].Form is not (LineForm.Empty or LineForm.Timed or LineForm.Heading)
            )
            .Count();
        var timed = Count(LineForm.Timed);
        if (Count(LineForm.Nick) > 0 && Count(LineForm.Nick) >= timed / 2)
            return Messages(ChatShape.Irc, lines, Nicks);
        if (headings > 0 && headings * 2 >= timed + Count(LineForm.Heading))
            return Headed(lines);
        if (timed > 1 || (timed == 1 && Count(LineForm.Named) == 0))
        {
            var names = NamesOfTimed(lines);
            return names.Count == 0
                ? Messages(ChatShape.Lines, lines, l => l.Form == LineForm.Timed ? new("", WholeText(l)) : null)
                : Messages(ChatShape.Named, lines, l => TimedSpeaker(l, names));
        }
        var speakers = NamesOfColons(lines);
        return speakers.Count > 0
            ? Messages(ChatShape.Named, lines, l => ColonSpeaker(l, speakers))
            : Messages(
                ChatShape.Lines,
                lines,
                l => l.Form is LineForm.Text or LineForm.Named or LineForm.Timed or LineForm.Heading ? new("", WholeText(l)) : null
            );
    }

    private sealed record Speaker(string Name, string Text);

    /// <summary>Lines that are no beginning of a message go on with the one above.</summary>
    private static ChatParseResult Messages(ChatShape shape, IReadOnlyList<ChatLine> lines, Func<ChatLine, Speaker?> begins)
    {
        var (messages, notes) = (new List<ChatMessage>(), new List<string>());
        var (before, notices, unclear) = (0, 0, 0);
        var dayFirst = lines.Select(l => l.RawDate).OfType<string>().Select(ChatTimes.DayFirst).FirstOrDefault(d => d is not null);
        ChatLine? first = null;
        Speaker? speaker = null;
        DateOnly? day = null;
        var (text, evidence) = (new List<string>(), new List<string>());
        foreach (var line in lines)
        {
            if (line.Form == LineForm.Day)
            {
                End();
                if (ChatTimes.DateLine(line.RawDate!).Date is { } known)
                    day = known;
                else
                    notes.Add($"Line {line.Number}: the date has no year; it is not used.");
            }
            else if (line.Form == LineForm.Notice)
                notices++;
            else if (line.Form == LineForm.WindowChrome)
                continue;
            else if (begins(line) is { } speaks)
            {
                End();
                (first, speaker) = (line, speaks);
                if (speaks.Text.Length > 0)
                    text.Add(speaks.Text);
                evidence.Add(line.Raw.Trim());
            }
            else if (first is null)
            {
                if (line.Form != LineForm.Empty)
                    before++;
            }
            else if (line.Form != LineForm.Empty || text.Count > 0)
            {
                text.Add(line.Raw.TrimEnd());
                if (line.Form != LineForm.Empty)
                    evidence.Add(line.Raw.Trim());
            }
        }
        End();
        if (before > 0)
            notes.Add($"{before} {(before == 1 ? "line" : "lines")} before the first message {(before == 1 ? "is" : "are")} left out.");
        if (notices > 0)
            notes.Add(
                $"{notices} {(notices == 1 ? "notice" : "notices")} of people who come and go {(notices == 1 ? "is" : "are")} left out."
            );
        if (unclear > 0)
            notes.Add("Dates such as 02/03/2026 can be read in two ways; they are not used. Give the date of the first day.");
        return new(shape, messages, notes);

        void End()
        {
            if (first is not null && ChatText.Clean(string.Join('\n', text)) is { Length: > 0 } said)
            {
                var name = ChatText.Clean(speaker!.Name).Trim('@', ' ');
                // A quotation of what was said above is no second message.
                if (!first.Raw.TrimStart().StartsWith('>') || !messages.Any(m => m.Author == name && m.Text == said))
                    messages.Add(
                        new(name, Bots.Is(name), TimeOf(first), said, new(first.Number, ChatText.Clean(string.Join('\n', evidence))))
                    );
            }
            (first, speaker) = (null, null);
            text.Clear();
            evidence.Clear();
        }

        ChatTime? TimeOf(ChatLine line)
        {
            var date = line.RawDate is { } given ? ChatTimes.Date(given, dayFirst) : null;
            if (line.RawDate is not null && date is null)
                unclear++;
            // A date line holds for the first time below it; from there on midnight is seen by the times.
            var own = date ?? day;
            day = null;
            if (line.RawTime is null)
                return own is null ? null : new("", own, null);
            var clock = ChatTimes.Clock(line.RawTime)!.Value;
            return new(line.RawDate is null ? line.RawTime : $"{line.RawDate} {line.RawTime}", own, clock.TimeOfDay, clock.Offset);
        }
    }

    private static ChatParseResult Headed(IReadOnlyList<ChatLine> lines)
    {
        var last = "";
        return Messages(
            ChatShape.Headed,
            CopiedMessages.Bare(lines),
            line =>
                IsHeading(line) ? new(last = line.Name ?? line.Text, "")
                // A time alone: the same person goes on.
                : line is { Form: LineForm.Timed, Name: null, Text: "" } ? new(last, "")
                : line is { Form: LineForm.Timed, Name: { } name } ? new(last = name, line.Text)
                : null
        );
    }

    private static Speaker? Nicks(ChatLine line) => line.Form == LineForm.Nick ? new(line.Name!, line.Text) : null;

    private static bool IsHeading(ChatLine line) =>
        line.Form == LineForm.Heading
        || (line is { Form: LineForm.Timed, Name: null } && ChatLines.IsName(line.Text) && line.Text.Split(' ').Length <= 3);

    private static string WholeText(ChatLine line) =>
        line.Name is null ? line.Text
        : line.Text.Length == 0 ? line.Name
        : $"{line.Name}: {line.Text}";

    /// <summary>
    /// Who speaks in timed lines: before the colon when most have one, else the first word, or the first two where they always
    /// stand together.
    /// </summary>
    private static HashSet<string> NamesOfTimed(IReadOnlyList<ChatLine> lines)
    {
        var timed = lines.Where(l => l.Form == LineForm.Timed).ToList();
        if (timed.Count(l => l.Name is not null) >= ColonsFrom * timed.Count)
            return [.. timed.Select(l => l.Name).OfType<string>()];
        var names = new HashSet<string>(timed.Select(l => l.Name).OfType<string>());
        var words = timed.Where(l => l.Name is null).Select(l => l.Text.Split(' ', 3)).Where(w => w.Length > 1).ToLookup(w => w[0]);
        foreach (var group in words)
        {
            if (!ChatLines.IsName(group.Key))
                continue;
            var second = group.First()[1];
            names.Add(
                group.Count() > 1 && group.All(w => w[1] == second) && char.IsLetter(second[0]) ? $"{group.Key} {second}" : group.Key
            );
        }
        // Where every line begins with another word, these are no names.
        return timed.Count > 1 && names.Count > timed.Count * 0.8 ? [] : names;
    }

    private static Speaker? TimedSpeaker(ChatLine line, HashSet<string> names)
    {
        if (line.Form is LineForm.Named)
            return names.Contains(line.Name!) || IsQuotation(line) ? new(line.Name!, line.Text) : null;
        if (line.Form is not (LineForm.Timed or LineForm.Heading))
            return null;
        if (line.Name is not null)
            return new(line.Name, line.Text);
        var name = names
            .Where(n =>
                line.Text.StartsWith(n, StringComparison.Ordinal) && line.Text.Length > n.Length && line.Text[n.Length] is ' ' or ','
            )
            .MaxBy(n => n.Length);
        return name is null ? new("", line.Text) : new(name, line.Text[name.Length..].TrimStart(' ', ','));
    }

    /// <summary>Names before a colon: those that speak twice, and those that are written like a name.</summary>
    private static HashSet<string> NamesOfColons(IReadOnlyList<ChatLine> lines)
    {
        var named = lines.Where(l => l.Form == LineForm.Named && !IsIndented(l)).ToList();
        return
        [
            .. named
                .CountBy(l => l.Name!)
                .Where(n =>
                    n.Value > 1
                    || char.IsUpper(n.Key[0])
                    || n.Key[0] == '@'
                    || n.Key.Contains("on-call", StringComparison.OrdinalIgnoreCase)
                    || (!n.Key.Contains('_', StringComparison.Ordinal) && named.Any(l => l.Name == n.Key && l.Text.Split(' ').Length > 2))
                )
                .Select(n => n.Key),
        ];
    }

    private static Speaker? ColonSpeaker(ChatLine line, HashSet<string> names) =>
        line.Form == LineForm.Named && !IsIndented(line) && names.Contains(line.Name!) ? new(line.Name!, line.Text) : null;

    private static bool IsIndented(ChatLine line) => line.Raw.StartsWith("  ", StringComparison.Ordinal) || line.Raw.StartsWith('\t');

    private static bool IsQuotation(ChatLine line) => line.Raw.TrimStart().StartsWith('>');

    /// <summary>Without the marks of quotation: around all lines, or before a name inside an unquoted chat.</summary>
    private static string[] Unquoted(string[] lines)
    {
        var quoted = lines.Count(l => l.StartsWith('>'));
        return quoted == 0 || quoted * 2 < lines.Count(l => l.Length > 0)
            ? lines
            :
            [
                .. lines.Select(l =>
                    QuoteMarks.FirstOrDefault(m => l.StartsWith(m, StringComparison.Ordinal)) is { } mark ? l[mark.Length..] : l
                ),
            ];
    }

    /// <summary>Whether a line stands in a code block. A fence that nothing closes is a line like others.</summary>
    private static bool[] Fenced(string[] lines)
    {
        var fenced = new bool[lines.Length];
        var open = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
                continue;
            if (open < 0)
                open = i;
            else
            {
                for (var j = open; j <= i; j++)
                    fenced[j] = true;
                open = -1;
            }
        }
        return fenced;
    }

    private static ChatLine Plain(int number, string line) =>
        new(number, line, line.Trim().Length == 0 ? LineForm.Empty : LineForm.Text, null, null, null, line.Trim());
}
