using System.Runtime.CompilerServices;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Syntax;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Looks the words of an expression up in the index: whole ones, patterns, ones with typing errors, and words in quotes.</summary>
internal sealed class SyntaxWords(LexicalIndex index)
{
    /// <summary>Terms that one pattern stands for, the most frequent first.</summary>
    public const int MaxExpanded = 64;

    /// <summary>Terms of a segment that are compared with one pattern.</summary>
    private const int MaxCompared = 200_000;

    // Titles are no field of the postings; of each segment they are read once, when a title is first asked for.
    private static readonly ConditionalWeakTable<Segment, Dictionary<string, List<int>>> Titles = [];

    /// <summary>One term a word, without repeats.</summary>
    public static IReadOnlyList<string> TermsOf(string text) =>
        [.. Tokenizer.Words(Tokenizer.Tokenize(text)).Select(t => t.Term).Distinct()];

    /// <summary>The terms that a pattern stands for.</summary>
    public IReadOnlyList<string> Expand(SyntaxNode.Pattern pattern)
    {
        var prefix = pattern.Text[..pattern.Text.AsSpan().IndexOfAny('*', '?')];
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (segment, _) in index.Segments)
        {
            foreach (var term in Within(segment.Terms, prefix))
                if (!Negations.IsJoined(term) && !term.Contains('=', StringComparison.Ordinal) && Wildcards.Match(pattern.Text, term))
                    terms.Add(term);
            // Words as they stand in texts: of `loading*` the stem is shorter than what was typed.
            foreach (var word in Within(segment.Words, prefix))
                if (Wildcards.Match(pattern.Text, word))
                    terms.Add(Tokenizer.TermOf(word));
        }
        return MostFrequent(terms);
    }

    /// <summary>The terms that a word with typing errors may have been meant as, and its own.</summary>
    public IReadOnlyList<string> Expand(SyntaxNode.Like like) =>
        MostFrequent(
            TermsOf(like.Text)
                .Concat(index.Correct(like.Text, MaxExpanded).Where(w => w.Edits <= like.Edits).Select(w => Tokenizer.TermOf(w.Word)))
                .Where(index.Contains)
                .ToHashSet(StringComparer.Ordinal)
        );

    public Bitmap[] DocumentsWithAll(IReadOnlyList<string> terms) =>
        [.. index.Segments.Select(s => DocumentFilter.UnitsWith(s.Segment, s.Segment.DocumentPostings, s.Segment.Documents.Length, terms))];

    public Bitmap[] DocumentsWithAny(IReadOnlyList<string> terms) =>
        [
            .. index.Segments.Select(s =>
                terms
                    .Select(t => DocumentFilter.UnitsWith(s.Segment, s.Segment.DocumentPostings, s.Segment.Documents.Length, [t]))
                    .Aggregate(Bitmap.OfSize(s.Segment.Documents.Length), (a, b) => a.Or(b))
            ),
        ];

    /// <summary>Passages that hold all terms together with the one behind them: words in quotes may lie across a cut.</summary>
    public Bitmap[] PassagesWithAll(IReadOnlyList<string> terms) => DocumentFilter.PassagesWith(index, terms);

    public Bitmap[] DocumentsOf(Bitmap[] passages) => DocumentFilter.DocumentsOf(index, passages);

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
            foreach (var term in Tokenizer.Tokenize(Passages.Titles(segment.Documents[d])).Select(t => t.Term).Distinct())
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
