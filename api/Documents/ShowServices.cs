using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Documents;

public sealed record ServicesModel(IReadOnlyList<ServiceRow> Services);

/// <summary><c>GET /services</c>.</summary>
internal static class ShowServices
{
    public static void MapServicesPage(this RouteGroupBuilder pages) => pages.MapPage("/services", Handle);

    private static RazorComponentResult<ServicesPage> Handle(VisibleKnowledge live, TimeProvider time) =>
        Page.Of<ServicesPage, ServicesModel>(new([.. ServiceRow.All(live.Current, time.GetUtcNow())]));
}
