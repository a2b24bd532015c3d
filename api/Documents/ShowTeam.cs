using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Documents;

public sealed record TeamModel(
    string Name,
    Team? Team,
    DateOnly? AwayUntil,
    IReadOnlyList<Component> Components,
    IReadOnlyList<IGrouping<DocumentKind, Document>> Documents
);

/// <summary><c>GET /teams/{name}</c>.</summary>
internal static class ShowTeam
{
    public static void MapTeamPage(this RouteGroupBuilder pages) => pages.MapPage("/teams/{name}", Handle);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, TimeProvider time, string name)
    {
        name = NameInAddress.Of(name);
        var knowledge = live.Current;
        var team =
            knowledge.Catalog.FindTeam(name)
            ?? knowledge.Catalog.Teams.FirstOrDefault(t => t.Title.Equals(name, StringComparison.OrdinalIgnoreCase));
        var documents = knowledge.DocumentsOfTeam(team?.Name ?? name);
        if (team is null && documents.Count == 0)
            return ErrorResponse.Page(
                http,
                Problem.NotFound,
                T("No team is named “{0}”, and it owns no document. Look at the services and their owners, or search.", name),
                name
            );
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return Page.Of<TeamPage, TeamModel>(
            new(
                team?.Name ?? name,
                team,
                team?.Absences.Select(a => a.LastDay(today)).FirstOrDefault(day => day is not null),
                [
                    .. knowledge.Catalog.Components.Where(c =>
                        string.Equals(c.Owner, team?.Name ?? name, StringComparison.OrdinalIgnoreCase)
                    ),
                ],
                [.. documents.GroupBy(d => d.Kind).OrderBy(g => g.Key)]
            )
        );
    }
}
