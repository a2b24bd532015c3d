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
    private readonly PriorityQueue<Place, float> kept = new(k + 1);
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
    public IReadOnlyList<(Place Place, float Score)> Take() =>
        [.. kept.UnorderedItems.OrderByDescending(i => i.Priority).ThenBy(i => i.Element.Segment).ThenBy(i => i.Element.Unit).Select(i => (i.Element, i.Priority))];

    private void Settle()
    {
        if (waiting.Segment < 0) return;
        if (kept.Count < k) kept.Enqueue(waiting, waitingScore);
        else if (waitingScore > Threshold) kept.DequeueEnqueue(waiting, waitingScore);
        if (kept.Count == k && kept.TryPeek(out _, out var lowest)) Threshold = lowest;
        waiting = waiting with { Segment = -1 };
    }
}
