namespace Knowledge.Indexer.Search;

/// <summary>A page that people said answers queries like the one at hand.</summary>
/// <param name="PassageScore">Score of title and phrases together, as if they were a passage of the page.</param>
/// <param name="DocumentScore">Score of the page with what its phrases add.</param>
/// <param name="Votes">How many said so, of phrases that share a word with the query.</param>
/// <param name="Phrase">The phrase that shares most with the query.</param>
/// <param name="Likeness">For each concept of the query how nearly the phrases say it, 0 to 1.</param>
/// <param name="Fit">How well the phrases fit the query compared with pages without feedback: above 0 to 1.</param>
internal sealed record FeedbackMatch(
    LearnedDocument Document,
    float PassageScore,
    float DocumentScore,
    int Votes,
    string Phrase,
    float[] Likeness,
    float Fit
);
