using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB114: two pages say nearly the same.</summary>
/// <remarks>
/// Shingles of three words compared by Jaccard's coefficient; candidates by min-hashing in bands (Broder, "On the resemblance and containment of documents", 1997).
/// Each page is compared with the first of those it may equal, so that a thousand copies cost a thousand comparisons.
/// </remarks>
internal static class NearDuplicate
{
    private const double SameFrom = 0.7;
    private const int ShingleWords = 3;
    private const int MinShingles = 40;
    private const int Bands = 16;
    private const int RowsPerBand = 3;

    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        var shingles = content.Pages.AsParallel().AsOrdered().Select(p => Shingles(p.Document)).ToList();
        var signatures = shingles.AsParallel().AsOrdered().Select(Signature).ToList();
        var leaders = new Dictionary<(int Band, ulong Rows), int>();
        for (var i = 0; i < content.Pages.Count; i++)
        {
            if (shingles[i].Count < MinShingles) continue;
            var candidates = new HashSet<int>();
            for (var band = 0; band < Bands; band++)
                if (!leaders.TryAdd((band, signatures[i][band]), i)) candidates.Add(leaders[(band, signatures[i][band])]);
            var (like, likeness) = candidates.Select(c => (c, Likeness(shingles[c], shingles[i]))).OrderByDescending(c => c.Item2).FirstOrDefault();
            if (likeness < SameFrom) continue;
            var other = content.Pages[like].Document;
            yield return CheckedContent.Finding(FindingCodes.NearDuplicate, Severity.Note, content.Pages[i].Document, 1,
                $"{likeness:P0} of this page is also in `{other.Path}`. Keep one, and give it the other's name in `aliases:`; or say on each what sets it apart.", other.Id.Value);
        }
    }

    private static HashSet<ulong> Shingles(Document document)
    {
        var set = new HashSet<ulong>();
        ulong before = 0, last = 0, word = 0;
        var words = 0;
        foreach (var c in document.Sections.SelectMany(s => s.Text.Append('\n')))
            if (char.IsLetterOrDigit(c)) word = (word ^ char.ToLowerInvariant(c)) * 1099511628211 + 1;
            else if (word != 0)
            {
                if (++words >= ShingleWords) set.Add(Mixed(before * 31 + last * 17 + word));
                (before, last, word) = (last, word, 0);
            }
        return set;
    }

    private static ulong[] Signature(HashSet<ulong> shingles)
    {
        var bands = new ulong[Bands];
        for (var row = 0; row < Bands * RowsPerBand; row++)
        {
            var least = ulong.MaxValue;
            // Shingles are mixed already: times an odd number, each row sees them in another order.
            var factor = Mixed((ulong)row + 1) | 1;
            foreach (var shingle in shingles) least = Math.Min(least, shingle * factor);
            bands[row / RowsPerBand] = Mixed(bands[row / RowsPerBand] ^ least);
        }
        return bands;
    }

    private static double Likeness(HashSet<ulong> a, HashSet<ulong> b)
    {
        var shared = (double)a.Count(b.Contains);
        return shared / Math.Max(a.Count + b.Count - shared, 1);
    }

    // SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
    private static ulong Mixed(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
