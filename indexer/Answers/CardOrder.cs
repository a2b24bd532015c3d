using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Answers;

/// <summary>A cause that a document names which a search found.</summary>
/// <param name="Position">0 for the first cause of its document.</param>
internal sealed record NamedBy(Candidate Through, KnownCause Cause, int Position);

/// <summary>In which order the cards of an answer stand.</summary>
internal static class CardOrder
{
    /// <summary>Later causes of a page are less likely: authors list them by likelihood.</summary>
    private const double PositionDiscount = 0.12;

    /// <summary>What a cause gains by each further document that names it, and by each time it was seen.</summary>
    private const double SupportBonus = 0.15;

    private const double SeenBonus = 0.05;

    /// <summary>Causes, the most probable first, each with the document through which it scores best.</summary>
    /// <param name="relevance">How much of the query stands in a text of these terms, 0 to 1.</param>
    public static IEnumerable<(KnownCause Cause, Candidate Through)> ByScore(
        IEnumerable<NamedBy> named,
        Func<IReadOnlySet<string>, double> relevance
    )
    {
        var found = new Dictionary<KnownCause, (double Best, double Others, Candidate Through)>(ReferenceEqualityComparer.Instance);
        foreach (var (candidate, cause, position) in named)
        {
            var score = candidate.Score * (1 + relevance(cause.Terms)) / (1 + PositionDiscount * position);
            if (!found.TryGetValue(cause, out var known))
                found[cause] = (score, 0, candidate);
            else
                found[cause] =
                    score > known.Best ? (score, known.Others + known.Best, candidate) : known with { Others = known.Others + score };
        }
        return found
            .Select(f =>
                (
                    Cause: f.Key,
                    f.Value.Through,
                    Score: (f.Value.Best + SupportBonus * f.Value.Others) * (1 + SeenBonus * Math.Min(f.Key.Postmortems.Count, 4))
                )
            )
            .OrderByDescending(f => f.Score)
            .ThenBy(f => f.Cause.Text, StringComparer.Ordinal)
            .Select(f => (f.Cause, f.Through));
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
