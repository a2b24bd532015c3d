using Knowledge.Indexer.Index;
using Knowledge.Indexer.Syntax;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>What an expression ranks by: its words as they stand there, each with its boost.</summary>
internal static class SyntaxPlan
{
    private const int MaxConcepts = 32;

    public static IReadOnlyList<Concept> Of(SyntaxNode node, LexicalIndex index, SyntaxWords words) =>
        [.. Concepts(node, 1, index, words).DistinctBy(c => c.Text).OrderByDescending(c => c.Importance).Take(MaxConcepts)];

    private static IEnumerable<Concept> Concepts(SyntaxNode node, float boost, LexicalIndex index, SyntaxWords words)
    {
        boost *= node.Boost;
        return node switch
        {
            SyntaxNode.Group group => group
                .Clauses.Where(c => c.Occur != SyntaxOccur.MustNot)
                .SelectMany(c => Concepts(c.Node, boost, index, words)),
            SyntaxNode.Words { Field: SyntaxField.Any or SyntaxField.Title } text => Tokenizer
                .Words(Tokenizer.Tokenize(text.Text))
                .DistinctBy(t => t.Term)
                .Select(t => One(t.Surface, TermsOf(t), $"term: {t.Surface}")),
            SyntaxNode.Pattern { Field: SyntaxField.Any or SyntaxField.Title } pattern => words.Expand(pattern) is { Count: > 0 } terms
                ? [One(pattern.Text, terms, $"pattern: {pattern.Text}")]
                : [],
            SyntaxNode.Like like => words.Expand(like) is { Count: > 0 } terms ? [One(like.Text, terms, $"like: {like.Text}")] : [],
            _ => [],
        };

        IReadOnlyList<string> TermsOf(Token token) =>
            token.Kind == TokenKind.Word && index.TermsOf(token.Surface).Where(index.Contains).ToList() is { Count: > 0 } terms
                ? terms
                : [token.Term];

        Concept One(string text, IReadOnlyList<string> terms, string why) =>
            new(
                text,
                [.. terms.Select(t => new Alternative([t], 1, terms.Count > 1 ? $"{why} → {t}" : why) { Weight = boost })],
                terms.Max(index.Idf)
            );
    }
}
