using Knowledge.Api.Live;
using Knowledge.Indexer.Answers;

namespace Knowledge.Api.Search;

/// <summary>One search as both the API and the page do it: asks, counts, and keeps the words that found nothing.</summary>
internal sealed class SearchRunner(LiveKnowledge live, KnowledgeMetrics metrics)
{
    public const string GapNotKept = "This gap could not be recorded; tell its owner yourself.";

    /// <param name="preview">Typed but not yet asked: the last word may be only begun, and no gap is kept. While files are still to
    /// come none is kept either.</param>
    public async ValueTask<(SearchResponse Response, bool GapRecorded)> RunAsync(
        string query,
        int limit,
        bool preview,
        CancellationToken cancellation,
        bool explain = false
    )
    {
        var response = await live.SearchAsync(new(query, limit, preview, explain), cancellation);
        metrics.Searched(response);
        if (response.Gap is not { } gap || preview || !live.IsComplete)
            return (response, false);
        if (live.RecordGap(gap))
        {
            metrics.GapRecorded();
            return (response, true);
        }
        return (response with { Degraded = [.. response.Degraded ?? [], GapNotKept] }, false);
    }
}
