using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Sources;

/// <summary>Gives every document an id of its own: of two that ask for the same, the <c>.md</c> file keeps it and the other gets <c>-2</c>.</summary>
internal static class DistinctIds
{
    /// <returns>The documents by id, and a finding for each that had to give way.</returns>
    public static (IReadOnlyList<Document> Documents, IReadOnlyList<Finding> Clashes) Assign(IReadOnlyList<Document> documents)
    {
        var taken = new Dictionary<string, Document>();
        var next = new Dictionary<string, int>();
        var distinct = new List<Document>(documents.Count);
        var clashes = new List<Finding>();
        foreach (var original in documents.OrderBy(d => !d.Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase)).ThenBy(d => d.Source, StringComparer.Ordinal).ThenBy(d => d.Path, StringComparer.Ordinal))
        {
            var document = original;
            var wanted = document.Id.Value;
            var id = wanted;
            for (var n = next.GetValueOrDefault(wanted, 2); taken.ContainsKey(id); next[wanted] = ++n) id = document.Id.Numbered(n).Value;
            if (id != wanted)
            {
                clashes.Add(new(FindingCodes.IdClash, Severity.Warning, document.Path, 1,
                    $"The id `{wanted}` belongs to {taken[wanted].Path} already; this page is served as `{id}`. Rename one, or give it an `id:`.", wanted)
                { Source = document.Source });
                document = document with { Id = new(id), Findings = [.. document.Findings, clashes[^1]] };
            }
            taken[id] = document;
            distinct.Add(document);
        }
        return ([.. distinct.OrderBy(d => d.Id.Value, StringComparer.Ordinal)], clashes);
    }
}
