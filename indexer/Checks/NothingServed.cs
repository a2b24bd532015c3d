using Knowledge.Content.Findings;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Checks;

/// <summary>KB015: a source holds files and gives no document.</summary>
internal static class NothingServed
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        foreach (var source in content.Knowledge.Snapshots.Where(s => !s.IsMissing && s.Files.All(f => f.Documents.Count == 0)))
            if (UnservedFiles.Of([source]) is { Total: > 0 } unserved)
                yield return new(
                    FindingCodes.NothingServed,
                    Severity.Error,
                    "",
                    1,
                    $"No document comes from source `{source.Name}`, though it holds files ({unserved.Total:N0}): "
                        + $"{string.Join("; ", unserved.Files.Take(3).Select(f => $"{f.Path} ({f.Reason})"))}"
                        + $"{(unserved.Total > 3 ? " …" : "")}. `kb check --unread` lists them; is it the right directory?",
                    source.Name
                )
                {
                    Source = source.Name,
                };
    }
}
