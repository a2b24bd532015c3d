using System.Globalization;

namespace Knowledge.Indexer.Search;

/// <summary>One addend of a hit's score.</summary>
/// <param name="Of"><c>passage</c> or <c>document</c>: each gives half of the score by words. <c>meaning</c>: the score by vectors.
/// <c>together</c>: how much of what was asked one place of the page says. <c>reranker</c>: what a re-ranker changed.</param>
/// <param name="Word">What was asked for.</param>
/// <param name="Why">The way in which it matched; for the last addend of a leg that its scores are taken relative to the
/// hundredth-best; for meaning the cosines.</param>
/// <param name="Weight">Of that way; 1 for the words as typed. Of meaning: its share beside the words. Of <c>together</c>: its share of
/// the whole.</param>
/// <param name="Score">What it adds.</param>
public sealed record Contribution(string Of, string Word, string Why, double Weight, double Score);

/// <summary>Says how a score came about; the addends sum up to it.</summary>
internal static class Explanation
{
    // What rounding leaves of as many addends as there may be.
    private const double Noticeable = 0.001;

    /// <param name="learned">Why the document is where it is because of feedback; null when it is not.</param>
    public static IReadOnlyList<Contribution> Of(
        CompiledQuery query,
        Scoring.Ranking ranking,
        Scoring.Scored scored,
        string? learned = null
    )
    {
        var contributions = new List<Contribution>();
        // What lies below the hundredth-best by words adds nothing by them.
        var (scale, share) = ranking.Words is { } words ? (words.Scale, (1 - words.Weight) / ranking.Most) : (Fusion.Scale.Unchanged, 1);
        var blend = ranking.BlendOf(scored);
        var factor = blend is not null && scale.Of(blend.Lexical) == 0 ? 0 : share / scale.Range;
        if (scored.Raw.Passage > 0 && factor > 0)
            Add(Granularity.Passages, "passage", scored.Passage, ranking.PassageScale);
        if (scored.Raw.Document > 0 && factor > 0)
            Add(Granularity.Documents, "document", scored.Document, ranking.DocumentScale);
        if (factor > 0 && scale.Lowest > 0)
            contributions.Add(new("document", "", "relative to the hundredth-best of both", 1, Math.Round(-scale.Lowest * factor, 5)));
        if (blend is not null)
            contributions.Add(
                new(
                    "meaning",
                    "",
                    string.Create(CultureInfo.InvariantCulture, $"cosine {blend.Best:F3}, mean {blend.Mean:F3}"),
                    Math.Round(ranking.Words!.Value.Weight, 3),
                    Math.Round(blend.Dense / ranking.Most, 5)
                )
            );
        if (blend is { Together: > 0 } && ranking.TogetherWeight / ranking.Most is var weight)
            contributions.Add(
                new(
                    "together",
                    "",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"one place says {blend.Together:F3} of what was asked, in these or related words"
                    ),
                    Math.Round(weight, 3),
                    Math.Round(blend.Together * weight, 5)
                )
            );
        // Whatever it does to a score, it does after all else.
        if (
            scored.Score / ranking.Most - contributions.Sum(c => c.Score) is var rest
            && (learned is not null || Math.Abs(rest) > Noticeable)
        )
            contributions.Add(new("learned", "", learned ?? "feedback on this page or of others", 1, Math.Round(rest, 5)));
        return contributions;

        void Add(Granularity granularity, string of, int unit, Scoring.Scale scale)
        {
            var range = (scale.Highest > scale.Lowest ? scale.Highest - scale.Lowest : scale.Highest) * 2.0 / factor;
            var addends = query
                .Concepts.Select((concept, c) => (concept, Best: query.BestVariant(c, granularity, scored.Segment, unit)))
                .Where(a => a.Best.Variant is not null)
                .Select(a => new Contribution(
                    of,
                    a.concept.Text,
                    a.Best.Variant!.Why,
                    Math.Round(a.Best.Variant.Weight, 3),
                    Math.Round(a.Best.Score / range, 5)
                ));
            contributions.AddRange(addends.OrderByDescending(a => a.Score));
            if (scale.Highest > scale.Lowest && scale.Lowest > 0)
                contributions.Add(new(of, "", "relative to the hundredth-best", 1, Math.Round(-scale.Lowest / range, 5)));
        }
    }
}
