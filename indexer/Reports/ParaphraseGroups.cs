using System.Runtime.InteropServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Reports;

/// <summary>A page that says something of a register.</summary>
public sealed record Citation(string DocumentId, DocumentKind Kind, string Title, DateOnly? Date, string Url)
{
    public static Citation Of(Document document) =>
        new(document.Id.Value, document.Kind, document.Title, document.FrontMatter.Date, Urls.Of(document));
}

/// <summary>Puts together what several pages say in different words.</summary>
internal static class ParaphraseGroups
{
    // Of the words of both so many must be common.
    private const double SameFrom = 0.75;

    /// <summary>Groups of items, each in the order given; the first item of a group gave it its name.</summary>
    /// <remarks>
    /// Beside the share of common words the rarest word of each must be in the other: "the SFTP job ended with exit code 0" and
    /// "the clean-up job ended with exit code 0" differ in one word of six, and in what they are about.
    /// </remarks>
    public static IReadOnlyList<IReadOnlyList<T>> Group<T>(IReadOnlyList<T> items, Func<T, string> text)
    {
        var words = items.Select(i => WordOverlap.Of(text(i))).ToList();
        var counts = new Dictionary<string, int>();
        foreach (var word in words.SelectMany(w => w))
            CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
        var groups = new List<(HashSet<string> Words, List<T> Items)>();
        for (var i = 0; i < items.Count; i++)
        {
            var own = words[i];
            var phrase = text(items[i]);
            if (
                groups.FirstOrDefault(g =>
                    IsSame(g.Words, own, counts) || text(g.Items[0]).Equals(phrase, StringComparison.OrdinalIgnoreCase)
                ) is
                { Items: not null } group
            )
                group.Items.Add(items[i]);
            else
                groups.Add((own, [items[i]]));
        }
        return [.. groups.Select(g => g.Items)];
    }

    private static bool IsSame(HashSet<string> a, HashSet<string> b, Dictionary<string, int> counts) =>
        a.Count > 0
        && b.Count > 0
        && 2.0 * a.Count(b.Contains) >= SameFrom * (a.Count + b.Count)
        && Rarest(a, counts).Any(b.Contains)
        && Rarest(b, counts).Any(a.Contains);

    private static IEnumerable<string> Rarest(HashSet<string> words, Dictionary<string, int> counts)
    {
        var min = words.Min(w => counts[w]);
        return words.Where(w => counts[w] == min);
    }

    /// <summary>Documents of a service; all without one.</summary>
    public static IEnumerable<Document> Of(KnowledgeBase knowledge, string? service) =>
        string.IsNullOrWhiteSpace(service) ? knowledge.Documents : knowledge.DocumentsOfService(service.Trim());

    /// <summary>The incidents among pages, the newest first, then the other pages.</summary>
    public static IReadOnlyList<Citation> Pages(IEnumerable<Document> documents) =>
        [
            .. documents
                .Distinct()
                .OrderBy(d => d.Kind != DocumentKind.Postmortem)
                .ThenByDescending(d => d.FrontMatter.Date)
                .ThenBy(d => d.Id.Value, StringComparer.Ordinal)
                .Select(Citation.Of),
        ];
}
