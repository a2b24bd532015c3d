using System.Globalization;
using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Postmortems;

/// <summary>From where a length of time is known.</summary>
public enum TimeBasis
{
    /// <summary>Time to detection or recovery under Stats.</summary>
    Statistics,

    /// <summary>The section Detection: "3 h 29 min after the first failing write".</summary>
    Detection,

    /// <summary><c>detected</c> and <c>mitigated</c>, else <c>resolved</c>.</summary>
    FrontMatter,

    /// <summary>An entry of the timeline.</summary>
    Timeline,
}

/// <summary>How long one incident took, as far as its postmortem says.</summary>
/// <param name="ToDetect">From the beginning of the failure until somebody knew.</param>
/// <param name="ToRunbook">From detection until the timeline first speaks of a runbook that was found.</param>
/// <param name="ToMitigate">From detection until it worked again for users.</param>
public sealed partial record IncidentTimes(
    TimeSpan? ToDetect,
    TimeBasis? DetectBasis,
    TimeSpan? ToRunbook,
    TimeBasis? RunbookBasis,
    TimeSpan? ToMitigate,
    TimeBasis? MitigateBasis
)
{
    /// <summary>A time of day this much before the entry above it is of the next day.</summary>
    private static readonly TimeSpan NextDayFrom = TimeSpan.FromHours(2);

    private const int MaxBefore = 60;

    private static readonly string[] Runbooks = ["runbook", "playbook"];
    private static readonly string[] NotFound =
    [
        "nothing",
        "no runbook",
        "no playbook",
        "not find",
        "not fit",
        "without a runbook",
        "missing",
        "write a runbook",
        "wrote a runbook",
        "wrote the runbook",
        "searches",
    ];

    public static IncidentTimes Of(Document document)
    {
        var front = document.FrontMatter;
        var statistics = document.Postmortem?.Statistics ?? PostmortemStatistics.None;
        var detect = Known(statistics.TimeToDetect, TimeBasis.Statistics) ?? Known(AfterBeginning(document), TimeBasis.Detection);
        var mitigate =
            Known((front.Mitigated ?? front.Resolved) - front.Detected, TimeBasis.FrontMatter)
            ?? Known(SinceDetection(statistics), TimeBasis.Statistics);
        var runbook = Known(ToRunbookOf(document), TimeBasis.Timeline);
        return new(detect?.Time, detect?.Basis, runbook?.Time, runbook?.Basis, mitigate?.Time, mitigate?.Basis);
    }

    /// <summary>
    /// When each entry of a timeline was: as an instant where the text has it, else its time of day on the day of the incident, or
    /// the next after midnight; null where there is none.
    /// </summary>
    public static IReadOnlyList<DateTimeOffset?> InstantsOf(Document document)
    {
        var day = document.FrontMatter.Date;
        TimeSpan? last = null;
        var instants = new List<DateTimeOffset?>();
        foreach (var entry in document.Postmortem?.Timeline ?? [])
        {
            if (entry.At is { } at)
            {
                (day, last) = (DateOnly.FromDateTime(at.UtcDateTime), at.UtcDateTime.TimeOfDay);
                instants.Add(at);
                continue;
            }
            var read = Clock().Match(entry.Time.Trim());
            if (
                !read.Success
                || day is null
                || !TimeSpan.TryParseExact(
                    read.Groups["clock"].Value.PadLeft(5, '0'),
                    @"hh\:mm",
                    CultureInfo.InvariantCulture,
                    out var clock
                )
            )
            {
                instants.Add(null);
                continue;
            }
            // "02-10 14:20": a day of its own, months ahead of the others.
            if (read.Groups["month"].Success)
            {
                var (month, number) = (
                    int.Parse(read.Groups["month"].ValueSpan, CultureInfo.InvariantCulture),
                    int.Parse(read.Groups["day"].ValueSpan, CultureInfo.InvariantCulture)
                );
                if (month is < 1 or > 12 || number < 1 || number > DateTime.DaysInMonth(day.Value.Year, month))
                {
                    instants.Add(null);
                    continue;
                }
                day = new(day.Value.Year, month, number);
            }
            else if (last is { } before && clock + NextDayFrom < before && day < DateOnly.MaxValue)
                day = day.Value.AddDays(1);
            last = clock;
            instants.Add(new DateTimeOffset(day.Value.ToDateTime(TimeOnly.FromTimeSpan(clock)), TimeSpan.Zero));
        }
        return instants;
    }

    private static (TimeSpan Time, TimeBasis Basis)? Known(TimeSpan? time, TimeBasis basis) =>
        time is { } known && known >= TimeSpan.Zero && known < TimeSpan.FromDays(3650) ? (known, basis) : null;

    // Recovery is counted from the beginning there, so detection is taken off.
    private static TimeSpan? SinceDetection(PostmortemStatistics statistics) =>
        statistics.TimeToRecover is not { } recover ? null
        : statistics.TimeToDetect is { } detect && detect <= recover ? recover - detect
        : recover;

    private static TimeSpan? AfterBeginning(Document document)
    {
        foreach (var text in document.Sections.Where(s => s.Kind == SectionKind.Detection).Select(s => s.Text))
        {
            var after = text.IndexOf(" after ", StringComparison.OrdinalIgnoreCase);
            if (after < 0)
                continue;
            var before = text[Math.Max(0, after - MaxBefore)..after];
            // Only the amount that stands right before the word.
            if (LastAmount().Match(before) is { Success: true } amount)
                return PostmortemReader.Duration(amount.Value);
        }
        return null;
    }

    private static TimeSpan? ToRunbookOf(Document document)
    {
        var timeline = document.Postmortem?.Timeline ?? [];
        var instants = InstantsOf(document);
        if (document.FrontMatter.Detected is not { } detected)
            return null;
        for (var i = 0; i < timeline.Count; i++)
            if (
                instants[i] is { } at
                && at >= detected
                && Runbooks.Any(w => timeline[i].Event.Contains(w, StringComparison.OrdinalIgnoreCase))
                && !NotFound.Any(w => timeline[i].Event.Contains(w, StringComparison.OrdinalIgnoreCase))
            )
                return at - detected;
        return null;
    }

    [GeneratedRegex(
        @"^((?<month>[0-9]{2})-(?<day>[0-9]{2}) )?(?<clock>[0-9]{1,2}:[0-9]{2})(:[0-9]{2})?( *(UTC|Z))?$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Clock();

    [GeneratedRegex(
        @"([0-9]+([.,][0-9]+)? *(weeks?|days?|d|hours?|h|minutes?|min|m|seconds?|s)[ ,]*(and )?)+$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex LastAmount();
}
