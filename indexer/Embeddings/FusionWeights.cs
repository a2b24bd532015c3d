namespace Knowledge.Indexer.Embeddings;

/// <summary>
/// How much the meaning counts: one for each kind of generator, none for kinds of content; <c>QUALITY.md</c> has what others give.
/// </summary>
/// <param name="Dense">Share of the score, 0 to 1, where neither words nor meaning single out a page; the rest is by words.</param>
/// <param name="Best">Of a document's score by meaning the share of its nearest passage; the rest is the mean of all of them.</param>
/// <param name="Ubiquity">What is taken off for being near to other pages: who comes near everything comes near every query.</param>
/// <param name="WordsGap">How much less meaning counts where words single out a page.</param>
/// <param name="MeaningGap">How much more it counts where meaning singles one out.</param>
/// <param name="Together">What is added to the score of a page that says in one place all that was asked.</param>
internal readonly record struct FusionWeights(
    double Dense,
    double Best,
    double Ubiquity = 0,
    double WordsGap = 0,
    double MeaningGap = 0,
    double Together = 0
)
{
    private const double Least = 0.25;
    private const double Most = 0.85;

    public float Of(PassageVectors.DocumentSimilarity near) =>
        (float)(Best * near.Best + (1 - Best) * near.Mean - Ubiquity * near.Ubiquity);

    /// <summary>The share of meaning in one query's scores.</summary>
    /// <param name="wordsGap">By how much the first page is ahead of the fourth by words, 0 to 1, times what it holds of the query.</param>
    /// <param name="meaningGap">By how much the first page is ahead of the fourth by meaning, 0 to 1.</param>
    public double ShareFor(double wordsGap, double meaningGap) =>
        WordsGap == 0 && MeaningGap == 0 ? Dense : Math.Clamp(Dense - WordsGap * wordsGap + MeaningGap * meaningGap, Least, Most);

    /// <summary>The same share for every query.</summary>
    public FusionWeights Fixed(double share) => this with { Dense = share, WordsGap = 0, MeaningGap = 0, Together = 0 };

    /// <summary>Whether a table's: it knows words and no sentences.</summary>
    public bool IsTable { get; private init; }

    public static FusionWeights Encoder { get; } = new(0.7, 0.8, Ubiquity: 0.2, WordsGap: 0.65, MeaningGap: 0.25, Together: 0.35);

    /// <summary>A table knows words and no sentences: over a whole document it errs less than over one passage.</summary>
    public static FusionWeights Table { get; } = new(0.34, 0.15, Ubiquity: 0.2, Together: 1) { IsTable = true };
}
