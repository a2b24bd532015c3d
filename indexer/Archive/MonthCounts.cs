using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Knowledge.Indexer.Archive;

/// <summary>Counts the pages that a search walks through, by month. Sections of a page lie side by side and count once.</summary>
/// <param name="oldest">Day number before which nothing counts; 0 for no limit.</param>
internal sealed class MonthCounts(int oldest) : ICollector
{
    private NumericDocValues? dates;
    private NumericDocValues? sections;
    private long lastPage = -1;

    public long Pages { get; private set; }

    /// <summary>By months since the year 0; pages without a date are in none.</summary>
    public Dictionary<int, int> ByMonth { get; } = [];

    public bool AcceptsDocsOutOfOrder => false;

    public void SetScorer(Scorer scorer) { }

    public void SetNextReader(AtomicReaderContext context)
    {
        dates = context.AtomicReader.GetNumericDocValues(ArchiveFields.Date);
        sections = context.AtomicReader.GetNumericDocValues(ArchiveFields.Section);
        lastPage = -1;
    }

    public void Collect(int doc)
    {
        var day = dates?.Get(doc) ?? 0;
        var page = doc - (sections?.Get(doc) ?? 0);
        if (page == lastPage || (day > 0 && day < oldest))
            return;
        lastPage = page;
        Pages++;
        if (ArchiveFields.DayOf(day) is { } date)
        {
            var month = date.Year * 12 + date.Month - 1;
            ByMonth[month] = ByMonth.GetValueOrDefault(month) + 1;
        }
    }
}
