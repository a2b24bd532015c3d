using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Search;

/// <param name="Segment">Ordinal of the segment in the index.</param>
/// <param name="Document">Number within the segment.</param>
/// <param name="Unit">Number of the passage, or of the document, within the segment.</param>
internal readonly record struct UnitPosition(int Segment, int Document, int Unit);

/// <summary>Keeps the k best documents by their best unit, or the k best units.</summary>
/// <param name="perDocument">Whether of each document only the best unit counts.</param>
internal sealed class TopUnits(int k, bool perDocument = true)
{
    // More than are wanted are gathered before the worst are thrown out: that costs less than keeping them in order all the time.
    // One number each: the bits of its score (which are in the order of positive scores), then what is left of 32 bits after its
    // ordinal: of equal scores the first is the highest.
    private readonly ulong[] gathered = new ulong[Math.Max(2 * k, 64)];
    private readonly List<(int Segment, uint FirstOrdinal, int[]? DocumentOf)> segments = [];
    private int count;
    private uint firstOrdinal;
    private uint nextOrdinal;
    private int[]? documentOf;
    private Bitmap deleted;
    private Bitmap? allowed;

    // Units of one document follow one another: its best so far waits here until the next document begins.
    private int waitingDocument;
    private int waitingUnit;
    private float waitingScore;

    /// <summary>Only a higher score is of interest.</summary>
    public float Threshold { get; private set; }

    /// <param name="units">How many the segment has.</param>
    /// <param name="documentOfUnit">Null when units are documents.</param>
    public void Begin(int segment, int units, int[]? documentOfUnit, Bitmap gone, Bitmap? only)
    {
        (firstOrdinal, nextOrdinal) = (nextOrdinal, checked(nextOrdinal + (uint)units));
        segments.Add((segment, firstOrdinal, documentOfUnit));
        (documentOf, deleted, allowed, waitingDocument) = (documentOfUnit, gone, only, -1);
    }

    public void Offer(int unit, float score)
    {
        if (documentOf is null)
        {
            if (IsWanted(unit))
                Keep(unit, score);
            return;
        }
        var document = documentOf[unit];
        if (!perDocument)
        {
            if (IsWanted(document))
                Keep(unit, score);
            return;
        }
        if (document == waitingDocument)
        {
            // A document that is not wanted waits with an infinite score, so that nothing replaces it.
            if (score > waitingScore)
                (waitingUnit, waitingScore) = (unit, score);
            return;
        }
        Flush();
        (waitingDocument, waitingUnit, waitingScore) = (document, unit, IsWanted(document) ? score : float.PositiveInfinity);
    }

    public void End()
    {
        Flush();
        waitingDocument = -1;
    }

    /// <summary>Best first; of equal ones the first in the index.</summary>
    public (UnitPosition Place, float Score)[] Take()
    {
        Prune();
        gathered.AsSpan(0, count).Sort();
        var best = new (UnitPosition, float)[count];
        for (var i = 0; i < best.Length; i++)
        {
            var (score, ordinal) = (ScoreOf(gathered[count - 1 - i]), uint.MaxValue - (uint)gathered[count - 1 - i]);
            var s = segments.Count - 1;
            while (segments[s].FirstOrdinal > ordinal)
                s--;
            var unit = (int)(ordinal - segments[s].FirstOrdinal);
            best[i] = (new(segments[s].Segment, segments[s].DocumentOf is { } of ? of[unit] : unit, unit), score);
        }
        return best;
    }

    private static float ScoreOf(ulong item) => BitConverter.UInt32BitsToSingle((uint)(item >> 32));

    private void Flush()
    {
        if (waitingDocument >= 0 && waitingScore < float.PositiveInfinity)
            Keep(waitingUnit, waitingScore);
    }

    private bool IsWanted(int document) => !deleted[document] && (allowed is not { } only || only[document]);

    private void Keep(int unit, float score)
    {
        if (count == gathered.Length)
            Prune();
        if (score > Threshold)
            gathered[count++] = (ulong)BitConverter.SingleToUInt32Bits(score) << 32 | (uint.MaxValue - (firstOrdinal + (uint)unit));
    }

    /// <summary>Puts the k best in front and forgets the others (quickselect: Hoare, "Algorithm 65: Find", 1961).</summary>
    private void Prune()
    {
        if (count <= k)
            return;
        var items = gathered.AsSpan(0, count);
        var (low, high) = (0, count - 1);
        while (low < high)
        {
            var at = Partition(items.Slice(low, high - low + 1)) + low;
            if (at == k - 1)
                break;
            if (at < k - 1)
                low = at + 1;
            else
                high = at - 1;
        }
        count = k;
        Threshold = ScoreOf(gathered[k - 1]);
    }

    // Lomuto's scheme, because it can do without a branch that nobody can predict.
    private static int Partition(Span<ulong> items)
    {
        var (middle, last) = (items.Length / 2, items.Length - 1);
        var pivot = items[middle];
        (items[middle], items[last]) = (items[last], pivot);
        var higher = 0;
        for (var i = 0; i < last; i++)
        {
            var item = items[i];
            items[i] = items[higher];
            items[higher] = item;
            higher += item > pivot ? 1 : 0;
        }
        (items[higher], items[last]) = (items[last], items[higher]);
        return higher;
    }
}
