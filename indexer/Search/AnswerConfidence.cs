using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Search;

/// <summary>One of the first pages of a ranking.</summary>
/// <param name="Coverage">How much of what was asked it holds, 0 to 1, with what people said of it.</param>
/// <param name="IsLearned">Whether feedback put it where it is.</param>
internal sealed record RankedPage(Scoring.Scored Scored, Document Document, double Coverage, bool IsLearned);

/// <summary>How sure it is that each of the first pages answers, or one that is nearly the same page.</summary>
/// <remarks>
/// A probability (<see cref="Calibration"/>), and two things that nobody need guess: a page that people said helped with these words is
/// at least as sure as what of them is covered, and one that its author wrote for them (<see cref="WrittenPhrases"/>) is sure wherever
/// it stands. No other page is surer than the one before it.
/// </remarks>
internal static class AnswerConfidence
{
    /// <param name="pages">In the order of the ranking.</param>
    /// <param name="calibration">Null where there are too few documents: then coverage tells.</param>
    /// <param name="writtenFor">How sure it is of a page that its author wrote it for these words.</param>
    /// <param name="most">What unanswered codes leave of it.</param>
    public static IReadOnlyList<Confidence> Of(
        CompiledQuery query,
        Scoring.Ranking ranking,
        IReadOnlyList<RankedPage> pages,
        Calibration? calibration,
        Func<Document, Confidence> writtenFor,
        Confidence most
    )
    {
        var all = new Confidence[pages.Count];
        var limit = Confidence.High;
        for (var i = 0; i < pages.Count; i++)
        {
            var byCoverage = ConfidenceScale.Of(pages[i].Coverage);
            if (calibration is null)
            {
                all[i] = Lesser(byCoverage, most);
                continue;
            }
            var likely =
                limit < ConfidenceScale.AnswerFloor ? Confidence.None : Calibrated(query, ranking, pages, i, calibration, byCoverage);
            // What is no answer is told apart by what it covers: the owner of a page that hardly matches is a stranger.
            if (likely < ConfidenceScale.AnswerFloor)
                likely = Lesser(byCoverage, Confidence.Low);
            limit = Lesser(likely, limit);
            all[i] = Lesser(limit == Confidence.High ? limit : Greater(limit, writtenFor(pages[i].Document)), most);
        }
        return all;
    }

    /// <summary>The signs of one page; pages that are nearly the same are no rivals.</summary>
    public static double[] SignsOf(CompiledQuery query, Scoring.Ranking ranking, IReadOnlyList<RankedPage> pages, int at) =>
        AnswerSigns.Of(
            query,
            ranking,
            [pages[at].Scored, .. pages.Where((p, i) => i != at && !NearTwins.Are(pages[at].Document, p.Document)).Select(p => p.Scored)],
            0,
            AnswerSigns.TitleTerms(pages[at].Document)
        );

    private static Confidence Calibrated(
        CompiledQuery query,
        Scoring.Ranking ranking,
        IReadOnlyList<RankedPage> pages,
        int at,
        Calibration calibration,
        Confidence byCoverage
    )
    {
        var sure = Calibration.ConfidenceOf(calibration.Probability(SignsOf(query, ranking, pages, at)));
        return pages[at].IsLearned ? Greater(sure, byCoverage) : sure;
    }

    private static Confidence Lesser(Confidence a, Confidence b) => a < b ? a : b;

    private static Confidence Greater(Confidence a, Confidence b) => a > b ? a : b;
}
