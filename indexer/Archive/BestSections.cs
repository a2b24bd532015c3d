using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Knowledge.Indexer.Archive;

/// <summary>Keeps the best of the sections that a search walks through, or the newest.</summary>
/// <param name="capacity">How many are kept.</param>
/// <param name="oldest">Day number before which nothing is found; 0 for no limit.</param>
internal sealed class BestSections(int capacity, bool byDate, int oldest) : ICollector
{
    private readonly PriorityQueue<int, double> best = new(capacity);
    private Scorer? scorer;
    private NumericDocValues? dates;
    private int first;
    private double least;

    /// <summary>All that matched.</summary>
    public long Total { get; private set; }

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
        else if (key > least)
            best.EnqueueDequeue(first + doc, key);
        else
            return;
        if (best.Count == capacity)
            best.TryPeek(out _, out least);
    }
}
