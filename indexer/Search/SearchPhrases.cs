using System.Text.Json.Serialization;

namespace Knowledge.Indexer.Search;

/// <summary>A query as a phrase that a page is found by: feedback on the two together.</summary>
/// <param name="Text">As it was typed last.</param>
/// <param name="Weight">What it counts: above 0 the page is found by it, below 0 it gives way.</param>
/// <param name="Helped">How many marked the page as helpful; <paramref name="Rejected"/>: as not relevant.</param>
public sealed record SearchPhrase(
    string Text,
    string DocumentId,
    double Weight,
    int Helped,
    [property: JsonPropertyName("notThisOne")] int Rejected,
    DateTimeOffset Last
)
{
    /// <summary>How many more people chose the one than the other; at least 1.</summary>
    [JsonPropertyName("voices")]
    public int Votes => Math.Max(1, Math.Abs(Helped - Rejected));
}

/// <summary>
/// What is learned from feedback: the phrases of each page, weighted, capped and fading. Immutable; independent of what is indexed.
/// </summary>
public sealed class SearchPhrases
{
    /// <summary>After so many days a voice counts half.</summary>
    public const int HalfLifeDays = 180;

    /// <summary>More voices than these do not make a phrase heavier.</summary>
    public const int MaxWeight = 3;

    /// <summary>Phrases of one page; the heaviest, then the newest, are kept.</summary>
    public const int MaxPerDocument = 20;

    // "Not this one" is clicked in passing, and where it is wrong it takes a page away from others.
    private const double RejectedWeight = 0.5;

    // Half of a half of a half: what is lighter is forgotten.
    private const double MinWeight = 0.05;

    private readonly IReadOnlyDictionary<string, IReadOnlyList<SearchPhrase>> byDocument;

    private SearchPhrases(IReadOnlyDictionary<string, IReadOnlyList<SearchPhrase>> byDocument) => this.byDocument = byDocument;

    public static SearchPhrases None { get; } = new(new Dictionary<string, IReadOnlyList<SearchPhrase>>());

    /// <summary>Phrases of all pages.</summary>
    public IEnumerable<SearchPhrase> All => byDocument.Values.SelectMany(p => p);

    public bool IsEmpty => byDocument.Count == 0;

    /// <summary>Those of some pages.</summary>
    public SearchPhrases Only(Func<string, bool> documentId) =>
        new(byDocument.Where(p => documentId(p.Key)).ToDictionary(p => p.Key, p => p.Value));

    /// <param name="now">Decides how much of a voice is left.</param>
    public static SearchPhrases Of(IEnumerable<Feedback> feedback, DateTimeOffset now)
    {
        var phrases = feedback
            .GroupBy(f => (f.Key, f.DocumentId))
            .Select(said => PhraseOf([.. said], now))
            .Where(p => Math.Abs(p.Weight) >= MinWeight);
        return new(
            phrases
                .GroupBy(p => p.DocumentId)
                .ToDictionary(
                    of => of.Key,
                    of =>
                        (IReadOnlyList<SearchPhrase>)
                            [
                                .. of.OrderByDescending(p => Math.Abs(p.Weight))
                                    .ThenByDescending(p => p.Last)
                                    .ThenBy(p => p.Text, StringComparer.Ordinal)
                                    .Take(MaxPerDocument),
                            ]
                )
        );
    }

    /// <summary>The heaviest first.</summary>
    public IReadOnlyList<SearchPhrase> Of(string documentId) => byDocument.GetValueOrDefault(documentId, []);

    private static SearchPhrase PhraseOf(IReadOnlyList<Feedback> said, DateTimeOffset now)
    {
        var weight = said.Sum(f => (f.Helped ? 1 : -RejectedWeight) * Decay(now - f.At));
        var last = said.MaxBy(f => f.At)!;
        return new(
            last.Query,
            last.DocumentId,
            Math.Round(Math.Clamp(weight, -MaxWeight, MaxWeight), 3),
            said.Count(f => f.Helped),
            said.Count(f => !f.Helped),
            last.At
        );
    }

    // A clock that was set back makes nothing heavier than new.
    private static double Decay(TimeSpan age) => Math.Pow(0.5, Math.Max(0, age.TotalDays) / HalfLifeDays);
}
