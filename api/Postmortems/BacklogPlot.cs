using System.Globalization;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Postmortems;

/// <summary>The columns of the plot of open actions: one per day, the overdue ones at the bottom.</summary>
/// <param name="Max">Open actions of the tallest column; at least 1.</param>
public sealed record BacklogPlot(IReadOnlyList<BacklogPlot.Column> Columns, int Max)
{
    public const int Width = 640;
    public const int Height = 160;
    private const int Left = 44;
    private const int MaxColumns = 120;
    private const double MaxColumnWidth = 48;

    /// <summary>Rectangles in the plot's own units; y grows downwards.</summary>
    public sealed record Column(
        DateOnly Day,
        int Open,
        int Overdue,
        int Done,
        string X,
        string Y,
        string Width,
        string Height,
        string OverdueY,
        string OverdueHeight
    );

    /// <param name="days">In order; those of before actions were counted are left out, of many the last are drawn.</param>
    public static BacklogPlot Of(IReadOnlyList<DebtDay> days)
    {
        var drawn = days.Where(d => d.Actions is not null).TakeLast(MaxColumns).ToList();
        var max = Math.Max(1, drawn.Count == 0 ? 1 : drawn.Max(d => d.Actions!.Open));
        var step = Math.Min(MaxColumnWidth, (Width - Left) / (double)Math.Max(1, drawn.Count));
        return new(
            [
                .. drawn.Select(
                    (day, i) =>
                    {
                        var (open, overdue) = (day.Actions!.Open * (double)Height / max, day.Actions.Overdue * (double)Height / max);
                        return new Column(
                            day.Day,
                            day.Actions.Open,
                            day.Actions.Overdue,
                            day.Actions.Done,
                            Number(Left + i * step),
                            Number(Height - open),
                            Number(step * 0.85),
                            Number(open),
                            Number(Height - overdue),
                            Number(overdue)
                        );
                    }
                ),
            ],
            max
        );
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
