namespace Knowledge.Indexer.Search;

/// <summary>One way in which a document may say what was meant.</summary>
/// <param name="Terms">All must be there.</param>
/// <param name="Likeness">How nearly it is what was meant: 1 for the words as typed.</param>
/// <param name="Why">What a person is told when this is what matched.</param>
internal sealed record Alternative(IReadOnlyList<string> Terms, float Likeness, string Why)
{
    /// <summary>What it counts in the ranking, as a factor.</summary>
    public float Weight { get; init; } = Likeness;
}

/// <summary>One thing a query asks for, with all the variants of it; a document matches it as well as its best variant does.</summary>
/// <param name="Importance">How specific it is among the documents there are.</param>
internal sealed record Concept(string Text, IReadOnlyList<Alternative> Alternatives, float Importance)
{
    /// <summary>How specific it is, and no more than its word is in English.</summary>
    public float Specificity { get; init; } = Importance;
}
