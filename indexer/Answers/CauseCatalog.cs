using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Answers;

/// <summary>A cause as one document names it.</summary>
/// <param name="Position">0 for the first cause of its document.</param>
/// <param name="Fixes">Runbooks it points to.</param>
internal sealed record NamedCause(Document Document, Cause Cause, int Position, IReadOnlyList<Document> Fixes);

/// <summary>One cause, in the words of all documents that name it.</summary>
internal sealed class KnownCause(IReadOnlyList<NamedCause> named)
{
    public IReadOnlyList<NamedCause> Named => named;

    /// <summary>As a runbook puts it where one does: its authors chose the words for the person who searches.</summary>
    public string Text { get; } = named.OrderBy(n => n.Document.Kind != DocumentKind.Runbook).ThenBy(n => n.Position).First().Cause.Text;

    /// <summary>What stands in <see cref="Text"/>.</summary>
    public IReadOnlySet<string> Terms => terms ??= Negations.Added(Tokenizer.Tokenize(Text)).Select(t => t.Term).ToHashSet();

    private IReadOnlySet<string>? terms;

    public IReadOnlyList<Document> Postmortems { get; } =
    [.. named.Select(n => n.Document).Where(d => d.Kind == DocumentKind.Postmortem).Distinct().OrderByDescending(d => d.FrontMatter.Date)];
}

/// <summary>All causes of a knowledge base, each once, however many postmortems and runbooks name it.</summary>
internal sealed class CauseCatalog
{
    // Of the rarer words of the shorter sentence this share must stand in the other.
    private const double SameFrom = 0.6;
    private const int MinSharedWords = 3;

    // Reading a sentence costs more than comparing it; documents live on when others change.
    private static readonly ConditionalWeakTable<Document, IReadOnlyList<(Cause Cause, HashSet<string> Words)>> WordsOf = [];

    private readonly Dictionary<Document, List<(KnownCause Cause, NamedCause Named)>> byDocument = [];

    public CauseCatalog(DocumentGraph graph)
    {
        var named = new List<NamedCause>();
        var words = new List<HashSet<string>>();
        foreach (var document in graph.Documents)
        {
            if (document.Kind == DocumentKind.Alert)
                continue;
            foreach (var (cause, wordsOfCause) in WordsOf.GetValue(document, Causes))
            {
                named.Add(new(document, cause, named.Count > 0 && named[^1].Document == document ? named[^1].Position + 1 : 0, []));
                named[^1] = named[^1] with { Fixes = FixesOf(named[^1], graph) };
                words.Add(wordsOfCause);
            }
        }
        foreach (var cause in Group(named, words))
        foreach (var member in cause.Named)
        {
            if (!byDocument.TryGetValue(member.Document, out var list))
                byDocument[member.Document] = list = [];
            list.Add((cause, member));
        }
        foreach (var causes in byDocument.Values)
            causes.Sort((a, b) => a.Named.Position - b.Named.Position);
    }

    public CardBodies Bodies { get; } = new();

    /// <summary>Whether a page names a cause, and not only what helped one along.</summary>
    public static bool IsStatedBy(Document document) => document.Causes.Any(c => !c.IsContributing);

    /// <summary>The page itself as if it were a cause: what answers who asks how a thing is done, or what a word means.</summary>
    public static KnownCause PageItself(Document document) =>
        Pages.GetValue(document, static d => new([new(d, new(d.Title, "", null, []), 0, [])]));

    private static readonly ConditionalWeakTable<Document, KnownCause> Pages = [];

    /// <summary>The causes a document names, in its order.</summary>
    public IReadOnlyList<(KnownCause Cause, NamedCause Named)> Of(Document document) => byDocument.GetValueOrDefault(document) ?? [];

    private static IReadOnlyList<(Cause, HashSet<string>)> Causes(Document document)
    {
        var stated = document.Causes.Where(c => !c.IsContributing).ToList();
        IReadOnlyList<Cause> causes = stated.Count > 0 ? stated : [Fallback(document)];
        return [.. causes.Select(c => (c, WordOverlap.Of(c.Text)))];
    }

    private static IReadOnlyList<Document> FixesOf(NamedCause named, DocumentGraph graph)
    {
        if (named.Cause.Targets.Count == 0 && (named.Position > 0 || named.Document.Kind != DocumentKind.Postmortem))
            return [];
        var fixes = named
            .Cause.Targets.Select(t => graph.Resolve(named.Document, t))
            .OfType<Document>()
            .Where(d => d.Kind == DocumentKind.Runbook && d != named.Document);
        // A postmortem's runbooks are those of its root cause, its first.
        if (named.Position == 0 && named.Document.Kind == DocumentKind.Postmortem && named.Document.Causes.Count > 0)
            fixes = fixes.Concat(
                named.Document.FrontMatter.Runbooks.Select(r => graph.Find(r) ?? graph.Resolve(named.Document, r)).OfType<Document>()
            );
        return [.. fixes.Distinct()];
    }

    // A page without causes is about one thing: what its alert means, what is seen, or its title.
    private static Cause Fallback(Document document) => document.Meaning ?? new(document.Title, "", null, []);

    private static IEnumerable<KnownCause> Group(List<NamedCause> named, List<HashSet<string>> words)
    {
        var weight = new Dictionary<string, double>();
        foreach (var set in words)
        foreach (var word in set)
            CollectionsMarshal.GetValueRefOrAddDefault(weight, word, out _)++;
        foreach (var word in weight.Keys)
            weight[word] = 1 / Math.Sqrt(weight[word]);

        var leaders = new List<(int Index, List<NamedCause> Members)>();
        var byWord = new Dictionary<string, List<int>>();
        var byDistinctiveWord = new Dictionary<string, List<int>>();
        var near = new HashSet<int>();
        // The fullest sentences lead, so that which document is read first changes nothing.
        foreach (
            var i in Enumerable
                .Range(0, named.Count)
                .OrderByDescending(i => words[i].Count)
                .ThenBy(i => named[i].Document.Id.Value, StringComparer.Ordinal)
                .ThenBy(i => named[i].Position)
        )
        {
            // Too short to be the same as any other: nobody finds it, and it finds nobody.
            if (words[i].Count < MinSharedWords)
            {
                leaders.Add((i, [named[i]]));
                continue;
            }
            // Who shares enough with the lighter of the two sentences shares one of its distinctive words.
            var significant = DistinctiveWords(words[i], weight);
            near.Clear();
            foreach (var word in significant)
                near.UnionWith(byWord.GetValueOrDefault(word) ?? []);
            foreach (var word in words[i])
                near.UnionWith(byDistinctiveWord.GetValueOrDefault(word) ?? []);
            var same = near.Select(l => (Leader: l, Likeness: Likeness(words[leaders[l].Index], words[i], weight)))
                .Where(l => l.Likeness >= SameFrom)
                .OrderByDescending(l => l.Likeness)
                .ThenBy(l => l.Leader)
                .Select(l => (int?)l.Leader)
                .FirstOrDefault();
            if (same is { } leader)
            {
                leaders[leader].Members.Add(named[i]);
                continue;
            }
            foreach (var word in words[i])
                Add(byWord, word, leaders.Count);
            foreach (var word in significant)
                Add(byDistinctiveWord, word, leaders.Count);
            leaders.Add((i, [named[i]]));
        }
        return leaders.Select(l => new KnownCause(l.Members));
    }

    /// <summary>The rarest words of a sentence that together weigh more than what two sentences that are the same may differ in.</summary>
    private static List<string> DistinctiveWords(HashSet<string> words, Dictionary<string, double> weight)
    {
        var left = words.Sum(w => weight[w]) * (1 - SameFrom) + 1e-9;
        var significant = new List<string>();
        foreach (var word in words.OrderByDescending(w => weight[w]))
        {
            significant.Add(word);
            if ((left -= weight[word]) < 0)
                break;
        }
        return significant;
    }

    private static void Add(Dictionary<string, List<int>> lists, string word, int leader)
    {
        if (!lists.TryGetValue(word, out var list))
            lists[word] = list = [];
        list.Add(leader);
    }

    /// <summary>The weight of what two sentences share, as a share of the lighter one's; 0 when they share too few words to tell.</summary>
    private static double Likeness(HashSet<string> a, HashSet<string> b, Dictionary<string, double> weight)
    {
        var (shared, sharedWeight, weightOfA, weightOfB) = (0, 0.0, 0.0, 0.0);
        foreach (var word in a)
            weightOfA += weight[word];
        foreach (var word in b)
        {
            weightOfB += weight[word];
            if (!a.Contains(word))
                continue;
            shared++;
            sharedWeight += weight[word];
        }
        return shared < MinSharedWords ? 0 : sharedWeight / Math.Max(Math.Min(weightOfA, weightOfB), 1e-9);
    }
}
