using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Overview;

/// <summary>How old open actions are: since the incident that they are for.</summary>
internal static class ActionAgesPlot
{
    /// <summary>Ages, each with the first day that is too old for it.</summary>
    private static readonly (string Name, int Below)[] Ages =
    [
        ("Under a week", 7),
        ("1 to 4 weeks", 28),
        ("1 to 3 months", 91),
        ("3 to 6 months", 182),
        ("6 to 12 months", 365),
        ("Over a year", int.MaxValue),
    ];

    private const string NotKnown = "Not known: the postmortem has no date";

    public static IReadOnlyList<PlotSeries> Series { get; } =
    [new("Overdue", "f-red"), new("Not due yet", "f-1"), new("No due date", "f-amber")];

    /// <returns>Null when nothing is open.</returns>
    public static PlotPicture? Of(IReadOnlyList<TrackedAction> actions, DateOnly today)
    {
        var open = actions.Where(a => a.State == ActionState.Open).ToLookup(a => AgeOf(a, today));
        if (open.Count == 0)
            return null;
        return BarPlot.Of(
            "Open actions by age",
            "The age is counted from the day of the incident. The figures are in the table.",
            "Age",
            Series,
            [
                .. Ages.Select(a => a.Name)
                    .Append(NotKnown)
                    // Who has dates everywhere need not be told that none is missing.
                    .Where(name => name != NotKnown || open[name].Any())
                    .Select(name => new PlotRow(
                        name,
                        [
                            open[name].Count(a => a.IsOverdue),
                            open[name].Count(a => a is { IsOverdue: false, Due: not null }),
                            open[name].Count(a => a.Due is null),
                        ],
                        open[name].Count(a => a.IsOverdue) is var overdue and > 0
                            ? $"{open[name].Count()}, {overdue} overdue"
                            : $"{open[name].Count()}"
                    )),
            ]
        );
    }

    // What is dated in the future has just happened.
    private static string AgeOf(TrackedAction action, DateOnly today) =>
        action.Date is { } date ? Ages.First(a => today.DayNumber - date.DayNumber < a.Below).Name : NotKnown;
}
