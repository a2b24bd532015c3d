using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

/// <param name="Lost">Null when nobody counted minutes.</param>
public sealed record DeadEndsModel(
    string Service,
    IReadOnlyList<string> Services,
    Paged<DeadEndRegister.DeadEnd> DeadEnds,
    long Minutes,
    PlotPicture? Lost
);

/// <summary><c>GET /dead-ends</c>: what need not be suspected first again.</summary>
internal static class ShowDeadEnds
{
    public static void MapDeadEndsPage(this RouteGroupBuilder pages) => pages.MapPage("/dead-ends", Handle);

    private static RazorComponentResult<DeadEndsPage> Handle(VisibleKnowledge live, string? service = null, string? page = null)
    {
        var ends = DeadEndRegister.Of(live.Current, service);
        return Page.Of<DeadEndsPage, DeadEndsModel>(
            new(
                service?.Trim() ?? "",
                ServiceNames.Of(live.Current),
                ends.PageOf(page),
                DeadEndRegister.MinutesLost(ends),
                LostMinutesPlot.Of(ends)
            )
        );
    }
}
