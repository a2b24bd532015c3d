using Knowledge.Api.Gaps;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Pages;

public sealed record GapsModel(IReadOnlyList<RecordedGap> Gaps);

/// <summary><c>GET /gaps</c>.</summary>
internal static class ShowGaps
{
    public static void MapGapsPage(this RouteGroupBuilder pages) => pages.MapPage("/gaps", Handle);

    private static RazorComponentResult<GapsPage> Handle(LiveKnowledge live) => Page.Of<GapsPage, GapsModel>(new(live.Gaps(ListGaps.Most)));
}
