using System.Runtime.InteropServices;

namespace Knowledge.Indexer.Lexical;

/// <summary>The parts of a document that are weighted apart (BM25F).</summary>
internal enum Field { Title, Symptoms, Searched, Alerts, Services, Headings, Body }

/// <summary>How often each term stands in each field of one passage or document.</summary>
/// <param name="Terms">Numbers of terms in the document's vocabulary, each once.</param>
/// <param name="Counts">For each of them one count per <see cref="Field"/>, in order.</param>
/// <param name="Lengths">Tokens per field.</param>
internal sealed record TermCounts(int[] Terms, ushort[] Counts, int[] Lengths)
{
    public static readonly int FieldCount = Enum.GetValues<Field>().Length;

    public ReadOnlySpan<ushort> CountsOf(int position) => Counts.AsSpan(position * FieldCount, FieldCount);
}

/// <summary>Counts the passages of one document, one after the other, over one vocabulary.</summary>
internal sealed class TermCounter
{
    private readonly Dictionary<string, int> numbers = [];
    private readonly List<string> vocabulary = [];
    private readonly List<int> seen = [];
    private readonly int[] lengths = new int[TermCounts.FieldCount];
    private ushort[] counts = new ushort[256 * TermCounts.FieldCount];
    private bool[] isSeen = new bool[256];

    public string[] Vocabulary => [.. vocabulary];

    public int NumberOf(string term)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, term, out var known);
        if (known) return number;
        number = vocabulary.Count;
        vocabulary.Add(term);
        if (number == isSeen.Length)
        {
            Array.Resize(ref isSeen, number * 2);
            Array.Resize(ref counts, number * 2 * TermCounts.FieldCount);
        }
        return number;
    }

    public void Add(Field field, ReadOnlySpan<int> terms)
    {
        lengths[(int)field] += terms.Length;
        foreach (var term in terms)
        {
            if (!isSeen[term])
            {
                isSeen[term] = true;
                seen.Add(term);
            }
            ref var count = ref counts[term * TermCounts.FieldCount + (int)field];
            if (count < ushort.MaxValue) count++;
        }
    }

    /// <summary>What was added since the last call.</summary>
    public TermCounts Take()
    {
        var terms = seen.ToArray();
        var taken = new ushort[terms.Length * TermCounts.FieldCount];
        for (var i = 0; i < terms.Length; i++)
        {
            var source = counts.AsSpan(terms[i] * TermCounts.FieldCount, TermCounts.FieldCount);
            source.CopyTo(taken.AsSpan(i * TermCounts.FieldCount));
            source.Clear();
            isSeen[terms[i]] = false;
        }
        var result = new TermCounts(terms, taken, [.. lengths]);
        seen.Clear();
        Array.Clear(lengths);
        return result;
    }
}
