using System.Globalization;
using Knowledge.Api.Languages;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;
using Knowledge.Content.Timelines;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// The timeline of a postmortem to scale: how long nobody knew, wrong turns, the way to the cause, the fix; in the plot's own units.
/// </summary>
/// <param name="Bars">From left to right, lane by lane.</param>
/// <param name="Marks">When it was detected, mitigated, resolved.</param>
/// <param name="Dots">Every entry.</param>
/// <param name="WrongTurns">How long they took together.</param>
public sealed record TimelinePlot(
    IReadOnlyList<TimelinePlot.Bar> Bars,
    IReadOnlyList<TimelinePlot.Mark> Marks,
    IReadOnlyList<TimelinePlot.Dot> Dots,
    IReadOnlyList<TimelinePlot.Tick> Ticks,
    TimeSpan WrongTurns
)
{
    public const int Width = 920;
    public const int Height = 168;
    public const int Left = 70;

    /// <summary>The lanes from above: what nobody saw, and what people did.</summary>
    public const int Silent = 40;
    public const int People = 80;
    public const int Entries = 132;
    public const int Thickness = 28;

    private const double MinWidth = 3;
    private const int MaxDots = 500;
    private const int MaxTicks = 9;

    // What happened long before or after belongs to the story, not to the morning.
    private static readonly TimeSpan Before = TimeSpan.FromHours(12);
    private static readonly TimeSpan After = TimeSpan.FromHours(6);

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(2),
        TimeSpan.FromDays(7),
        TimeSpan.FromDays(30),
        TimeSpan.FromDays(365),
    ];

    public enum Kind
    {
        /// <summary>Nobody knew.</summary>
        Silent,
        WrongTurn,
        Finding,
        Fix,
    }

    /// <param name="Label">Shown inside where it fits; always its title.</param>
    public sealed record Bar(Kind Kind, string X, int Y, string Width, string Label, bool HasRoom);

    /// <param name="AtEnd">Its label ends at it, because it stands at the right edge.</param>
    public sealed record Mark(int X, string Label, bool AtEnd);

    public sealed record Dot(string X, string Label);

    public sealed record Tick(int X, string Label);

    private sealed record Moment(DateTimeOffset At, string Text, MessageKind Kind);

    /// <returns>Null when fewer than two of its times are known.</returns>
    public static TimelinePlot? Of(Document document)
    {
        var front = document.FrontMatter;
        var entries = document.Postmortem?.Timeline ?? [];
        var kinds = TimelineEntries.KindsOf(entries);
        var detected = front.Detected;
        var ended = front.Mitigated ?? front.Resolved;
        var moments = IncidentTimes
            .InstantsOf(document)
            .Select((at, i) => (At: at, Index: i))
            .Where(m => m.At is not null)
            .Select(m => new Moment(m.At!.Value, entries[m.Index].Event, kinds[m.Index]))
            .Where(m => detected is null || m.At >= detected - Before)
            .Where(m => ended is null || m.At <= ended + After)
            .OrderBy(m => m.At)
            .ToList();
        var known = moments
            .Select(m => m.At)
            .Concat(new[] { detected, front.Mitigated, Within(front.Resolved, ended) }.OfType<DateTimeOffset>())
            .Order()
            .ToList();
        if (known.Count < 2 || known[^1] <= known[0])
            return null;
        var scale = new Scale(known[0], known[^1]);
        var bars = BarsOf(moments, detected, ended, scale).ToList();
        return new(
            [.. bars.Select(b => b.Bar)],
            [.. MarksOf(front, scale)],
            [.. moments.Take(MaxDots).Select(m => new Dot(Number(scale.X(m.At)), $"{Clock(m.At)} {m.Text}"))],
            [.. TicksOf(scale)],
            TimeSpan.FromTicks(bars.Where(b => b.Bar.Kind == Kind.WrongTurn).Sum(b => b.Took.Ticks))
        );
    }

    private static DateTimeOffset? Within(DateTimeOffset? resolved, DateTimeOffset? ended) => resolved <= ended + After ? resolved : null;

    private static IEnumerable<(Bar Bar, TimeSpan Took)> BarsOf(
        List<Moment> moments,
        DateTimeOffset? detected,
        DateTimeOffset? ended,
        Scale scale
    )
    {
        if (detected is { } noticed && noticed > scale.From)
            yield return Between(Kind.Silent, scale.From, noticed, T("Nobody knew"), scale);
        var begin = detected ?? scale.From;
        var end = ended ?? scale.To;
        var work = moments.Where(m => m.At >= begin && m.At <= end).ToList();
        var from = begin;
        Moment? suspicion = null;
        foreach (var moment in work)
            if (moment.Kind == MessageKind.Hypothesis)
                suspicion = moment;
            else if (moment.Kind == MessageKind.DeadEnd && suspicion is { } wrong)
            {
                if (wrong.At > from)
                    yield return Between(Kind.Finding, from, wrong.At, T("Looking"), scale);
                var start = wrong.At > from ? wrong.At : from;
                if (moment.At > start)
                    yield return Between(Kind.WrongTurn, start, moment.At, T("Wrong turn: {0}", wrong.Text), scale);
                from = moment.At > from ? moment.At : from;
                suspicion = null;
            }
        var fix = work.FirstOrDefault(m => m.At >= from && m.Kind is MessageKind.Decision or MessageKind.Action);
        var fixing = fix?.At ?? end;
        if (fixing > from)
            yield return Between(Kind.Finding, from, fixing, T("Looking"), scale);
        if (end > fixing)
            yield return Between(Kind.Fix, fixing, end, T("Fix"), scale);
    }

    private static (Bar, TimeSpan) Between(Kind kind, DateTimeOffset from, DateTimeOffset to, string what, Scale scale)
    {
        var (x, took) = (scale.X(from), to - from);
        var width = Math.Max(MinWidth, scale.X(to) - x);
        var label = $"{what}, {Elapsed.Of(took)}";
        return (new(kind, Number(x), kind == Kind.Silent ? Silent : People, Number(width), label, width > label.Length * 7 + 16), took);
    }

    // Of marks that would stand in each other the later one is told by its title only.
    private static IEnumerable<Mark> MarksOf(FrontMatter front, Scale scale)
    {
        var last = double.MinValue;
        var named = new (DateTimeOffset? At, string Name)[]
        {
            (front.Detected, T("Detected")),
            (front.Mitigated, T("Mitigated")),
            (front.Resolved, T("Resolved")),
        };
        foreach (var (at, name) in named.Where(m => m.At is not null).OrderBy(m => m.At))
            if (at is { } time && time >= scale.From && time <= scale.To && scale.X(time) - last > 120)
            {
                last = scale.X(time);
                yield return new((int)last, $"{name} {Clock(time)}", last > Width - 120);
            }
    }

    private static IEnumerable<Tick> TicksOf(Scale scale)
    {
        var took = scale.To - scale.From;
        var step = Steps.FirstOrDefault(s => took / s <= MaxTicks, Steps[^1]);
        var first = scale.From.UtcDateTime.Ticks / step.Ticks * step.Ticks;
        for (var at = first; at <= scale.To.UtcTicks && at - first <= step.Ticks * (MaxTicks + 2L); at += step.Ticks)
            if (at >= scale.From.UtcTicks)
            {
                var time = new DateTimeOffset(at, TimeSpan.Zero);
                yield return new((int)scale.X(time), time.ToString(step >= TimeSpan.FromDays(1) ? "m" : "HH:mm", Language.Current.Format));
            }
    }

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private sealed record Scale(DateTimeOffset From, DateTimeOffset To)
    {
        private const int Right = 20;

        public double X(DateTimeOffset at) => Left + (Width - Right - Left) * ((at - From) / (To - From));
    }
}
