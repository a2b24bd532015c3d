using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Answers;

/// <summary>A page that an answer rests on, and pages that are easily taken for it.</summary>
/// <param name="Twins">Best first.</param>
internal sealed record TwinGroup(Candidate Page, IReadOnlyList<Document> Twins)
{
    private const int MaxWords = 6;

    /// <summary>Words by which the page is told from the others; null when it has no twins, or none but their words.</summary>
    public string? Tells => Twins.Count == 0 ? null : Told(NearTwins.OwnWords(Page.Document, Twins[0]));

    public IReadOnlyList<AlternativePage>? Alternatives =>
        Twins.Count == 0
            ? null
            :
            [
                .. Twins.Select(t => new AlternativePage(
                    t.Id.Value,
                    t.Title,
                    Urls.Of(t),
                    Told(NearTwins.OwnWords(t, Page.Document))
                        ?? (Told(NearTwins.OwnWords(Page.Document, t)) is { } lacking ? "not " + lacking : t.Title)
                )),
            ];

    private static string? Told(IReadOnlyList<string> words) => words.Count == 0 ? null : string.Join(' ', words.Take(MaxWords));
}

/// <summary>Puts near twins together, so that they share one card that says which is which.</summary>
internal static class TwinGroups
{
    private const int MaxTwins = 3;

    /// <param name="candidates">Pages that an answer may rest on, best first.</param>
    /// <param name="best">All of the best pages, whatever they are worth: twins are among them.</param>
    /// <param name="relevance">How much of the query stands in a text of these terms, 0 to 1.</param>
    public static IReadOnlyList<TwinGroup> Of(
        IReadOnlyList<Candidate> candidates,
        IReadOnlyList<Candidate> best,
        Func<IReadOnlySet<string>, double> relevance
    )
    {
        var groups = new List<TwinGroup>();
        var taken = new HashSet<Document>();
        foreach (var candidate in candidates)
        {
            if (!taken.Add(candidate.Document))
                continue;
            var twins = best.Where(b => !taken.Contains(b.Document) && NearTwins.Are(candidate.Document, b.Document))
                .Take(MaxTwins)
                .ToList();
            taken.UnionWith(twins.Select(t => t.Document));
            // Who repeats what was asked, where the first does not, is meant.
            var leader = twins.Find(t => IsMeant(t.Document, candidate.Document, relevance));
            groups.Add(
                leader is null
                    ? new(candidate, [.. twins.Select(t => t.Document)])
                    : new(
                        leader with
                        {
                            Score = candidate.Score,
                            Confidence = candidate.Confidence,
                        },
                        [candidate.Document, .. twins.Where(t => t != leader).Select(t => t.Document)]
                    )
            );
        }
        return groups;
    }

    private static bool IsMeant(Document twin, Document first, Func<IReadOnlySet<string>, double> relevance) =>
        relevance(Terms(NearTwins.OwnWords(twin, first))) > 0 && relevance(Terms(NearTwins.OwnWords(first, twin))) <= 0;

    private static HashSet<string> Terms(IReadOnlyList<string> words) => [.. words.Select(Tokenizer.TermOf)];
}
