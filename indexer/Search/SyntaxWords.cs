using System.Runtime.CompilerServices;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Syntax;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>
/// Looks the words of an expression up in the index, in every language of the pages: whole ones, patterns, ones with typing errors.
/// </summary>
internal sealed class SyntaxWords(LexicalIndex index)
{
    /// <summary>Terms that one pattern stands for, the most frequent first.</summary>
    public const int MaxExpanded = 64;

    /// <summary>Terms of a segment that are compared with one pattern.</summary>
    private const int MaxCompared = 200_000;

    // Titles are no field of the postings; of each segment they are read once, when a title is first asked for.
    private static readonly ConditionalWeakTable<Segment, Dictionary<string, List<int>>> Titles = [];

    /// <summary>Whether a text has any word; of punctuation alone nothing can be asked.</summary>
    public static bool HasWords(string text) => Phrases.WordsOf(text, TextLanguage.English).Count > 0;

    public static bool HasSeveral(string text) => Phrases.WordsOf(text, TextLanguage.English).Count > 1;

    // Matching and ranking ask for the same ones.
    private readonly Dictionary<SyntaxNode, IReadOnlyList<string>> expanded = [];

    /// <summary>The terms that a pattern stands for, or that a word with typing errors may have been meant as, and its own.</summary>
    public IReadOnlyList<string> Expand(SyntaxNode node)
    {
        if (!expanded.TryGetValue(node, out var terms))
            expanded[node] = terms = node switch
            {
                SyntaxNode.Pattern pattern => Terms(pattern),
                SyntaxNode.Like like => Terms(like),
                _ => [],
            };
        return terms;
    }

    private IReadOnlyList<string> Terms(SyntaxNode.Pattern pattern)
    {
        var prefix = pattern.Text[..pattern.Text.AsSpan().IndexOfAny('*', '?')];
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (segment, _) in index.Segments)
        {
            foreach (var term in Within(segment.Terms, prefix))
                if (
                    !Negations.IsJoined(term)
                    && !term.Contains('=', StringComparison.Ordinal)
                    && Wildcards.Match(pattern.Text, term)
                    && index.Contains(term)
                )
                    terms.Add(term);
            // Words as they stand in texts: of `loading*` the stem is shorter than what was typed.
            foreach (var word in Within(segment.Words, prefix))
                if (Wildcards.Match(pattern.Text, word))
                    terms.UnionWith(index.TermsOf(word).Where(index.Contains));
        }
        return MostFrequent(terms);
    }

    private IReadOnlyList<string> Terms(SyntaxNode.Like like) =>
        MostFrequent(
            index
                .Correct(like.Text, MaxExpanded)
                .Where(w => w.Edits <= like.Edits)
                .Select(w => w.Word)
                .Concat(Tokenizer.Words(Tokenizer.Tokenize(like.Text)).Select(t => t.Surface))
                .SelectMany(index.TermsOf)
                .Where(index.Contains)
                .ToHashSet(StringComparer.Ordinal)
        );

    public Bitmap[] DocumentsWithAny(IReadOnlyList<string> terms) =>
        [
            .. index.Segments.Select(s =>
                terms
                    .Select(t => Units.With(s.Segment, s.Segment.DocumentPostings, s.Segment.Documents.Length, [t]))
                    .Aggregate(Bitmap.OfSize(s.Segment.Documents.Length), (a, b) => a.Or(b))
            ),
        ];

    /// <summary>Documents whose title holds all words of a text as any of the languages has them.</summary>
    public Bitmap[] TitlesHolding(string text) =>
        index
            .Languages.DefaultIfEmpty(TextLanguage.English)
            .Select(l => Phrases.WordsOf(text, l).Distinct().ToList())
            .DistinctBy(terms => string.Join(' ', terms))
            .Select(terms => terms.Select(t => TitlesWith([t])).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x.And(y))]))
            .Aggregate((a, b) => [.. a.Zip(b, (x, y) => x.Or(y))]);

    /// <summary>Documents that have any of the terms in their title.</summary>
    public Bitmap[] TitlesWith(IReadOnlyList<string> terms) =>
        [
            .. index.Segments.Select(s =>
            {
                var with = Bitmap.OfSize(s.Segment.Documents.Length);
                var titles = Titles.GetValue(s.Segment, TitleTerms);
                foreach (var term in terms)
                foreach (var document in titles.GetValueOrDefault(term, []))
                    with.Set(document);
                return with;
            }),
        ];

    private static Dictionary<string, List<int>> TitleTerms(Segment segment)
    {
        var titles = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var d = 0; d < segment.Documents.Length; d++)
            foreach (
                var term in Tokenizer
                    .Tokenize(Passages.Titles(segment.Documents[d]), TextLanguage.Of(segment.Documents[d].Language))
                    .Select(t => t.Term)
                    .Distinct()
            )
            {
                if (!titles.TryGetValue(term, out var documents))
                    titles[term] = documents = [];
                documents.Add(d);
            }
        return titles;
    }

    private static IEnumerable<string> Within(TermList list, string prefix)
    {
        var (first, end) = list.Prefix(prefix);
        for (var i = first; i < Math.Min(end, first + MaxCompared); i++)
            yield return list.Text(i);
    }

    private IReadOnlyList<string> MostFrequent(IReadOnlySet<string> terms) =>
        [.. terms.OrderBy(index.Idf).ThenBy(t => t, StringComparer.Ordinal).Take(MaxExpanded)];
}
