using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Linking;

/// <summary>Pages that are one page kept in several places: a search shows one of them and says where the others are.</summary>
/// <remarks>
/// Alerts of one family have pages that differ in a word, and that word is what matters. So nearly the same text makes two pages
/// one only under one title;
/// under different titles it must be the same text, and neither title the name of an alert.
/// </remarks>
internal sealed class Duplicates
{
    private const double SameUnderOneTitle = 0.7;
    private const double SameUnderAnyTitle = 0.98;

    private readonly Dictionary<Document, Document[]> groups = [];

    public Duplicates(IReadOnlyList<Document> documents)
    {
        Pairs = [.. Resembling(documents, SameUnderOneTitle)];
        foreach (var (page, like, likeness) in Pairs)
        {
            if (likeness < SameUnderAnyTitle || IsName(page.Title) || IsName(like.Title))
                if (!KeyOf(page.Title).Equals(KeyOf(like.Title), StringComparison.Ordinal))
                    continue;
            Document[] group = [.. groups.GetValueOrDefault(like, [like]), page];
            foreach (var member in group)
                groups[member] = group;
        }
    }

    /// <summary>All that say nearly the same, under whatever title, each with the first that it is like.</summary>
    public IReadOnlyList<(Document Page, Document Like, double Likeness)> Pairs { get; }

    /// <summary>The other places of a page; empty for nearly all.</summary>
    public IEnumerable<Document> Of(Document document) =>
        groups.TryGetValue(document, out var group) ? group.Where(d => d != document) : [];

    /// <summary>The first of a page's places, by id; the page itself when it has no other.</summary>
    public Document FirstOf(Document document) => groups.TryGetValue(document, out var group) ? group[0] : document;

    /// <summary>
    /// Pages that say nearly what an earlier one says. Each is compared with the first of those it may equal, so that a thousand
    /// copies cost a thousand comparisons.
    /// </summary>
    /// <param name="from">Jaccard's coefficient from which they count.</param>
    private static IEnumerable<(Document Page, Document Like, double Likeness)> Resembling(IEnumerable<Document> documents, double from)
    {
        var leaders = new Dictionary<(int Band, ulong Rows), Document>();
        var candidates = new HashSet<Document>();
        foreach (var page in documents)
        {
            candidates.Clear();
            for (var band = 0; band < page.Signature.Count; band++)
                if (!leaders.TryAdd((band, page.Signature[band]), page))
                    candidates.Add(leaders[(band, page.Signature[band])]);
            if (candidates.Count == 0)
                continue;
            var shingles = new Lazy<IReadOnlySet<ulong>>(() => Resemblance.Shingles(page.Sections));
            var (like, likeness) = candidates
                .Select(c => (c, HaveSameText(c, page) ? 1 : Resemblance.Of(Resemblance.Shingles(c.Sections), shingles.Value)))
                .MaxBy(c => c.Item2);
            if (likeness >= from)
                yield return (page, like, likeness);
        }
    }

    // Copies, which most of what is compared here is.
    private static bool HaveSameText(Document a, Document b) =>
        a.Sections.Select(s => s.Text).SequenceEqual(b.Sections.Select(s => s.Text));

    // `KubePodCrashLooping`: one word is a name.
    private static bool IsName(string title) => !title.Contains(' ', StringComparison.Ordinal);

    private static string KeyOf(string title) => string.Concat(title.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
