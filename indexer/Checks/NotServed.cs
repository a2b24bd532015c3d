using Knowledge.Content.Findings;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Checks;

/// <summary>KB014: a file that was seen and of which nothing is served. Listed on demand: most are meant to be no pages.</summary>
internal static class NotServed
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        UnservedFiles
            .Of(content.Knowledge.Snapshots)
            .Files.Select(f => new Finding(
                FindingCodes.NotServed,
                Severity.Note,
                f.Path,
                1,
                $"Nothing is served from this file: {f.Reason}."
            )
            {
                Source = content.Knowledge.Snapshots.Count == 1 ? null : f.Source,
            });
}
