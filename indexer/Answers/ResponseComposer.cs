using System.Diagnostics;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Answers;

/// <summary>Makes a response of what a search ranked: cards where it is good enough, else a gap with whom to ask.</summary>
/// <param name="firstContact">Whom to call when nobody knows.</param>
/// <param name="ownerNamed">Who owns the service, or is the team, of a name; null when there is none.</param>
internal sealed class ResponseComposer(
    AnswerComposer cards,
    Func<Document, Owner?> ownerOf,
    Func<string, Owner?> ownerNamed,
    Owner? firstContact
)
{
    /// <param name="started">When the search began, for <see cref="SearchResponse.TookMs"/>.</param>
    /// <param name="degraded">What does not work as it should; passed on.</param>
    public SearchResponse Compose(SearchRequest request, RankedSearch ranked, long started, IReadOnlyList<string>? degraded)
    {
        var isAnswered = ranked.Confidence >= ConfidenceScale.AnswerFloor;
        var asked = QueryIntents.Asked(request.Query);
        var contact = asked.Intent == QueryIntent.Person ? ContactFor(request.Query, ranked) : null;
        // Who wrote a page for these very words meant it.
        if (ranked.Candidates.Any(c => ranked.IsWrittenFor(c.Document)))
            asked = asked with { Intent = QueryIntent.Problem };
        var answers =
            isAnswered && asked.Intent != QueryIntent.Person ? cards.Compose(ranked, asked, StatedFacts.Of(Clean(request.Query))) : [];
        if (ranked.FeedbackBalance.Count > 0)
            answers = CardOrder.ByFeedback(answers, a => ranked.FeedbackBalance.GetValueOrDefault(a.DocumentId));
        return new(
            request.Query,
            ranked.Confidence,
            answers,
            ranked.Hits,
            isAnswered || ranked.IsFilterOnly || contact is not null ? null : GapOf(request.Query, ranked),
            degraded is { Count: > 0 } ? degraded : null,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3)
        )
        {
            Contact = contact,
            UnknownCodes = ranked.UnknownCodes.Count > 0 ? [.. ranked.UnknownCodes.Select(c => c.Text)] : null,
            ByCoverage = ranked.ByCoverage,
            Signs = ranked.Signs,
        };
    }

    // What is said again on a card is without addresses, numbers and sessions.
    private static string Clean(string query) => PastedText.WithoutIds(PersonalData.Remove(query), _ => false);

    // Of a service or team that is named, else of the page that is surely about it, else whoever is called when nobody knows.
    private Owner? ContactFor(string query, RankedSearch ranked) =>
        QueryIntents.Names(query).Select(ownerNamed).FirstOrDefault(o => o is not null)
        ?? ranked.Candidates.Select(c => ownerOf(c.Document)).FirstOrDefault(o => o is not null)
        ?? firstContact;

    private Gap GapOf(string query, RankedSearch ranked)
    {
        // The owner of something that hardly matched is as good as a stranger; then the first contact it is.
        var nearest = ranked.Confidence == Confidence.Low && ranked.Best.Count > 0 ? ownerOf(ranked.Best[0].Document) : null;
        return Gaps.Of(query, nearest ?? firstContact ?? ranked.Best.Select(c => ownerOf(c.Document)).FirstOrDefault(o => o is not null));
    }
}
