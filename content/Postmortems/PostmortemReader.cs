using System.Globalization;
using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Postmortems;

/// <summary>Reads timeline, actions and statistics out of a postmortem's sections.</summary>
internal static partial class PostmortemReader
{
    public static PostmortemBody Read(IReadOnlyList<ParsedSection> sections) =>
        new(
            InOrder([.. sections.Where(s => s.Section.Kind == SectionKind.Timeline).SelectMany(s => Timeline(s.Blocks))]),
            [.. sections.Where(s => s.Section.Kind == SectionKind.Actions).SelectMany(s => Actions(s.Blocks))],
            sections
                .Where(s => s.Section.Heading.StartsWith("Stat", StringComparison.OrdinalIgnoreCase))
                .Select(s => Statistics(s.Section.Text))
                .FirstOrDefault()
                ?? PostmortemStatistics.None
        );

    // Lists and tables of one section are one timeline: the oldest first where each entry tells its day, else as written.
    private static IReadOnlyList<TimelineEntry> InOrder(IReadOnlyList<TimelineEntry> entries) =>
        entries.All(e => e.At is not null) ? [.. entries.OrderBy(e => e.At)] : entries;

    private static IEnumerable<TimelineEntry> Timeline(IReadOnlyList<Block> blocks) =>
        blocks.SelectMany(block =>
            block switch
            {
                Table table => Rows(table),
                ListBlock list => Lines(list.OfType<ListItemBlock>().Select(i => PageText.Of(i).Replace('\n', ' '))),
                ParagraphBlock paragraph => Lines(PageText.Of(paragraph.Inline, '\n').Split('\n')),
                _ => [],
            }
        );

    private static IEnumerable<TimelineEntry> Rows(Table table)
    {
        foreach (var row in table.OfType<TableRow>().Where(r => !r.IsHeader))
        {
            var cells = row.OfType<TableCell>().Select(PageText.Cell).ToList();
            if (cells.Count >= 2 && cells.Any(c => c.Length > 0))
            {
                // Date and time may be columns of their own.
                var times = cells.Count > 2 && ClockAlone().IsMatch(cells[1]) ? 2 : 1;
                var time = string.Join(' ', cells.Take(times).Where(c => c.Length > 0));
                yield return new(time, At(time), string.Join(" | ", cells.Skip(times).Where(c => c.Length > 0)));
            }
        }
    }

    private static IEnumerable<TimelineEntry> Lines(IEnumerable<string> lines)
    {
        foreach (var text in lines)
            if (LeadingTime().Match(text) is { Success: true } time && text[time.Length..].Trim() is { Length: > 0 } what)
                yield return new(time.Groups["time"].Value.Trim(), At(time.Groups["time"].Value), what);
    }

    private static DateTimeOffset? At(string text)
    {
        text = text.Trim().TrimStart('~', '≈').Trim();
        if (TimestampParser.TryParse(text.Replace("UTC", "", StringComparison.Ordinal), out var at))
            return at;
        return
            HalfDay().Match(text) is { Success: true } match
            && TimeOnly.TryParseExact(
                $"{match.Groups["clock"].Value} {match.Groups["half"].Value.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant()}",
                ["h:mm tt", "h:mm:ss tt"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var clock
            )
            && TimestampParser.TryParse($"{match.Groups["date"].Value} {clock:HH:mm:ss}", out at)
            ? at
            : null;
    }

    // 2026-03-02 4:12 PM, with a zone that is UTC or none; any other zone is not known here.
    [GeneratedRegex(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[ T]+(?<clock>[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?) ?(?<half>[ap]\.?m\.?)( *(UTC|GMT|Z))?$",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex HalfDay();

    private static IEnumerable<ActionItem> Actions(IReadOnlyList<Block> blocks)
    {
        foreach (var item in blocks.OfType<ListBlock>().SelectMany(l => l.OfType<ListItemBlock>()))
        {
            if (item.OfType<ParagraphBlock>().FirstOrDefault() is not { } lead || PageText.Of(lead) is not { Length: > 0 } text)
                continue;
            var box = lead.Inline?.Descendants<TaskList>().FirstOrDefault();
            yield return new(text, box?.Checked, [.. item.Descendants<LinkInline>().Where(l => l.Url is not null).Select(l => l.Url!)]);
        }
        var tables = blocks.OfType<Table>().Select(t => (Table: t, Actions: ActionTable.Read(t))).ToList();
        foreach (var action in tables.SelectMany(t => t.Actions ?? []))
            yield return action;
        foreach (var row in tables.Where(t => t.Actions is null).SelectMany(t => t.Table.OfType<TableRow>()).Where(r => !r.IsHeader))
            if (string.Join(" | ", row.OfType<TableCell>().Select(PageText.Cell).Where(c => c.Length > 0)) is { Length: > 0 } text)
                yield return new(text, null, [.. row.Descendants<LinkInline>().Where(l => l.Url is not null).Select(l => l.Url!)]);
    }

    private static PostmortemStatistics Statistics(string text)
    {
        string? category = null,
            detect = null,
            recover = null;
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;
            var (label, value) = (line[..colon].Trim().ToLowerInvariant(), line[(colon + 1)..].Trim());
            if (value.Length == 0)
                continue;
            if (label.StartsWith("category", StringComparison.Ordinal))
                category = value;
            else if (label.Contains("detect", StringComparison.Ordinal) || label == "ttd")
                detect = value;
            else if (
                label.Contains("recover", StringComparison.Ordinal)
                || label.Contains("resol", StringComparison.Ordinal)
                || label == "ttr"
            )
                recover = value;
        }
        return new(category, detect, Duration(detect), recover, Duration(recover));
    }

    /// <summary>
    /// Adds up what is written as <c>54 hours 10 minutes</c>, <c>2h30m</c>, <c>~3 days</c>; null when there is no amount in it.
    /// </summary>
    internal static TimeSpan? Duration(string? text)
    {
        if (text is null)
            return null;
        TimeSpan? sum = null;
        foreach (Match part in Amount().Matches(text.ToLowerInvariant()))
        {
            var amount = double.Parse(part.Groups["amount"].Value.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture);
            var span = part.Groups["unit"].Value[0] switch
            {
                'd' => TimeSpan.FromDays(1),
                'w' => TimeSpan.FromDays(7),
                'h' => TimeSpan.FromHours(1),
                's' => TimeSpan.FromSeconds(1),
                _ => TimeSpan.FromMinutes(1),
            };
            if (amount < 100_000)
                sum = (sum ?? TimeSpan.Zero) + amount * span;
        }
        return sum;
    }

    [GeneratedRegex(@"(?<amount>[0-9]+([.,][0-9]+)?) *(?<unit>w|d|h|m|s)", RegexOptions.NonBacktracking)]
    private static partial Regex Amount();

    [GeneratedRegex(@"^[~≈]? ?[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( ?[AaPp]\.?[Mm]\.?)?( *[A-Z]{1,4})?$", RegexOptions.NonBacktracking)]
    private static partial Regex ClockAlone();

    [GeneratedRegex(
        @"^[\[(]?(?<time>[~≈]?[ ]?([0-9]{4}-[0-9]{2}-[0-9]{2},?[ T]+|[0-9]{1,2}[./][0-9]{1,2}[./]?([0-9]{2,4})?,? +|"
            + @"((Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +)?([0-9]{1,2} +)?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
            + @"( +[0-9]{1,2}(st|nd|rd|th)?)?,?( +[0-9]{4})?,? +(at +)?)?"
            + @"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( ?[AaPp]\.?[Mm]\.?)?( *\(?(UTC|GMT|Z|[A-Z]{2,4}T|[+-][0-9]{2}:?[0-9]{2})\)?)?)[\])]?"
            + @"( *[-–—:|]? +| *[-–—:|]$)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex LeadingTime();
}
