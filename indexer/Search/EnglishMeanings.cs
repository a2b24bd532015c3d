using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Indexer.Search;

/// <summary>Which correct words of English may be corrected: to another spelling or form, never to what means something else.</summary>
/// <remarks>
/// The table of words knows them and what they mean. "bank" stands on no page and "blank" does: that makes it no typing error.
/// </remarks>
internal static class EnglishMeanings
{
    // Between "colour" and "color" the cosine is .96, "licence" and "license" .87, "disc" and "disk" .72, "adaptor" and "adapter" .52;
    // between "desert" and "dessert" .46, "invoice" and "invoke" .43, "cash" and "cache" .14, "bank" and "blank" -.01.
    private const float Near = 0.5f;

    /// <summary>Whether a word may be meant as another one: it is no word of English, or both mean nearly the same.</summary>
    /// <param name="typed">In lower case, as <paramref name="other"/>.</param>
    public static bool MayBeMeant(string typed, string other)
    {
        if (IsBritishOf(typed, other))
            return true;
        var table = BuiltInTable.Value;
        if (!table.Vocabulary.HasWord(typed))
            return true;
        var rows = new List<int>();
        return table.Vocabulary.HasWord(other) && table.Embed(typed, rows).Zip(table.Embed(other, rows), (a, b) => a * b).Sum() >= Near;
    }

    // catalogue, programme: the table has them too far from what they are in America.
    private static bool IsBritishOf(string british, string american) =>
        (british.EndsWith("ogue", StringComparison.Ordinal) || british.EndsWith("amme", StringComparison.Ordinal))
        && british.AsSpan(..^2).SequenceEqual(american);
}
