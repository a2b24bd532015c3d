using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Reports;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Overview;

/// <summary>A row per area, cut by what postmortems say of it, what was left open first.</summary>
internal static class SurfacesPlot
{
    /// <summary>One of the answers, and how many postmortems give it.</summary>
    public sealed record Answer(PlotSeries Series, Func<SurfaceLine, int> Postmortems);

    public static IReadOnlyList<Answer> Answers { get; } =
    [
        new(new("Open", "f-red"), s => s.Open),
        new(new("Not answered", "f-grey"), s => s.Unstated),
        new(new("Not needed", "f-4"), s => s.NotNeeded),
        new(new("Patched", "f-green"), s => s.Patched),
    ];

    public static PlotPicture Of(IReadOnlyList<SurfaceLine> surfaces) =>
        BarPlot.Of(
            "What postmortems say of each area",
            "One bar an area, those that were left open most often first. The figures are in the table.",
            "Area",
            [.. Answers.Select(a => a.Series)],
            [
                .. surfaces
                    .OrderByDescending(s => s.Open)
                    .ThenByDescending(s => s.Unstated)
                    .Select(s => new PlotRow(
                        SurfaceQuestion.Of(s.Name).Question,
                        [.. Answers.Select(a => (double)a.Postmortems(s))],
                        s.Open > 0 ? T("{0} open", s.Open) : T("none open")
                    )),
            ]
        );
}
