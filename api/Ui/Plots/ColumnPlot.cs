using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Ui.Plots;

/// <param name="Name">Whole, for titles and the table.</param>
/// <param name="Label">Short, below the column.</param>
/// <param name="Values">One for each series; null where it is not known.</param>
public sealed record PlotColumn(string Name, string Label, IReadOnlyList<double?> Values);

/// <summary>A line at the middle of a series.</summary>
public sealed record PlotMedian(PlotSeries Series, double Value);

/// <summary>Columns over time, of one series on another or side by side.</summary>
internal static class ColumnPlot
{
    public const int Height = 200;

    /// <summary>Room above the scale for figures of columns.</summary>
    public const int Head = 18;

    private const double MaxStep = 12;
    private const double Filled = .85;
    private const double LabelsApart = 25;
    private const double RoomForFigures = 8;

    /// <param name="text">What one should know to read it.</param>
    /// <param name="rows">What a column is of: day, week, incident.</param>
    /// <param name="grouped">Side by side, not one on another.</param>
    public static PlotPicture Of(
        string title,
        string text,
        string rows,
        PlotAxis axis,
        IReadOnlyList<PlotSeries> series,
        IReadOnlyList<PlotColumn> columns,
        bool grouped = false,
        IReadOnlyList<PlotMedian>? medians = null
    )
    {
        var step = Math.Min(MaxStep, 100d / Math.Max(1, columns.Count));
        var shapes = new List<PlotShape>();
        var labels = new List<PlotLabel>();
        foreach (var (i, column) in columns.Index())
        {
            var (x, width) = (i * step, step * Filled);
            if (column.Values.All(v => v is null))
                shapes.Add(new(PlotSeries.Unknown.Style, x, Height - 8, width, 8, $"{column.Name}: not known"));
            else if (grouped)
                shapes.AddRange(Group(column, series, axis, x, width));
            else
                shapes.AddRange(Stack(column, series, axis, x, width));
            if (step >= RoomForFigures && FigureOf(column, axis, grouped) is { } figure)
                labels.Add(new(x + width / 2, (int)TopOf(column, axis, grouped) - 4, figure, Anchor: PlotAnchor.Middle));
        }
        return new(
            title,
            text,
            Height,
            HasAxis: true,
            shapes,
            [
                new("axis", Height),
                .. axis.Ticks.Select(t => new PlotLine("grid", YOf(t, axis))),
                .. (medians ?? [])
                    .Where(m => m.Value <= axis.Top)
                    .Select(m => new PlotLine(
                        $"median m-{m.Series.Style}",
                        YOf(m.Value, axis),
                        $"Median {m.Series.Name.ToLowerInvariant()}: {axis.Format(m.Value)}"
                    )),
            ],
            [
                new(0, Height, "0", -6, PlotAnchor.End),
                .. axis.Ticks.Select(t => new PlotLabel(0, (int)YOf(t, axis) + 4, axis.Format(t), -6, PlotAnchor.End)),
                .. Below(columns, step),
                .. labels,
            ],
            KeysOf(series, shapes, medians),
            [rows, .. series.Select(s => s.Name)],
            [
                .. columns.Select(c =>
                    (IReadOnlyList<string>)[c.Name, .. c.Values.Select(v => v is { } known ? axis.Format(known) : T("not known"))]
                ),
            ]
        );
    }

    // Of what is drawn: one series alone needs no key, unless a line or a mark has to be told from it.
    private static IReadOnlyList<PlotSeries> KeysOf(
        IReadOnlyList<PlotSeries> series,
        List<PlotShape> shapes,
        IReadOnlyList<PlotMedian>? medians
    )
    {
        var styles = shapes.Select(s => s.Style).ToHashSet();
        var isUnknown = styles.Contains(PlotSeries.Unknown.Style);
        if (series.Count == 1 && medians is not { Count: > 0 } && !isUnknown)
            return [];
        var drawn = series.Where(s => styles.Contains(s.Style) || series.Count == 1);
        return [.. isUnknown ? drawn.Append(PlotSeries.Unknown) : drawn];
    }

    // What took less than can be drawn still has a line.
    private static double HeightOf(double value, PlotAxis axis) => Math.Clamp((Height - Head) * value / axis.Top, 2, Height - Head);

    private static double YOf(double value, PlotAxis axis) => Height - HeightOf(value, axis);

    private static IEnumerable<PlotShape> Stack(PlotColumn column, IReadOnlyList<PlotSeries> series, PlotAxis axis, double x, double width)
    {
        var below = 0d;
        foreach (var (s, value) in series.Zip(column.Values))
            if (value is { } known and > 0)
            {
                var (from, to) = (Height - (Height - Head) * below / axis.Top, Height - (Height - Head) * (below + known) / axis.Top);
                below += known;
                yield return new(s.Style, x, to, width, from - to, TitleOf(column, s, known, axis));
            }
    }

    private static IEnumerable<PlotShape> Group(PlotColumn column, IReadOnlyList<PlotSeries> series, PlotAxis axis, double x, double width)
    {
        var each = width / series.Count;
        foreach (var (n, (s, value)) in series.Zip(column.Values).Index())
            if (value is { } known)
            {
                var height = HeightOf(known, axis);
                var cut = known > axis.Top ? ", cut here" : "";
                yield return new(s.Style, x + n * each, Height - height, each, height, TitleOf(column, s, known, axis) + cut);
            }
    }

    private static string TitleOf(PlotColumn column, PlotSeries series, double value, PlotAxis axis) =>
        $"{column.Name}: {series.Name.ToLowerInvariant()} {axis.Format(value)}";

    // Of columns side by side only what the scale does not show is written on them.
    private static string? FigureOf(PlotColumn column, PlotAxis axis, bool grouped)
    {
        if (!grouped)
            return column.Values.Any(v => v is not null) ? axis.Format(column.Values.Sum(v => v ?? 0)) : null;
        var longest = column.Values.Max();
        return longest > axis.Top ? axis.Format(longest.Value) : null;
    }

    private static double TopOf(PlotColumn column, PlotAxis axis, bool grouped) =>
        Height - (Height - Head) * Math.Min(1, (grouped ? column.Values.Max() ?? 0 : column.Values.Sum(v => v ?? 0)) / axis.Top);

    // So far apart that they do not meet on a phone.
    private static IEnumerable<PlotLabel> Below(IReadOnlyList<PlotColumn> columns, double step)
    {
        var last = double.MinValue;
        foreach (var (i, column) in columns.Index())
        {
            var middle = (i + Filled / 2) * step;
            if (middle - last < LabelsApart)
                continue;
            last = middle;
            yield return new(middle, Height + 16, column.Label, Anchor: middle > 90 ? PlotAnchor.End : PlotAnchor.Middle);
        }
    }
}
