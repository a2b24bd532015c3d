using System.Globalization;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Overview;

/// <summary>
/// The columns of the plot: one per day, cut by how far an alert is from a runbook that helps, the worst at the bottom, where one
/// sees best whether it shrinks.
/// </summary>
/// <param name="Max">Alerts of the tallest column; at least 1.</param>
public sealed record DebtPlot(IReadOnlyList<DebtPlot.Column> Columns, int Max)
{
    public const int Width = 640;
    public const int Height = 220;
    private const int Left = 44;
    private const int MaxColumns = 120;
    private const double MaxColumnWidth = 48;

    /// <summary>A group of statuses that is drawn as one.</summary>
    /// <param name="Style">Name of its class.</param>
    public sealed record Series(string Name, string Style, IReadOnlyList<DebtStatus> Statuses);

    public sealed record Column(DateOnly Day, IReadOnlyList<Part> Parts);

    /// <summary>A rectangle in the plot's own units; y grows downwards.</summary>
    public sealed record Part(Series Series, int Alerts, string X, string Y, string Width, string Height);

    public static IReadOnlyList<Series> AllSeries { get; } =
    [
        new("No way to a runbook", "debt-lost", [DebtStatus.None, DebtStatus.Dead, DebtStatus.AnchorMissing, DebtStatus.Generic]),
        new("The runbook says too little", "debt-thin", [DebtStatus.Stub, DebtStatus.NoRemediation]),
        new("Nobody looks after it", "debt-loose", [DebtStatus.NoOwner, DebtStatus.Stale, DebtStatus.NeverUsed]),
        new("Good", "debt-good", [DebtStatus.Good]),
        new("Elsewhere, not checked", "debt-unknown", [DebtStatus.Unchecked]),
    ];

    /// <param name="days">In order; of many the last are drawn.</param>
    public static DebtPlot Of(IReadOnlyList<DebtDay> days)
    {
        var drawn = days.TakeLast(MaxColumns).ToList();
        var max = Math.Max(1, drawn.Count == 0 ? 1 : drawn.Max(d => d.ByStatus.Sum(s => s.Alerts)));
        var step = Math.Min(MaxColumnWidth, (Width - Left) / (double)Math.Max(1, drawn.Count));
        return new([.. drawn.Select((day, i) => new Column(day.Day, [.. Parts(day, Left + i * step, step * 0.85, max)]))], max);
    }

    private static IEnumerable<Part> Parts(DebtDay day, double x, double width, int max)
    {
        var top = (double)Height;
        foreach (var series in AllSeries)
        {
            var alerts = day.ByStatus.Where(s => series.Statuses.Contains(s.Status)).Sum(s => s.Alerts);
            if (alerts == 0)
                continue;
            var height = alerts * (double)Height / max;
            top -= height;
            yield return new(series, alerts, Number(x), Number(top), Number(width), Number(height));
        }
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
