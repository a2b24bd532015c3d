using Knowledge.Indexer;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Live;

/// <param name="Expected">Documents that the sources gave; the index must hold as many.</param>
/// <param name="Changed">Files that were new or changed.</param>
public sealed record IngestReport(DateTimeOffset At, TimeSpan Took, int Documents, int Expected, int Changed)
{
    /// <param name="before">The readings before: files that are not in them are new or changed.</param>
    internal static IngestReport Of(
        IReadOnlyList<SourceSnapshot> after,
        IReadOnlyList<SourceSnapshot> before,
        KnowledgeBase knowledge,
        DateTimeOffset at,
        TimeSpan took
    )
    {
        var known = before.SelectMany(r => r.Files).ToHashSet(ReferenceEqualityComparer.Instance);
        return new(
            at,
            took,
            knowledge.Documents.Count,
            after.Sum(r => r.Files.Sum(f => f.Documents.Count) + r.Pending),
            after.SelectMany(r => r.Files).Count(f => !known.Contains(f))
        );
    }
}
