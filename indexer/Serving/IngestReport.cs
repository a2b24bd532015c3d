namespace Knowledge.Indexer.Serving;

/// <param name="Expected">Documents that the sources gave; the index must hold as many.</param>
/// <param name="Changed">Files that were new or changed.</param>
/// <param name="Skipped">Files from which nothing is served, and why.</param>
public sealed record IngestReport(
    DateTimeOffset At, TimeSpan Took, int Documents, int Expected, int Changed, IReadOnlyList<SkippedFile> Skipped);

public sealed record SkippedFile(string Source, string Path, string Reason);
