using System.Diagnostics;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Answers;

/// <summary>Makes a response of what a search ranked: cards where it is good enough, else a gap with whom to ask.</summary>
/// <param name="firstContact">Whom to call when nobody knows.</param>
internal sealed class ResponseComposer(AnswerComposer cards, Func<Document, Owner?> ownerOf, Owner? firstContact)
{
    /// <param name="started">When the search began, for <see cref="SearchResponse.TookMs"/>.</param>
    /// <param name="degraded">What does not work as it should; passed on.</param>
    public SearchResponse Compose(SearchRequest request, RankedSearch ranked, long started, IReadOnlyList<string>? degraded)
    {
        var isAnswered = ranked.Confidence >= ConfidenceScale.AnswerFloor;
        var answers = isAnswered ? cards.Compose(ranked.Candidates, ranked.Relevance) : [];
        if (ranked.FeedbackBalance.Count > 0)
            answers = CardOrder.ByFeedback(answers, a => ranked.FeedbackBalance.GetValueOrDefault(a.DocumentId));
        return new(
            request.Query,
            ranked.Confidence,
            answers,
            ranked.Hits,
            isAnswered || ranked.IsFilterOnly ? null : GapOf(request.Query, ranked),
            degraded is { Count: > 0 } ? degraded : null,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3)
        )
        {
            Signs = ranked.Signs,
        };
    }

    private Gap GapOf(string query, RankedSearch ranked)
    {
        // The owner of something that hardly matched is as good as a stranger; then the first contact it is.
        var nearest = ranked.Confidence == Confidence.Low ? ownerOf(ranked.Best[0]) : null;
        return Gaps.Of(query, nearest ?? firstContact ?? ranked.Best.Select(ownerOf).FirstOrDefault(o => o is not null));
    }
}
