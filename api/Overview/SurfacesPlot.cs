using System.Globalization;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Overview;

/// <summary>A row per surface, cut by what postmortems say of it, what was left open first.</summary>
public sealed record SurfacesPlot(IReadOnlyList<SurfacesPlot.Row> Rows)
{
    public const int Width = 640;
    public const int RowHeight = 24;
    private const int Left = 310;
    private const double Thickness = 16;

    /// <param name="Style">Name of its class.</param>
    public sealed record Series(string Name, string Style, Func<SurfaceLine, int> Postmortems);

    /// <param name="Baseline">Of its label.</param>
    public sealed record Row(SurfaceLine Surface, int Baseline, IReadOnlyList<Part> Parts);

    /// <summary>A rectangle in the plot's own units.</summary>
    public sealed record Part(Series Series, int Postmortems, string X, string Y, string Width, string Height);

    public static IReadOnlyList<Series> AllSeries { get; } =
    [
        new("Open", "debt-lost", s => s.Open),
        new("Not answered", "debt-unknown", s => s.Unstated),
        new("Not needed", "debt-loose", s => s.NotNeeded),
        new("Patched", "debt-good", s => s.Patched),
    ];

    public static SurfacesPlot Of(IReadOnlyList<SurfaceLine> surfaces)
    {
        var max = Math.Max(1, surfaces.Select(s => AllSeries.Sum(a => a.Postmortems(s))).DefaultIfEmpty(0).Max());
        return new([.. surfaces.Select((s, i) => new Row(s, i * RowHeight + 16, [.. Parts(s, i * RowHeight + 3, max)]))]);
    }

    private static IEnumerable<Part> Parts(SurfaceLine surface, double y, int max)
    {
        var x = (double)Left;
        foreach (var series in AllSeries)
        {
            var count = series.Postmortems(surface);
            if (count == 0)
                continue;
            var width = count * (double)(Width - Left) / max;
            yield return new(series, count, Number(x), Number(y), Number(width), Number(Thickness));
            x += width;
        }
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
