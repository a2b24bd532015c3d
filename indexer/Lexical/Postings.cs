namespace Knowledge.Indexer.Lexical;

/// <summary>Where a term stands: ordinals of passages or documents, ascending, and what a match there is worth (BM25F, idf included).</summary>
internal readonly record struct Postings(int[] Ordinals, float[] Impacts)
{
    public static Postings Empty { get; } = new([], []);

    /// <summary>The impact at an ordinal, 0 where the term does not stand.</summary>
    public float At(int ordinal)
    {
        var at = Array.BinarySearch(Ordinals, ordinal);
        return at < 0 ? 0 : Impacts[at];
    }
}

/// <summary>An inverted index over one kind of unit (passages or whole documents) with BM25F impacts computed when it is built.</summary>
/// <remarks>Scoring: Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields" (2004).</remarks>
internal sealed class InvertedIndex
{
    private const float K1 = 1.2f;
    private const float B = 0.6f;

    // In the order of Field: what a word in a title, a symptom or the users' own words says more than one in running text.
    private static readonly float[] Weights = [2.5f, 2f, 3f, 2.5f, 1.5f, 1.5f, 1f];

    private readonly Dictionary<string, Postings> terms;

    private InvertedIndex(Dictionary<string, Postings> terms, int count) => (this.terms, Count) = (terms, count);

    /// <summary>Units in the index.</summary>
    public int Count { get; }

    public static InvertedIndex Build(IReadOnlyList<TermCounts> units)
    {
        var averages = new float[TermCounts.FieldCount];
        foreach (var unit in units)
            for (var f = 0; f < averages.Length; f++) averages[f] += unit.Lengths[f];
        for (var f = 0; f < averages.Length; f++) averages[f] = units.Count == 0 ? 1 : Math.Max(averages[f] / units.Count, 1e-3f);

        var growing = new Dictionary<string, List<(int Ordinal, float Frequency)>>();
        for (var ordinal = 0; ordinal < units.Count; ordinal++)
            foreach (var (term, counts) in units[ordinal].Terms)
            {
                if (!growing.TryGetValue(term, out var list)) growing[term] = list = [];
                list.Add((ordinal, Frequency(counts, units[ordinal].Lengths, averages)));
            }

        var terms = new Dictionary<string, Postings>(growing.Count);
        foreach (var (term, list) in growing)
        {
            var idf = Idf(list.Count, units.Count);
            terms[term] = new([.. list.Select(p => p.Ordinal)], [.. list.Select(p => idf * p.Frequency * (K1 + 1) / (K1 + p.Frequency))]);
        }
        return new(terms, units.Count);
    }

    public Postings Find(string term) => terms.GetValueOrDefault(term, Postings.Empty);

    public bool Contains(string term) => terms.ContainsKey(term);

    public IEnumerable<string> Terms => terms.Keys;

    /// <summary>How telling a term is; one that stands nowhere is as telling as one that stands once.</summary>
    public float Idf(string term) => Idf(Math.Max(Find(term).Ordinals?.Length ?? 0, 1), Math.Max(Count, 1));

    private static float Idf(int documents, int all) => MathF.Log(1 + (all - documents + 0.5f) / (documents + 0.5f));

    private static float Frequency(ushort[] counts, int[] lengths, float[] averages)
    {
        var frequency = 0f;
        for (var f = 0; f < counts.Length; f++)
            if (counts[f] > 0) frequency += Weights[f] * counts[f] / (1 - B + B * lengths[f] / averages[f]);
        return frequency;
    }
}
