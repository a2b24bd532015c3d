namespace Knowledge.Indexer.Search;

/// <summary>How a query is read.</summary>
public enum QuerySyntax
{
    /// <summary>As plain words, or as an expression when it is clearly one.</summary>
    Detect,

    /// <summary>As an expression in the classic syntax of Lucene; what is none is refused.</summary>
    Lucene,

    /// <summary>As plain words, whatever stands between them.</summary>
    Plain,
}
