using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Knowledge.Indexer.Archive;

/// <summary>Keeps the best of the sections that a search walks through, or the newest.</summary>
/// <param name="capacity">How many are kept.</param>
/// <param name="oldest">Day number before which nothing is found; 0 for no limit.</param>
/// <param name="floor">Shared by those of one search: what one of them does not keep, none needs to.</param>
internal sealed class BestSections(int capacity, bool byDate, int oldest, ScoreFloor floor) : ICollector
{
    private readonly PriorityQueue<int, double> best = new(capacity);
    private Scorer? scorer;
    private NumericDocValues? dates;
    private int first;
    private double least;

    /// <summary>All that were looked at.</summary>
    public long Total { get; private set; }

    /// <summary>What scores no more than this is not kept.</summary>
    public float Least => byDate ? float.NegativeInfinity : floor.Value;

    public bool AcceptsDocsOutOfOrder => true;

    /// <summary>Those kept, in no order: number of the document in the whole index, and what it is ranked by.</summary>
    public IEnumerable<(int Document, double Key)> Kept => best.UnorderedItems;

    public void SetScorer(Scorer scorer) => this.scorer = scorer;

    public void SetNextReader(AtomicReaderContext context)
    {
        first = context.DocBase;
        dates = byDate || oldest > 0 ? context.AtomicReader.GetNumericDocValues(ArchiveFields.Date) : null;
    }

    public void Collect(int doc)
    {
        var day = dates?.Get(doc) ?? 0;
        if (day > 0 && day < oldest)
            return;
        Total++;
        var score = scorer!.GetScore();
        // Of one day the best comes first.
        double key = byDate ? day + score / (1.0 + score) : score;
        if (best.Count < capacity)
            best.Enqueue(first + doc, key);
        else if (key > least && (byDate || score > floor.Value))
            best.EnqueueDequeue(first + doc, key);
        else
            return;
        if (best.Count < capacity)
            return;
        best.TryPeek(out _, out least);
        if (!byDate)
            floor.Raise((float)least);
    }
}
