using Knowledge.Api.Access;
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

/// <summary>
/// What the tools ask, from this server, as far as whoever makes the request may see it: with its feedback, votes, history and gaps.
/// </summary>
internal sealed class ServerKnowledge(
    LiveKnowledge live,
    LiveAlerts alerts,
    LiveArchives archives,
    LiveHistory history,
    KnowledgeMetrics metrics,
    ServingOptions options,
    IHttpContextAccessor requests,
    AuditTrail audit,
    TimeProvider time
) : IServedKnowledge
{
    public KnowledgeBase Current => Visible.Current;

    public IReadOnlyList<string> Degraded => Visible.Degraded;

    // Outside of a request it is what everybody may see.
    private VisibleKnowledge Visible =>
        requests.HttpContext?.RequestServices.GetRequiredService<VisibleKnowledge>() ?? new(live, options.Everybody);

    private VisibleArchives Archives =>
        requests.HttpContext?.RequestServices.GetRequiredService<VisibleArchives>() ?? new(archives, options.Visible, options.Everybody);

    /// <summary>Keeps no gap: what a machine asks is not what people ask.</summary>
    public async ValueTask<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellation)
    {
        var response = await Visible.SearchAsync(request, cancellation);
        metrics.Searched(response);
        return response;
    }

    public async Task<ArchiveResult?> SearchArchivesAsync(SearchRequest request, CancellationToken cancellation) =>
        Archives.Any
            ? await Archives.SearchAsync(
                new(request.Query, request.Limit, 0, false, ArchivePart.Within) { Syntax = request.Syntax },
                cancellation
            )
            : null;

    public ArchivedPage? ArchivedPage(string address) =>
        ArchiveAddress.Read(address).Pages.Select(p => Archives.Page(p.Archive, p.Id)).FirstOrDefault(p => p is not null);

    public AlertMatch Match(FiredAlert alert) => alerts.Match(alert, Current);

    public DocumentView View(Document document)
    {
        if (requests.HttpContext is { } http && Visible.IsSeenAsAdministrator(document))
            audit.RecordReading(http, document.Id.Value);
        return DocumentView.Of(document, Current, live.TimesOf(document.Id), time.GetUtcNow(), options.Sources, history.Current);
    }

    public IReadOnlyList<RecordedGap>? UnansweredSearches(int limit) => live.Gaps(limit);
}
