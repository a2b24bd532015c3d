using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Documents;

/// <param name="Firing">Alerts of it that fire; null when they cannot be read just now.</param>
public sealed record ServiceModel(
    string Name,
    Component? Component,
    Owner? Owner,
    IReadOnlyList<AlertRecord>? Firing,
    IReadOnlyList<IGrouping<DocumentKind, Document>> Documents
);

/// <summary><c>GET /services/{name}</c>.</summary>
internal static class ShowService
{
    private const int FiringShown = 20;

    public static void MapServicePage(this RouteGroupBuilder pages) => pages.MapPage("/services/{name}", Handle);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, LiveAlerts alerts, TimeProvider time, string name)
    {
        name = NameInAddress.Of(name);
        var knowledge = live.Current;
        var component = knowledge.Catalog.FindComponent(name);
        var documents = knowledge.DocumentsOfService(name);
        if (component is null && documents.Count == 0)
            return ErrorResponse.Page(
                http,
                Problem.NotFound,
                T("No service is named “{0}”. Look at the list of services, or search.", name),
                name
            );
        return Page.Of<ServicePage, ServiceModel>(
            new(
                component?.Name ?? name,
                component,
                knowledge.OwnerOfService(name, time.GetUtcNow()),
                alerts.List(new("firing", name), FiringShown),
                [.. documents.GroupBy(d => d.Kind).OrderBy(g => g.Key)]
            )
        );
    }
}
