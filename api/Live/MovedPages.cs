using Knowledge.Api.Store;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer;

namespace Knowledge.Api.Live;

/// <summary>
/// Finds where documents went that are not served any more: renamed (the same content under another id, or nearly), or taken into
/// another page.
/// </summary>
/// <remarks>Not safe for several threads; whoever records changes asks it.</remarks>
internal sealed class MovedPages
{
    // From this share of what the old one said, a person who looks for it is helped by the other.
    private const double TakenOverFrom = 0.5;

    // Texts are compared for as long as somebody may still be moving them; the same content is found at any time.
    private static readonly TimeSpan CompareFor = TimeSpan.FromDays(7);
    private const int MaxCompared = 200;
    private const int MaxFound = 5;

    // What a few words share they may share by chance.
    private const int MinShingles = 10;

    private readonly Dictionary<(string Id, string Hash), Document?> readBefore = [];

    /// <param name="deleted">Newest first.</param>
    /// <param name="lastText">The last text of a deleted document by its id.</param>
    /// <param name="current">What is served.</param>
    public IReadOnlyList<SuccessorLink> Of(
        IReadOnlyList<DeletedDocument> deleted,
        Func<string, string?> lastText,
        IReadOnlyList<CurrentDocument> current,
        KnowledgeBase knowledge,
        DateTimeOffset now
    )
    {
        if (deleted.Count == 0)
            return [];
        var found = new List<SuccessorLink>();
        var wanted = deleted.Select(g => g.Hash).ToHashSet();
        var byHash = current.Where(c => wanted.Contains(c.Hash)).ToLookup(c => c.Hash);
        var rest = new List<(DeletedDocument Gone, Document Read)>();
        foreach (var document in deleted)
        {
            // Of several copies one in the same source, and the one that kept the file's name.
            if (
                byHash[document.Hash]
                    .OrderByDescending(c => c.Document.Source == document.Source)
                    .ThenByDescending(c => NameOf(c.Document.Path) == NameOf(document.Path))
                    .ThenBy(c => c.Document.Id.Value, StringComparer.Ordinal)
                    .FirstOrDefault() is
                { } same
            )
                found.Add(new(document.Id, same.Document.Id.Value, 1));
            else if (rest.Count < MaxCompared && now - document.Deleted < CompareFor && Read(document, lastText) is { } read)
                rest.Add((document, read));
        }
        if (rest.Count == 0)
        {
            readBefore.Clear();
            return found;
        }
        var byBand = rest.SelectMany(r => r.Read.Signature.Select((rows, band) => (Key: (band, rows), r.Gone.Id)))
            .ToLookup(r => r.Key, r => r.Id);
        var near = new Dictionary<string, HashSet<Document>>();
        foreach (var document in knowledge.Documents)
            for (var band = 0; band < document.Signature.Count; band++)
                foreach (var id in byBand[(band, document.Signature[band])])
                    (near.TryGetValue(id, out var set) ? set : near[id] = []).Add(document);
        foreach (var (document, read) in rest)
        {
            var shingles = Resemblance.Shingles(read.Sections);
            if (shingles.Count < MinShingles)
                continue;
            // What a page said may have gone into a much longer one, which its name finds.
            var candidates = near.GetValueOrDefault(document.Id, [])
                .Concat(
                    knowledge
                        .Search(new(Sentences.Truncate(document.Title, 200), MaxFound), now)
                        .Hits.Select(h => knowledge.Find(h.DocumentId))
                        .OfType<Document>()
                )
                .Where(d => d.Kind != DocumentKind.Alert)
                .Distinct()
                .Select(d => (Document: d, Shingles: Resemblance.Shingles(d.Sections)))
                .Select(d =>
                    (d.Document, Likeness: Resemblance.Of(shingles, d.Shingles), Held: Resemblance.Containment(shingles, d.Shingles))
                )
                .ToList();
            if (candidates.Count == 0)
                continue;
            var like = candidates.MaxBy(c => c.Likeness);
            var holds = candidates.MaxBy(c => c.Held);
            if (like.Likeness >= Successor.SameFrom)
                found.Add(new(document.Id, like.Document.Id.Value, like.Likeness));
            // However much of it the longer page holds, it is another page: whoever had the address is told, not led.
            else if (holds.Held >= TakenOverFrom)
                found.Add(new(document.Id, holds.Document.Id.Value, Math.Min(holds.Held, Successor.SameFrom - 0.01)));
        }
        foreach (var key in readBefore.Keys.Except(rest.Select(r => (r.Gone.Id, r.Gone.Hash))).ToList())
            readBefore.Remove(key);
        return found;
    }

    private Document? Read(DeletedDocument deleted, Func<string, string?> lastText)
    {
        if (readBefore.TryGetValue((deleted.Id, deleted.Hash), out var known))
            return known;
        var text = lastText(deleted.Id);
        return readBefore[(deleted.Id, deleted.Hash)] = text is null
            ? null
            : DocumentReader
                .Read(new(deleted.Source, deleted.Source, deleted.Path, text))
                .Documents.FirstOrDefault(d => d.Kind != DocumentKind.Alert);
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
