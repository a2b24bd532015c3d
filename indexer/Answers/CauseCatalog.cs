using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Answers;

/// <summary>A cause as one document names it.</summary>
/// <param name="Position">0 for the first cause of its document.</param>
/// <param name="Fixes">Runbooks it points to.</param>
internal sealed record NamedCause(Document Document, Cause Cause, int Position, IReadOnlyList<Document> Fixes);

/// <summary>One cause, in the words of all documents that name it.</summary>
internal sealed record KnownCause(IReadOnlyList<NamedCause> Named)
{
    /// <summary>As a runbook puts it where one does: its authors chose the words for the person who searches.</summary>
    public string Text { get; } = Named.OrderBy(n => n.Document.Kind != DocumentKind.Runbook).ThenBy(n => n.Position).First().Cause.Text;

    public IReadOnlyList<Document> Postmortems { get; } =
        [.. Named.Select(n => n.Document).Where(d => d.Kind == DocumentKind.Postmortem).Distinct().OrderByDescending(d => d.FrontMatter.Date)];
}

/// <summary>All causes of a knowledge base, each once, however many postmortems and runbooks name it.</summary>
internal sealed class CauseCatalog
{
    // Of the rarer words of the shorter sentence this share must stand in the other.
    private const double SameFrom = 0.6;
    private const int MinSharedWords = 3;

    private readonly Dictionary<Document, List<(KnownCause Cause, NamedCause Named)>> byDocument = [];

    public CauseCatalog(DocumentGraph graph)
    {
        var named = graph.Documents.Where(d => d.Kind != DocumentKind.Alert).SelectMany(d => CausesOf(d, graph)).ToList();
        foreach (var cause in Group(named))
            foreach (var member in cause.Named)
            {
                if (!byDocument.TryGetValue(member.Document, out var list)) byDocument[member.Document] = list = [];
                list.Add((cause, member));
            }
    }

    /// <summary>The causes a document names, in its order.</summary>
    public IEnumerable<(KnownCause Cause, NamedCause Named)> Of(Document document) =>
        byDocument.GetValueOrDefault(document)?.OrderBy(c => c.Named.Position) ?? Enumerable.Empty<(KnownCause, NamedCause)>();

    private static IEnumerable<NamedCause> CausesOf(Document document, DocumentGraph graph)
    {
        if (document.Causes.Count == 0)
        {
            yield return new(document, Fallback(document), 0, []);
            yield break;
        }
        for (var i = 0; i < document.Causes.Count; i++)
        {
            var fixes = document.Causes[i].Targets.Select(t => graph.Resolve(document, t)).OfType<Document>().Where(d => d.Kind == DocumentKind.Runbook && d != document);
            // A postmortem's runbooks are those of its root cause, its first.
            if (i == 0 && document.Kind == DocumentKind.Postmortem)
                fixes = fixes.Concat(document.FrontMatter.Runbooks.Select(r => graph.Find(r) ?? graph.Resolve(document, r)).OfType<Document>());
            yield return new(document, document.Causes[i], i, [.. fixes.Distinct()]);
        }
    }

    // A page without causes is about one thing: what its alert means, what is seen, or its title.
    private static Cause Fallback(Document document)
    {
        var meaning = document.Sections.FirstOrDefault(s => s.Kind == SectionKind.Symptoms && s.Text.Length > 0);
        var sentence = meaning is null ? "" : Sentences.First(meaning.Text);
        return new(sentence.Length > 0 ? sentence : document.Title, meaning?.Anchor ?? "", null, []);
    }

    private static IEnumerable<KnownCause> Group(List<NamedCause> named)
    {
        var words = named.Select(n => SameWords.Of(n.Cause.Text)).ToList();
        var frequency = words.SelectMany(w => w).CountBy(w => w).ToDictionary();
        var leaders = new List<(int Index, List<NamedCause> Members)>();
        var leadersByWord = new Dictionary<string, List<int>>();
        // The fullest sentences lead, so that which document is read first changes nothing.
        foreach (var i in Enumerable.Range(0, named.Count).OrderByDescending(i => words[i].Count).ThenBy(i => named[i].Document.Id.Value, StringComparer.Ordinal).ThenBy(i => named[i].Position))
        {
            var same = words[i].SelectMany(w => leadersByWord.GetValueOrDefault(w) ?? []).CountBy(l => l)
                .Where(l => l.Value >= MinSharedWords)
                .Select(l => (Leader: l.Key, Likeness: Likeness(words[leaders[l.Key].Index], words[i], frequency)))
                .Where(l => l.Likeness >= SameFrom)
                .OrderByDescending(l => l.Likeness).ThenBy(l => l.Leader)
                .ToList();
            if (same.Count > 0) leaders[same[0].Leader].Members.Add(named[i]);
            else
            {
                foreach (var word in words[i])
                {
                    if (!leadersByWord.TryGetValue(word, out var list)) leadersByWord[word] = list = [];
                    list.Add(leaders.Count);
                }
                leaders.Add((i, [named[i]]));
            }
        }
        return leaders.Select(l => new KnownCause(l.Members));
    }

    private static double Likeness(HashSet<string> a, HashSet<string> b, Dictionary<string, int> frequency)
    {
        double Weight(IEnumerable<string> words) => words.Sum(w => 1.0 / Math.Sqrt(frequency[w]));
        return Weight(a.Intersect(b)) / Math.Max(Math.Min(Weight(a), Weight(b)), 1e-9);
    }
}
