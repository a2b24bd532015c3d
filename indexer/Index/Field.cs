namespace Knowledge.Indexer.Index;

/// <summary>The parts of a document that are weighted apart (BM25F).</summary>
internal enum Field
{
    Title,
    Symptoms,
    Searched,
    Alerts,
    Services,
    Headings,
    Body,
}

/// <summary>What each field's words are worth, and how terms in them add up to an impact.</summary>
/// <remarks>
/// Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields" (2004). The numbers are measured: QUALITY.md.
/// </remarks>
internal static class Bm25F
{
    public const int Fields = 7;
    public const float K1 = 2f;
    public const float B = 0.85f;

    // In the order of Field: what a word in a title, a symptom or the users' own words says more than one in running text.
    public static readonly float[] Weights = [4f, 1.5f, 3f, 2.5f, 1.5f, 1f, 1f];

    /// <summary>The part of a term's score that does not depend on the query or on other documents' terms.</summary>
    /// <param name="counts">How often the term stands in each field.</param>
    /// <param name="lengths">Terms per field of the unit.</param>
    /// <param name="averages">The same on average.</param>
    /// <returns>0 to 1, exclusive; a score is this times <see cref="Idf"/> times K1 + 1.</returns>
    public static float Impact(ReadOnlySpan<ushort> counts, ReadOnlySpan<int> lengths, ReadOnlySpan<float> averages)
    {
        var frequency = 0f;
        for (var f = 0; f < counts.Length; f++)
            if (counts[f] > 0)
                frequency += Weights[f] * counts[f] / (1 - B + B * lengths[f] / averages[f]);
        return frequency / (K1 + frequency);
    }

    /// <summary>
    /// How specific a term is: the fewer units hold it the more; one that none holds is as specific as one that a single unit holds.
    /// </summary>
    public static float Idf(int holding, int units)
    {
        holding = Math.Max(holding, 1);
        return MathF.Log(1 + (Math.Max(units, holding) - holding + 0.5f) / (holding + 0.5f));
    }

    /// <summary>An impact as one byte: 1 to 255.</summary>
    public static byte Quantised(float impact) => (byte)Math.Clamp(MathF.Round(impact * 255), 1, 255);
}
