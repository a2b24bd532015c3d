using Knowledge.Indexer.Lexical;

namespace Knowledge.Indexer.Search;

/// <param name="Segment">Ordinal of the segment in the index.</param>
/// <param name="Document">Number within the segment.</param>
/// <param name="Unit">Number of the passage, or of the document, within the segment.</param>
internal readonly record struct Place(int Segment, int Document, int Unit);

/// <summary>Keeps the k best documents by their best unit, or the k best units.</summary>
/// <param name="perDocument">Whether of each document only the best unit counts.</param>
internal sealed class TopUnits(int k, bool perDocument = true)
{
    // More than are wanted are gathered before the worst are thrown out: that costs less than keeping them in order all the time.
    private readonly (Place Place, float Score)[] gathered = new (Place, float)[Math.Max(5 * k, 64)];
    private int count;
    private int segment;
    private int[]? documentOf;
    private Bitmap deleted;
    private Bitmap? allowed;

    // Units of one document follow one another: its best so far waits here until the next document begins.
    private Place waiting;
    private float waitingScore;

    /// <summary>Only a higher score is of interest.</summary>
    public float Threshold { get; private set; }

    /// <param name="documentOfUnit">Null when units are documents.</param>
    public void Begin(int ofSegment, int[]? documentOfUnit, Bitmap gone, Bitmap? only) =>
        (segment, documentOf, deleted, allowed, waiting, waitingScore) = (ofSegment, documentOfUnit, gone, only, new(-1, -1, -1), 0);

    public void Offer(int unit, float score)
    {
        var document = documentOf is null ? unit : documentOf[unit];
        if (perDocument && document == waiting.Document)
        {
            // A document that is not wanted waits with an infinite score, so that nothing replaces it.
            if (score > waitingScore) (waiting, waitingScore) = (waiting with { Unit = unit }, score);
            return;
        }
        Settle();
        var isWanted = !deleted[document] && (allowed is not { } only || only[document]);
        (waiting, waitingScore) = (new(isWanted ? segment : -1, document, unit), isWanted ? score : float.PositiveInfinity);
    }

    public void End() => Settle();

    /// <summary>Best first; of equal ones the first in the index.</summary>
    public (Place Place, float Score)[] Take()
    {
        ThrowOutWorst();
        var best = gathered[..count];
        Array.Sort(best, Compare);
        return best;
    }

    private static int Compare((Place Place, float Score) a, (Place Place, float Score) b) =>
        a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Place.Segment != b.Place.Segment ? a.Place.Segment - b.Place.Segment : a.Place.Unit - b.Place.Unit;

    private void Settle()
    {
        if (waiting.Segment < 0) return;
        if (count == gathered.Length) ThrowOutWorst();
        if (waitingScore > Threshold) gathered[count++] = (waiting, waitingScore);
        waiting = waiting with { Segment = -1 };
    }

    /// <summary>Puts the k best in front and forgets the others (quickselect: Hoare, "Algorithm 65: Find", 1961).</summary>
    private void ThrowOutWorst()
    {
        if (count <= k) return;
        var (low, high) = (0, count - 1);
        while (low < high)
        {
            var pivot = gathered[(low + high) / 2];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (Compare(gathered[i], pivot) < 0) i++;
                while (Compare(gathered[j], pivot) > 0) j--;
                if (i > j) break;
                (gathered[i], gathered[j]) = (gathered[j], gathered[i]);
                i++;
                j--;
            }
            if (k - 1 <= j) high = j;
            else if (k - 1 >= i) low = i;
            else break;
        }
        count = k;
        Threshold = gathered[k - 1].Score;
    }
}
