using Knowledge.Indexer.Syntax;

namespace Knowledge.Indexer.Search;

/// <summary>Whether a request is an expression in the classic syntax of Lucene, and what is wrong with it.</summary>
internal static class Expression
{
    /// <summary>Null for plain words, and for what is no expression.</summary>
    public static SyntaxNode? Of(SearchRequest request) => Of(request.Query, request.Syntax);

    public static SyntaxNode? Of(string query, QuerySyntax syntax) =>
        syntax switch
        {
            QuerySyntax.Lucene => SyntaxParser.Parse(query).Node,
            QuerySyntax.Detect when !QueryText.IsPaste(query) => SyntaxDetection.Find(query, QueryText.IsCopied),
            _ => null,
        };

    /// <summary>Why a query that should be an expression is none, in one line that marks the place; null when it is one.</summary>
    public static string? ProblemOf(string query, QuerySyntax syntax) =>
        syntax == QuerySyntax.Lucene ? SyntaxParser.Parse(query).Problem?.Message : null;
}
