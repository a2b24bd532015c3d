using Knowledge.Content.Text;

namespace Knowledge.Indexer.Importing;

/// <summary>The items that an import left out, counted by reason, the most frequent first.</summary>
internal sealed class SkippedItems
{
    private const int MaxExamples = 100;
    private const int MaxExampleCharacters = 120;

    private readonly Dictionary<string, (int Count, List<string> Examples)> reasons = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public IReadOnlyList<ImportReport.SkipReason> Reasons =>
        [
            .. reasons
                .OrderByDescending(r => r.Value.Count)
                .ThenBy(r => r.Key, StringComparer.Ordinal)
                .Select(r => new ImportReport.SkipReason(r.Key, r.Value.Count, r.Value.Examples)),
        ];

    public void Add(string id, string title, string reason)
    {
        Count++;
        var (count, examples) = reasons.GetValueOrDefault(reason, (0, []));
        if (examples.Count < MaxExamples)
            examples.Add(
                Sentences.Truncate(new string([.. $"{id} {title}".Trim().Select(c => char.IsControl(c) ? ' ' : c)]), MaxExampleCharacters)
            );
        reasons[reason] = (count + 1, examples);
    }
}
