using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Answers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Search;

/// <param name="Gaps">Null when they cannot be read just now.</param>
public sealed record GapsModel(IReadOnlyList<RecordedGap>? Gaps);

/// <summary><c>GET /gaps</c>.</summary>
internal static class ShowGaps
{
    public static void MapGapsPage(this RouteGroupBuilder pages) => pages.MapPage("/gaps", Handle);

    private static RazorComponentResult<GapsPage> Handle(LiveKnowledge live)
    {
        var gaps = live.Gaps(ListGaps.MaxGaps);
        return Page.Of<GapsPage, GapsModel>(new(gaps), gaps is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
