namespace Knowledge.Indexer.Search;

/// <param name="Terms">All that it says, negated words with and without their negation.</param>
/// <param name="QueryTerms">What it would ask for as a query.</param>
internal sealed record LearnedPhrase(SearchPhrase Phrase, IReadOnlySet<string> Terms, IReadOnlySet<string> QueryTerms);

/// <summary>A page's phrases in terms of the index.</summary>
/// <param name="Helpful">Those it is found by.</param>
/// <param name="Rejected">Those it gives way to others for.</param>
/// <param name="Frequency">How much each term of the helpful ones counts.</param>
internal sealed record LearnedDocument(
    int Segment,
    int Document,
    IReadOnlyList<LearnedPhrase> Helpful,
    IReadOnlyList<LearnedPhrase> Rejected,
    IReadOnlyDictionary<string, float> Frequency,
    IReadOnlySet<string> Title
);
