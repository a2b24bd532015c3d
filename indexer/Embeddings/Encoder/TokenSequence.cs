namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>The word pieces of one text, or of two that are read together.</summary>
/// <param name="FirstLength">Tokens of the first text, its [CLS] and [SEP] counted.</param>
internal readonly record struct TokenSequence(int[] Ids, int FirstLength)
{
    public int Length => Ids.Length;

    public static TokenSequence Of(int[] ids) => new(ids, ids.Length);

    /// <summary>
    /// [CLS] first [SEP] second [SEP], at most <paramref name="max"/>: what is too much is cut off the end of the longer one, then of
    /// both.
    /// </summary>
    /// <param name="first">With [CLS] and [SEP], as the second.</param>
    /// <remarks>As Hugging Face's fast tokenizers do with <c>longest_first</c>.</remarks>
    public static TokenSequence Pair(int[] first, int[] second, int max)
    {
        var room = max - 3;
        var (one, two) = (first.Length - 2, second.Length - 2);
        if (one + two > room)
        {
            var shorter = Math.Min(Math.Min(one, two), room / 2);
            (one, two) = one > two ? (room - shorter, shorter) : (shorter, room - shorter);
        }
        return new([.. first.AsSpan(0, one + 1), first[^1], .. second.AsSpan(1, two), second[^1]], one + 2);
    }
}
