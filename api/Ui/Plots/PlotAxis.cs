using System.Globalization;

namespace Knowledge.Api.Ui.Plots;

/// <summary>The scale of a plot, from zero.</summary>
/// <param name="Top">What reaches the upper edge; more is cut there.</param>
/// <param name="Format">How a figure is written.</param>
public sealed record PlotAxis(double Top, IReadOnlyList<double> Ticks, Func<double, string> Format)
{
    private const int MaxTicks = 5;

    private static readonly double[] Steps = [1, 2, 5];

    /// <summary>For things that are counted: round steps, and room for at least one.</summary>
    public static PlotAxis OfCounts(double most, string unit = "")
    {
        var (top, step) = (Math.Max(1, most), 1d);
        for (var i = 0; top / step > MaxTicks; i++)
            step = Steps[i % Steps.Length] * Math.Pow(10, i / Steps.Length);
        return new(
            top,
            [.. Enumerable.Range(1, MaxTicks).Select(n => n * step).Where(t => t <= top)],
            v => v.ToString("#,0.#", CultureInfo.InvariantCulture) + unit
        );
    }
}
