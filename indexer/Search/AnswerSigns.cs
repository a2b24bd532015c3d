using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>What tells whether a page answers a query, as numbers that a probability is made of.</summary>
/// <remarks>
/// Shares are of what was asked, each concept by how specific it is, and no more than its word is in English. Margins are to the best
/// other page; they are below 0 for a page that another one is ahead of.
/// </remarks>
internal static class AnswerSigns
{
    /// <summary>In the order of the numbers.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "nowhere", // Share that stands in no page.
        "title", // Share that stands in the page's titles.
        "page", // Share that stands in the page.
        "passage", // Share that stands in its best passage.
        "words margin",
        "margin",
        "page cosine",
        "passage cosine",
        "meaning margin",
        "first by words",
        "first by meaning",
        "concepts", // Logarithm of their number, without those that ask for nothing.
        "asked", // Logarithm of how many words that stand in one page alone would be as specific together.
        "together margin", // Of what one place of the page says of all that was asked.
    ];

    /// <param name="candidates">The first pages of the ranking, in its order.</param>
    /// <param name="at">Which of them.</param>
    public static double[] Of(
        CompiledQuery query,
        Scoring.Ranking ranking,
        IReadOnlyList<Scoring.Scored> candidates,
        int at,
        IReadOnlySet<string> titleTerms
    )
    {
        double asked = 0,
            nowhere = 0,
            title = 0,
            page = 0,
            passage = 0;
        var own = candidates[at];
        for (var c = 0; c < query.Concepts.Count; c++)
        {
            var concept = query.Concepts[c];
            double specificity = concept.Specificity;
            asked += specificity;
            if (!concept.Alternatives.Any(a => a.Terms.All(query.Index.Contains)))
                nowhere += specificity;
            title +=
                specificity
                * concept.Alternatives.Where(a => a.Terms.All(titleTerms.Contains)).Select(a => a.Likeness).DefaultIfEmpty(0).Max();
            page += specificity * (query.BestVariant(c, Granularity.Documents, own.Segment, own.Document).Variant?.Likeness ?? 0);
            if (own.Passage >= 0)
                passage += specificity * (query.BestVariant(c, Granularity.Passages, own.Segment, own.Passage).Variant?.Likeness ?? 0);
        }
        var all = Math.Max(asked, 1e-6);
        var (words, meaning) = (Best(WordsOf), Best(s => ranking.BlendOf(s)?.Mean ?? 0));
        return
        [
            nowhere / all,
            title / all,
            page / all,
            passage / all,
            WordsOf(own) - words,
            own.Score - Best(s => s.Score),
            ranking.BlendOf(own)?.Mean ?? 0,
            ranking.BlendOf(own)?.Best ?? 0,
            (ranking.BlendOf(own)?.Mean ?? 0) - meaning,
            WordsOf(own) >= words ? 1 : 0,
            (ranking.BlendOf(own)?.Mean ?? 0) >= meaning ? 1 : 0,
            Math.Log(1 + query.Concepts.Count(c => c.Specificity > 0)),
            Math.Log(1 + asked / Bm25F.Idf(1, Math.Max(2, query.Index.DocumentUnits))),
            TogetherOf(own) - Best(TogetherOf),
        ];

        double TogetherOf(Scoring.Scored s) => ranking.BlendOf(s)?.Together ?? 0;

        double WordsOf(Scoring.Scored s) => ranking.BlendOf(s)?.Lexical ?? s.Score;

        double Best(Func<Scoring.Scored, double> of) => candidates.Where((_, i) => i != at).Select(of).DefaultIfEmpty(0).Max();
    }

    /// <summary>What stands in the titles of a page.</summary>
    public static IReadOnlySet<string> TitleTerms(Content.Documents.Document document) =>
        Tokenizer.Tokenize(Passages.Titles(document), TextLanguage.Of(document.Language)).Select(t => t.Term).ToHashSet();
}
