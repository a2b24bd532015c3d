namespace Knowledge.Indexer.Importing;

/// <summary>What an import did, by number of items; the same as JSON and as lines.</summary>
/// <param name="Notes">What a reader should know about the export as a whole.</param>
public sealed record ImportReport(
    string System,
    string Out,
    int Imported,
    int Updated,
    int Unchanged,
    int Skipped,
    IReadOnlyList<ImportReport.SkipReason> Reasons,
    IReadOnlyList<string> Notes
)
{
    /// <param name="Examples">The first items with that reason, as <c>id title</c>.</param>
    public sealed record SkipReason(string Reason, int Count, IReadOnlyList<string> Examples);
}
