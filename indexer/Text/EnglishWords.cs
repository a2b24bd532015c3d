namespace Knowledge.Indexer.Text;

/// <summary>How specific words are in English at large.</summary>
/// <remarks>
/// A few hundred pages do not tell that "nobody" or "five" say little: where hardly any page holds such a word it looks as specific as a
/// name. The 8,000 most frequent whole words of the vocabulary of BERT (bert-base-uncased, Apache License 2.0), whose entries are in the
/// order of their frequency; how often a word occurs is about 1 / rank (Zipf, 1949).
/// </remarks>
internal static class EnglishWords
{
    // Chosen on the judged sets in steps of half and double: see QUALITY.md.
    private const float CommonUpTo = 22;

    private static readonly Lazy<Dictionary<string, int>> Ranks = new(() =>
    {
        using var file = new StreamReader(typeof(EnglishWords).Assembly.GetManifestResourceStream("english-words.txt")!);
        var ranks = new Dictionary<string, int>(8000, StringComparer.Ordinal);
        while (file.ReadLine() is { } word)
            ranks.Add(word, ranks.Count + 1);
        return ranks;
    });

    /// <summary>
    /// What a word's inverse document frequency (natural logarithm) is at most: 0 for the most frequent words, 5 for the three
    /// thousandth, without limit for words that are not frequent.
    /// </summary>
    /// <param name="word">In lower case, as it was typed.</param>
    public static float MaxIdf(string word) =>
        Ranks.Value.TryGetValue(word, out var rank) ? MathF.Max(0, MathF.Log(rank / CommonUpTo)) : float.PositiveInfinity;
}
