namespace Knowledge.Indexer.Syntax;

/// <summary>What part of a page an expression speaks of.</summary>
internal enum SyntaxField
{
    /// <summary>All that is searched.</summary>
    Any,
    Title,
    Kind,
    Service,
    Owner,
    Tag,
    Severity,

    /// <summary>Day of the last change; of what is in an archive its date.</summary>
    Changed,
}

/// <summary>Whether a page needs a clause.</summary>
internal enum SyntaxOccur
{
    May,
    Must,
    MustNot,
}

/// <summary>A query in the classic syntax of Lucene, as a tree.</summary>
internal abstract record SyntaxNode
{
    /// <summary>What it counts in the order of what is found.</summary>
    public float Boost { get; init; } = 1;

    /// <summary>Everything: <c>*:*</c>.</summary>
    public sealed record All : SyntaxNode;

    /// <summary>Words: <c>disk</c>, <c>"no space left"~3</c>, <c>owner:data</c>.</summary>
    /// <param name="Slop">How many places words in quotes may be moved; null for words without quotes.</param>
    public sealed record Words(SyntaxField Field, string Text, int? Slop = null) : SyntaxNode;

    /// <summary>Words that look so: <c>pod-4*</c>, <c>rows?read</c>.</summary>
    /// <param name="Text">Lower case.</param>
    public sealed record Pattern(SyntaxField Field, string Text) : SyntaxNode;

    /// <summary>Words with typing errors: <c>kubernets~</c>.</summary>
    public sealed record Like(string Text, int Edits) : SyntaxNode;

    /// <summary>Days or numbers: <c>changed:[2026-01-01 TO *]</c>, <c>sev:[1 TO 2]</c>. Both ends belong to it; null is no limit.</summary>
    public sealed record Range(SyntaxField Field, int? First, int? Last) : SyntaxNode;

    /// <summary>Clauses as <c>AND</c>, <c>OR</c>, <c>NOT</c>, <c>+</c> and <c>-</c> join them.</summary>
    public sealed record Group(IReadOnlyList<SyntaxClause> Clauses) : SyntaxNode;

    /// <summary>The words that are looked for, without those that must not be there.</summary>
    public IEnumerable<string> Wanted() =>
        this switch
        {
            Words { Field: SyntaxField.Any or SyntaxField.Title } words => [words.Text],
            Like like => [like.Text],
            Pattern { Field: SyntaxField.Any or SyntaxField.Title } pattern => [pattern.Text.Replace('*', ' ').Replace('?', ' ')],
            Group group => group.Clauses.Where(c => c.Occur != SyntaxOccur.MustNot).SelectMany(c => c.Node.Wanted()),
            _ => [],
        };
}

internal sealed record SyntaxClause(SyntaxOccur Occur, SyntaxNode Node);
