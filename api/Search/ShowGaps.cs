using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <param name="Work">Who looks after it, or why nobody has to; null while nobody said.</param>
/// <param name="AnsweredBy">The page that answers the words now; null when none does.</param>
/// <param name="Since">When that page last changed, as far as it is known.</param>
public sealed record GapRow(RecordedGap Gap, GapWork? Work, Document? AnsweredBy, DateTimeOffset? Since)
{
    public string State =>
        AnsweredBy is not null ? "answered"
        : Work?.Dismissed is not null ? "dismissed"
        : Work?.Assignee is not null ? "assigned"
        : "open";
}

/// <param name="Gaps">Those of the state that was asked for; null when they cannot be read just now.</param>
/// <param name="Counts">How many there are of each state.</param>
public sealed record GapsModel(
    IReadOnlyList<GapRow>? Gaps,
    string State,
    IReadOnlyDictionary<string, int> Counts,
    IReadOnlyList<string> Teams,
    string Actor
);

/// <summary><c>GET /gaps</c>: what people searched for and nobody has written, as work.</summary>
internal static class ShowGaps
{
    public static IReadOnlyList<string> States { get; } = ["open", "assigned", "answered", "dismissed"];

    public static void MapGapsPage(this RouteGroupBuilder pages) => pages.MapPage("/gaps", Handle);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, [FromServices] GapAnswers answers, string? state = null)
    {
        state = string.IsNullOrEmpty(state) ? "open" : state;
        if (!States.Contains(state))
            return ErrorResponse.Page(http, Problem.BadParameter, T("state is one of {0}.", string.Join(", ", States)));
        var work = live.GapWork();
        var rows =
            live.Gaps(ListGaps.MaxGaps) is { } gaps && work is not null
                ? gaps.Select(g => Row(g, work.GetValueOrDefault(g.Id), answers, live)).ToList()
                : null;
        return Page.Of<GapsPage, GapsModel>(
            new(
                rows is null ? null : [.. rows.Where(r => r.State == state)],
                state,
                (rows ?? []).CountBy(r => r.State).ToDictionary(),
                [.. live.Current.Catalog.Teams.Select(t => t.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order()],
                Actor.Of(http.Request)
            ),
            rows is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK
        );
    }

    public static GapRow Row(RecordedGap gap, GapWork? work, GapAnswers answers, VisibleKnowledge live)
    {
        var answer = answers.Of(gap, live.Current);
        return new(gap, work, answer?.Page, answer?.Since);
    }
}
