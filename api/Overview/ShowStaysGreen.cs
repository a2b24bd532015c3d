using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

public sealed record StaysGreenModel(string Service, IReadOnlyList<string> Services, Paged<StaysGreenRegister.Check> Checks);

/// <summary><c>GET /stays-green</c>: checks that prove nothing.</summary>
internal static class ShowStaysGreen
{
    public static void MapStaysGreenPage(this RouteGroupBuilder pages) => pages.MapPage("/stays-green", Handle);

    private static RazorComponentResult<StaysGreenPage> Handle(VisibleKnowledge live, string? service = null, string? page = null) =>
        Page.Of<StaysGreenPage, StaysGreenModel>(
            new(service?.Trim() ?? "", ServiceNames.Of(live.Current), StaysGreenRegister.Of(live.Current, service).PageOf(page))
        );
}
