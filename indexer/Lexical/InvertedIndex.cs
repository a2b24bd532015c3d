using System.Runtime.InteropServices;

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

/// <summary>Numbers for all terms of an index.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> numbers = [];

    public int Count => numbers.Count;

    public int? Find(string term) => numbers.TryGetValue(term, out var number) ? number : null;

    public int[] NumbersOf(string[] terms)
    {
        var result = new int[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, terms[i], out var known);
            if (!known) number = numbers.Count - 1;
            result[i] = number;
        }
        return result;
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

    private readonly Vocabulary vocabulary;
    private readonly Postings[] postings;

    private InvertedIndex(Vocabulary vocabulary, Postings[] postings, int count) => (this.vocabulary, this.postings, Count) = (vocabulary, postings, count);

    /// <summary>Units in the index.</summary>
    public int Count { get; }

    /// <param name="units">Counts, each with the numbers that its document's terms have in the vocabulary.</param>
    public static InvertedIndex Build(Vocabulary vocabulary, IReadOnlyList<(TermCounts Counts, int[] Numbers)> units)
    {
        var averages = Averages(units);
        var sizes = new int[vocabulary.Count];
        foreach (var (counts, numbers) in units)
            foreach (var term in counts.Terms) sizes[numbers[term]]++;
        var postings = new Postings[vocabulary.Count];
        for (var i = 0; i < postings.Length; i++) postings[i] = sizes[i] == 0 ? Postings.Empty : new(new int[sizes[i]], new float[sizes[i]]);

        var filled = new int[vocabulary.Count];
        for (var ordinal = 0; ordinal < units.Count; ordinal++)
        {
            var (counts, numbers) = units[ordinal];
            for (var i = 0; i < counts.Terms.Length; i++)
            {
                var number = numbers[counts.Terms[i]];
                var frequency = Frequency(counts.CountsOf(i), counts.Lengths, averages);
                var at = filled[number]++;
                postings[number].Ordinals[at] = ordinal;
                postings[number].Impacts[at] = Idf(sizes[number], units.Count) * frequency * (K1 + 1) / (K1 + frequency);
            }
        }
        return new(vocabulary, postings, units.Count);
    }

    public Postings Find(string term) => vocabulary.Find(term) is { } number ? postings[number] : Postings.Empty;

    public bool Contains(string term) => Find(term).Ordinals.Length > 0;

    /// <summary>How telling a term is; one that stands nowhere is as telling as one that stands once.</summary>
    public float Idf(string term) => Idf(Math.Max(Find(term).Ordinals.Length, 1), Math.Max(Count, 1));

    private static float Idf(int units, int all) => MathF.Log(1 + (all - units + 0.5f) / (units + 0.5f));

    private static float Frequency(ReadOnlySpan<ushort> counts, int[] lengths, float[] averages)
    {
        var frequency = 0f;
        for (var f = 0; f < counts.Length; f++)
            if (counts[f] > 0) frequency += Weights[f] * counts[f] / (1 - B + B * lengths[f] / averages[f]);
        return frequency;
    }

    private static float[] Averages(IReadOnlyList<(TermCounts Counts, int[] Numbers)> units)
    {
        var averages = new float[TermCounts.FieldCount];
        foreach (var (counts, _) in units)
            for (var f = 0; f < averages.Length; f++) averages[f] += counts.Lengths[f];
        for (var f = 0; f < averages.Length; f++) averages[f] = Math.Max(averages[f] / Math.Max(units.Count, 1), 1e-3f);
        return averages;
    }
}
