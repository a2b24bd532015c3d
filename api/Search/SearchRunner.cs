using System.Diagnostics;
using Knowledge.Api.Live;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Search;

/// <summary>What is searched.</summary>
internal enum SearchScope
{
    /// <summary>What is served, and the archives as far as they answer in time.</summary>
    All,
    Knowledge,
    Archive,
}

/// <summary>One search as both the API and the page do it: asks, counts, and keeps the words that found nothing.</summary>
internal sealed class SearchRunner(VisibleKnowledge live, VisibleArchives archives, KnowledgeMetrics metrics)
{
    public const string GapNotKept = "This search could not be recorded; tell the owner yourself.";

    /// <summary>So long an answer of the API waits for the archives at most.</summary>
    private static readonly TimeSpan ArchivesWithin = TimeSpan.FromMilliseconds(150);

    public bool HasArchives => archives.Any;

    /// <param name="request">Typed but not yet asked (<see cref="SearchRequest.Preview"/>): no gap is kept. While files are still to
    /// come none is kept either.</param>
    public async ValueTask<(SearchResponse Response, bool GapRecorded)> RunAsync(SearchRequest request, CancellationToken cancellation)
    {
        var response = await live.SearchAsync(request, cancellation);
        metrics.Searched(response);
        if (response.Gap is not { } gap || request.Preview || !live.IsComplete)
            return (response, false);
        if (live.RecordGap(gap))
        {
            metrics.GapRecorded();
            return (response, true);
        }
        return (response with { Degraded = [.. response.Degraded ?? [], GapNotKept] }, false);
    }

    /// <summary>The same with what archives hold; both are searched side by side.</summary>
    public async ValueTask<SearchResponse> RunAsync(SearchRequest request, ArchivePart part, CancellationToken cancellation)
    {
        if (part.Scope == SearchScope.Archive)
        {
            var started = Stopwatch.GetTimestamp();
            var alone = await archives.SearchAsync(part.Of(request), cancellation);
            return SearchResponse.OfArchivesAlone(request.Query, alone, live.Degraded, started);
        }
        // Who is typing does not wait.
        var archived =
            part.Scope == SearchScope.All && archives.Any && !request.Preview
                ? archives.SearchAsync(part.Of(request) with { Within = ArchivesWithin }, cancellation)
                : null;
        var (response, _) = await RunAsync(request, cancellation);
        if (archived is null)
            return response;
        response = response.With(await archived);
        return response.Gap is null
            ? response
            : response with
            {
                ArchiveMentions = await archives.MentionsAsync(request.Query, ArchivesWithin, cancellation),
            };
    }
}

/// <summary>What of the archives is wanted.</summary>
/// <param name="Page">Of their list, from 1.</param>
internal sealed record ArchivePart(SearchScope Scope, int Page = 1, bool ByDate = false)
{
    public const int PageSize = 10;
    public const int MaxPage = ArchiveRequest.MaxReach / PageSize;

    /// <summary>So long a search in the archives alone may take.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMilliseconds(400);

    public ArchiveRequest Of(SearchRequest request) =>
        new(request.Query, PageSize, (Page - 1) * PageSize, ByDate, Within) { Syntax = request.Syntax };
}
