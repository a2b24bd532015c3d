using Knowledge.Content.Text;

namespace Knowledge.Api.Ui.Plots;

/// <param name="Values">One for each series.</param>
/// <param name="Figure">Written behind the bar: short.</param>
public sealed record PlotRow(string Name, IReadOnlyList<double> Values, string Figure);

/// <summary>Rows below each other, each with its name above its bar: what is longest is seen without reading.</summary>
internal static class BarPlot
{
    public const int RowHeight = 40;
    public const int Thickness = 14;

    /// <summary>The longest bar, in percent: its figure stands behind it.</summary>
    public const double Longest = 72;

    // Longer ones would leave a phone; the table has them whole.
    private const int NameCharacters = 44;

    /// <param name="text">What one should know to read it.</param>
    /// <param name="name">What a row is of.</param>
    public static PlotPicture Of(string title, string text, string name, IReadOnlyList<PlotSeries> series, IReadOnlyList<PlotRow> rows)
    {
        var most = Math.Max(1, rows.Select(r => r.Values.Sum()).DefaultIfEmpty(0).Max());
        var shapes = new List<PlotShape>();
        var labels = new List<PlotLabel>();
        foreach (var (i, row) in rows.Index())
        {
            var (y, x) = (i * RowHeight, 0d);
            labels.Add(new(0, y + 14, Sentences.Truncate(row.Name, NameCharacters), Strong: true));
            foreach (var (s, value) in series.Zip(row.Values))
                if (value > 0)
                {
                    var width = value * Longest / most;
                    var what = series.Count > 1 ? $"{s.Name.ToLowerInvariant()} {Math.Round(value, 1):#,0.#}" : row.Figure;
                    shapes.Add(new(s.Style, x, y + 19, width, Thickness, $"{row.Name}: {what}"));
                    x += width;
                }
            labels.Add(new(x, y + 31, row.Figure, x > 0 ? 6 : 0));
        }
        return new(
            title,
            text,
            rows.Count * RowHeight,
            HasAxis: false,
            shapes,
            [],
            labels,
            series.Count > 1 ? series : [],
            series.Count > 1 ? [name, .. series.Select(s => s.Name)] : [name, series.Select(s => s.Name).FirstOrDefault("")],
            [
                .. rows.Select(r =>
                    (IReadOnlyList<string>)(series.Count > 1 ? [r.Name, .. r.Values.Select(v => $"{v:#,0.#}")] : [r.Name, r.Figure])
                ),
            ]
        );
    }
}
