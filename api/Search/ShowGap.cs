using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>
/// What became of words that found nothing, for who asked them: <c>GET /gaps/{id}</c> is a link to keep, <c>GET /gaps/answered?id=</c>
/// tells a browser which of those that it keeps are answered now. Nobody has to say who they are.
/// </summary>
internal static class ShowGap
{
    private const int MaxIds = 20;

    public static void MapGapPage(this RouteGroupBuilder pages)
    {
        pages.MapPage("/gaps/{id}", Handle);
        pages.MapPage("/gaps/answered", HandleAnswered);
    }

    private static IResult Handle(HttpContext http, VisibleKnowledge live, [FromServices] GapAnswers answers, string id)
    {
        if (live.GapWork() is not { } work || live.FindGaps([id]) is not { } found)
            return ErrorResponse.Page(http, Problem.CannotRead);
        return found is [var gap]
            ? Page.Of<GapPage, GapRow>(ShowGaps.Row(gap, work.GetValueOrDefault(id), answers, live))
            : ErrorResponse.Page(http, Problem.NotFound, T("No search without an answer has this address, or it was too long ago."));
    }

    private static RazorComponentResult<AnsweredGaps> HandleAnswered(
        VisibleKnowledge live,
        [FromServices] GapAnswers answers,
        string[]? id = null
    ) =>
        Page.Of<AnsweredGaps, IReadOnlyList<GapRow>>([
            .. (live.FindGaps([.. (id ?? []).Distinct().Take(MaxIds)]) ?? [])
                .Select(g => ShowGaps.Row(g, null, answers, live))
                .Where(r => r.AnsweredBy is not null),
        ]);
}
