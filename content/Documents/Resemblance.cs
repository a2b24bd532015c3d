using System.Runtime.InteropServices;

namespace Knowledge.Content.Documents;

/// <summary>How much two pages say the same.</summary>
/// <remarks>
/// Shingles of three words compared by Jaccard's coefficient; pages worth comparing share a band of their min-hash signatures
/// (Broder, "On the resemblance and
/// containment of documents", 1997). With 16 bands of 3 rows, pages that share half of their shingles meet with a probability of
/// 0.88, and of 0.9997 at 0.75.
/// </remarks>
public static class Resemblance
{
    private const int ShingleWords = 3;
    private const int Bands = 16;
    private const int RowsPerBand = 3;

    /// <summary>With fewer shingles chance decides.</summary>
    private const int MinShingles = 40;

    /// <summary>Hashes of all runs of three words of the sections' texts, case and punctuation left out.</summary>
    public static IReadOnlySet<ulong> Shingles(IEnumerable<Section> sections) => new HashSet<ulong>(Runs(sections));

    /// <summary>The min-hash signature in bands; empty for a text that is too short to tell.</summary>
    public static IReadOnlyList<ulong> Signature(IEnumerable<Section> sections)
    {
        // What is there twice changes no minimum.
        var runs = Runs(sections);
        if (runs.Count < MinShingles || runs.Distinct().Take(MinShingles).Count() < MinShingles)
            return [];
        var shingles = CollectionsMarshal.AsSpan(runs);
        var bands = new ulong[Bands];
        for (var row = 0; row < Bands * RowsPerBand; row++)
        {
            var min = ulong.MaxValue;
            // Shingles are mixed already: times an odd number, each row sees them in another order.
            var factor = Mixed((ulong)row + 1) | 1;
            foreach (var shingle in shingles)
                min = Math.Min(min, shingle * factor);
            bands[row / RowsPerBand] = Mixed(bands[row / RowsPerBand] ^ min);
        }
        return bands;
    }

    private static List<ulong> Runs(IEnumerable<Section> sections)
    {
        var runs = new List<ulong>();
        ulong before = 0,
            last = 0,
            word = 0;
        var words = 0;
        foreach (var text in sections.Select(s => s.Text))
            for (var i = 0; i <= text.Length; i++)
                if (i < text.Length && char.IsLetterOrDigit(text[i]))
                    word = (word ^ char.ToLowerInvariant(text[i])) * 1099511628211 + 1;
                else if (word != 0)
                {
                    if (++words >= ShingleWords)
                        runs.Add(Mixed(before * 31 + last * 17 + word));
                    (before, last, word) = (last, word, 0);
                }
        return runs;
    }

    /// <summary>Jaccard's coefficient, 0 to 1: the share of all that they say which both say.</summary>
    public static double Of(IReadOnlySet<ulong> a, IReadOnlySet<ulong> b)
    {
        var shared = (double)a.Count(b.Contains);
        return shared / Math.Max(a.Count + b.Count - shared, 1);
    }

    /// <summary>0 to 1: how much of the first the second says too.</summary>
    public static double Containment(IReadOnlySet<ulong> a, IReadOnlySet<ulong> b) => (double)a.Count(b.Contains) / Math.Max(a.Count, 1);

    // SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
    private static ulong Mixed(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
