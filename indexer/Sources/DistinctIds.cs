using System.Runtime.CompilerServices;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Sources;

/// <summary>
/// Gives every document an id of its own: of two that ask for the same, that of the earlier source keeps it, in one source the
/// <c>.md</c> file, and the other gets <c>-2</c>.
/// </summary>
internal static class DistinctIds
{
    // The same page under the same other id is the same document, so that it need not be indexed again after each change elsewhere.
    private static readonly ConditionalWeakTable<Document, Document> RenamedBefore = [];

    /// <param name="documents">In the order of their sources and paths.</param>
    /// <returns>The documents by id, and a finding for each that had to give way.</returns>
    public static (IReadOnlyList<Document> Documents, IReadOnlyList<Finding> Clashes) Assign(IReadOnlyList<Document> documents)
    {
        var taken = new Dictionary<string, Document>();
        var next = new Dictionary<string, int>();
        var distinct = new List<Document>(documents.Count);
        var clashes = new List<Finding>();
        // Source by source: a page of a further one takes no id from a page that had it. A page that not everybody may see gives way to
        // all others: no address tells of it.
        foreach (
            var original in documents
                .GroupBy(d => d.Source)
                .SelectMany(source => source.OrderByDescending(IsMarkdown))
                .OrderBy(d => d.FrontMatter.VisibleTo is not null)
        )
        {
            var document = original;
            var wanted = document.Id.Value;
            var id = wanted;
            for (var n = next.GetValueOrDefault(wanted, 2); taken.ContainsKey(id); next[wanted] = ++n)
                id = document.Id.Numbered(n).Value;
            if (id != wanted)
            {
                clashes.Add(Clash(document, taken[wanted], id));
                document = Renamed(document, id, clashes[^1]);
            }
            taken[id] = document;
            distinct.Add(document);
        }
        distinct.Sort((a, b) => string.CompareOrdinal(a.Id.Value, b.Id.Value));
        return (distinct, clashes);
    }

    private static Finding Clash(Document document, Document first, string id) =>
        // One alert for several clusters, each in a file, is how rules are kept.
        new(
            FindingCodes.IdClash,
            document.Rule is null ? Severity.Warning : Severity.Note,
            document.Path,
            document.Rule?.Line ?? 1,
            document.Rule is null
                ? $"The id `{document.Id.Value}` belongs to {PlaceOf(first, document)} already; this page is served as `{id}`. Rename one, "
                    + $"or give it an `id:`."
                : $"An alert {document.Title} stands in {PlaceOf(first, document)} already; this one is served as `{id}`.",
            document.Id.Value
        )
        {
            Source = document.Source,
        };

    // Whoever sees the one need not be among those who may see the other.
    private static string PlaceOf(Document first, Document document) =>
        first.Source != document.Source ? "a page of another source"
        : first.FrontMatter.VisibleTo is null ? first.Path
        : "a page that not everybody may see";

    private static bool IsMarkdown(Document document) => document.Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase);

    private static Document Renamed(Document document, string id, Finding clash)
    {
        if (RenamedBefore.TryGetValue(document, out var known) && known.Id.Value == id && known.Findings[^1] == clash)
            return known;
        var renamed = document with { Id = new(id), Findings = [.. document.Findings, clash] };
        RenamedBefore.AddOrUpdate(document, renamed);
        return renamed;
    }
}
