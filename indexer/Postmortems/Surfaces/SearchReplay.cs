using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>A search of the day of an incident, done again: whether it gives a card for the incident's cause.</summary>
/// <param name="CardRank">Place of the first card for this cause among the answers, from 1; null when there is none.</param>
/// <param name="Problem">What is wrong with it, as a predicate; null when it has its card among the first three, with steps and an
/// owner.</param>
/// <param name="HitRank">Place of the postmortem or one of its runbooks among the hits, from 1; null when none of the first
/// <see cref="Depth"/> is one.</param>
public sealed record SearchReplay(string Query, int? CardRank, int? HitRank, string? Problem)
{
    /// <summary>A card further down is not read at night.</summary>
    public const int AmongFirst = 3;

    /// <summary>Among so many hits it counts as found; further down nobody reads.</summary>
    public const int Found = 10;

    public const int Depth = SearchRequest.MaxLimit;

    public bool HasCard => Problem is null;

    internal static IReadOnlyList<SearchReplay> Of(Document postmortem, KnowledgeBase knowledge) =>
        [.. postmortem.FrontMatter.Searched.Select(q => Of(q, postmortem, knowledge))];

    /// <summary>
    /// The same where what the postmortem quotes as searched is left out of the index: whether it is found by what it says.
    /// </summary>
    internal static IReadOnlyList<SearchReplay> WithoutQuotation(Document postmortem, KnowledgeBase knowledge)
    {
        if (postmortem.FrontMatter.Searched.Count == 0)
            return [];
        var silent = postmortem with { FrontMatter = postmortem.FrontMatter with { Searched = [] } };
        var without = knowledge.With(postmortem, silent);
        return [.. postmortem.FrontMatter.Searched.Select(q => Of(q, silent, without))];
    }

    private static SearchReplay Of(string query, Document postmortem, KnowledgeBase knowledge)
    {
        if (query.Trim().Length == 0)
            return new(query, null, null, "has no words");
        var response = knowledge.Search(new(Sentences.Truncate(query, SearchRequest.MaxPasteCharacters), Depth), default);
        var causes = knowledge.CausesOf(postmortem);
        var cards = response.Answers.Select((answer, i) => (answer, Rank: i + 1)).Where(a => causes.Contains(a.answer.Cause)).ToList();
        var own = postmortem
            .FrontMatter.Runbooks.Select(r => knowledge.Resolve(postmortem, r)?.Id.Value)
            .Append(postmortem.Id.Value)
            .ToHashSet();
        var hit = response.Hits.Select((h, i) => (h, Rank: i + 1)).FirstOrDefault(h => own.Contains(h.h.DocumentId));
        int? hitRank = hit.h is null ? null : hit.Rank;
        if (cards.Count == 0)
            return new(
                query,
                null,
                hitRank,
                response.Answers.Count == 0
                    ? "gives no card at all"
                    : $"gives no card for this "
                        + $"cause, but {VerifiedPostmortem.Listed(response.Answers.Take(AmongFirst).Select(a => $"“{a.Cause}”"))}"
            );
        var (card, rank) = cards[0];
        return new(
            query,
            rank,
            hitRank,
            rank > AmongFirst ? $"gives its card only in place {rank}"
                : card.Steps.Count == 0 ? $"gives a card without steps ({card.DocumentId})"
                : card.Owner is null ? $"gives a card without an owner ({card.DocumentId})"
                : null
        );
    }
}

/// <summary>A search of the day of an incident, done again with and without the postmortem's own quotation of it.</summary>
/// <param name="CardRank">Place of the card for this cause, from 1; null when there is none.</param>
/// <param name="HitRank">Place of the postmortem or a runbook of it among the hits.</param>
/// <param name="RankWithoutQuotation">The same when what the postmortem quotes as searched is left out of the index; beyond 10 it
/// is found by quotation only.</param>
/// <param name="Problem">What is wrong; null when the card is among the first three, with steps and an owner.</param>
public sealed record ReplayedSearch(string Query, int? CardRank, int? HitRank, int? RankWithoutQuotation, string? Problem);
