using Knowledge.Api.Live;
using Knowledge.Api.Search;
using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Tools;

namespace Knowledge.Api.Mcp;

/// <summary>What the tools ask, from this server: with its feedback, votes, history and gaps.</summary>
internal sealed class ServerKnowledge(
    LiveKnowledge live,
    LiveAlerts alerts,
    LiveArchives archives,
    LiveHistory history,
    KnowledgeMetrics metrics,
    ServingOptions options,
    TimeProvider time
) : IServedKnowledge
{
    public KnowledgeBase Current => live.Current;

    public IReadOnlyList<string> Degraded => live.Degraded;

    /// <summary>Keeps no gap: what a machine asks is not what people ask.</summary>
    public async ValueTask<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellation)
    {
        var response = await live.SearchAsync(request, cancellation);
        metrics.Searched(response);
        return response;
    }

    public async Task<ArchiveResult?> SearchArchivesAsync(SearchRequest request, CancellationToken cancellation) =>
        archives.Any
            ? await archives.SearchAsync(
                new(request.Query, request.Limit, 0, false, ArchivePart.Within) { Syntax = request.Syntax },
                cancellation
            )
            : null;

    public AlertMatch Match(FiredAlert alert) => alerts.Match(alert);

    public DocumentView View(Document document) =>
        DocumentView.Of(document, live.Current, live.TimesOf(document.Id), time.GetUtcNow(), options.Sources, history.Current);

    public IReadOnlyList<RecordedGap>? UnansweredSearches(int limit) => live.Gaps(limit);
}
