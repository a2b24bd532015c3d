namespace Knowledge.Indexer.Embeddings;

/// <summary>
/// How much the meaning counts: one for each kind of generator, none for kinds of content; <c>QUALITY.md</c> has what others give.
/// </summary>
/// <param name="Dense">Share of the score, 0 to 1; the rest is by words.</param>
/// <param name="Best">Of a document's score by meaning the share of its nearest passage; the rest is the mean of all of them.</param>
internal readonly record struct FusionWeights(double Dense, double Best)
{
    public float Of(PassageVectors.DocumentSimilarity near) => (float)(Best * near.Best + (1 - Best) * near.Mean);

    public static FusionWeights Encoder { get; } = new(0.6, 0.6);

    /// <summary>A table knows words and no sentences: over a whole document it errs less than over one passage.</summary>
    public static FusionWeights Table { get; } = new(0.28, 0.15);
}
