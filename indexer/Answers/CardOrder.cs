using Knowledge.Content.Documents;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Answers;

/// <summary>A cause that a document names which a search found.</summary>
/// <param name="Names">The document that names it: the one that was found, or a runbook that a rule leads to.</param>
/// <param name="Position">0 for the first cause of its document.</param>
internal sealed record NamedBy(Candidate Through, Document Names, KnownCause Cause, int Position);

/// <summary>In which order the cards of an answer stand.</summary>
internal static class CardOrder
{
    /// <summary>Later causes of a page are less likely: authors list them by likelihood.</summary>
    private const double PositionDiscount = 0.12;

    /// <summary>What a cause gains by each further document that names it, and by each time it was seen.</summary>
    private const double SupportBonus = 0.15;

    private const double SeenBonus = 0.05;

    /// <summary>
    /// Causes, the surest first; of equally sure ones those that the first page names before others, since an answer is about the best
    /// page, and of these the most probable first. Each with the surest page that names it, of equally sure ones the first.
    /// </summary>
    /// <param name="named">In the order of the ranking.</param>
    /// <param name="relevance">How much of the query stands in a text of these terms, 0 to 1.</param>
    public static IReadOnlyList<NamedBy> ByEvidence(IEnumerable<NamedBy> named, Func<IReadOnlySet<string>, double> relevance)
    {
        var found = new Dictionary<KnownCause, (NamedBy First, double Best, double Others)>(ReferenceEqualityComparer.Instance);
        Candidate? first = null;
        foreach (var one in named)
        {
            first ??= one.Through;
            var score = one.Through.Score / (1 + PositionDiscount * one.Position);
            if (!found.TryGetValue(one.Cause, out var known))
                found[one.Cause] = (one, score, 0);
            else
                found[one.Cause] = (
                    one.Through.Confidence > known.First.Through.Confidence ? one : known.First,
                    Math.Max(known.Best, score),
                    known.Others + Math.Min(known.Best, score)
                );
        }
        return
        [
            .. found
                .Values.OrderByDescending(f => f.First.Through.Confidence)
                .ThenByDescending(f => f.First.Through == first)
                .ThenByDescending(f =>
                    (f.Best * (1 + relevance(f.First.Cause.Terms)) + SupportBonus * f.Others)
                    * (1 + SeenBonus * Math.Min(f.First.Cause.Postmortems.Count, 4))
                )
                .ThenByDescending(f => f.First.Cause.Postmortems.Max(p => p.FrontMatter.Date))
                .ThenBy(f => f.First.Cause.Text, StringComparer.Ordinal)
                .Select(f => f.First),
        ];
    }

    /// <summary>
    /// Cards in the order that people said: what helped with the same words before others, what was not the one behind them. One
    /// voice moves a card down to the third place at most, and up to the front only from among the first three, else to the fourth.
    /// </summary>
    /// <param name="balanceOf">By how many more a card's page helped; below 0 by how many more it was not the one.</param>
    public static IReadOnlyList<T> ByFeedback<T>(IReadOnlyList<T> cards, Func<T, int> balanceOf)
        where T : class
    {
        var voted = cards.Select(c => (Card: c, Voices: balanceOf(c))).ToList();
        var ordered = voted
            .Where(v => v.Voices >= LearnedRanking.Enough)
            .OrderByDescending(v => v.Voices)
            .Concat(voted.Where(v => v.Voices is > -LearnedRanking.Enough and < LearnedRanking.Enough))
            .Concat(voted.Where(v => v.Voices <= -LearnedRanking.Enough))
            .Select(v => v.Card)
            .ToList();
        foreach (var (card, voices) in voted.Where(v => v.Voices is 1 or -1))
        {
            var at = ordered.IndexOf(card);
            var place =
                voices > 0
                    ? at < LearnedRanking.Guarded
                        ? 0
                        : LearnedRanking.Guarded
                    : Math.Min(LearnedRanking.Guarded, ordered.Count) - 1;
            if (voices > 0 ? at <= place : at >= place)
                continue;
            ordered.RemoveAt(at);
            ordered.Insert(place, card);
        }
        return ordered;
    }
}
