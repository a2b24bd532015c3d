using Knowledge.Content.Text;
using Knowledge.Indexer.Redaction;

namespace Knowledge.Indexer.Search;

/// <summary>What somebody said of a page that a search led to, or did not lead to.</summary>
/// <param name="Query">What was searched for, as <see cref="StoredForm"/> leaves it.</param>
/// <param name="Helped">False: it was not the one.</param>
/// <param name="Actor">Name of the person, as chosen.</param>
/// <param name="StoredKey">The key, where it was kept with the rest.</param>
public sealed record Feedback(string Query, string DocumentId, bool Helped, string Actor, DateTimeOffset At, string? StoredKey = null)
{
    /// <summary><see cref="KeyOf"/> the query.</summary>
    public string Key => StoredKey ?? KeyOf(Query);

    /// <summary>A query as it is kept: without secrets, mail addresses and phone numbers, and of a pasted ticket its beginning.</summary>
    public static string StoredForm(string query) =>
        Sentences.Truncate(KeptQuery.Of(query).Replace('\n', ' '), SearchRequest.MaxQueryCharacters);

    /// <summary>The same for the same words, however they are spaced and capitalised.</summary>
    public static string KeyOf(string query) => PastedText.TermsOf(query) is { Length: > 0 } words ? words : query;
}
