using System.Globalization;
using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Overview;

/// <summary>Where minutes were lost: suspicions that turned out wrong, the most expensive first.</summary>
internal static class LostMinutesPlot
{
    public const int MaxRows = 12;

    private static readonly PlotSeries Lost = new("Minutes lost", "f-amber");

    /// <param name="ends">The most expensive first; those of which nobody counted the minutes are not drawn.</param>
    /// <returns>Null when nobody counted any.</returns>
    public static PlotPicture? Of(IReadOnlyList<DeadEndRegister.DeadEnd> ends)
    {
        var counted = ends.Where(e => e.MinutesLost is not null).Take(MaxRows).ToList();
        return counted.Count == 0
            ? null
            : BarPlot.Of(
                "Minutes lost by what was ruled out",
                "One bar a suspicion, in all incidents together. The figures are in the table.",
                "Suspicion",
                [Lost],
                [
                    .. counted.Select(e => new PlotRow(
                        e.Suspicion,
                        [e.MinutesLost!.Value],
                        e.MinutesLost.Value.ToString("#,0", CultureInfo.InvariantCulture) + " min"
                    )),
                ]
            );
    }
}
