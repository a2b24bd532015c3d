using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Knowledge.Indexer.Text;

/// <summary>
/// Words of a language that say nothing about what is wrong. They are indexed, but a query is not searched by them unless it holds
/// nothing else.
/// </summary>
internal sealed class StopWords
{
    private static readonly ConcurrentDictionary<string, StopWords> Loaded = new(StringComparer.Ordinal);

    private readonly FrozenSet<string> words;
    private readonly FrozenSet<string> negations;
    private readonly FrozenSet<string> behind;
    private readonly FrozenSet<string> courtesies;

    private StopWords(string code)
    {
        words = Set(code, StopWordLists.Words(code));
        negations = Set(code, StopWordLists.Negations(code));
        behind = Set(code, StopWordLists.NegationsBehind(code));
        courtesies = Set(code, StopWordLists.Courtesies(code));
    }

    public static StopWords English { get; } = Of("en");

    public static StopWords Of(string code) => Loaded.GetOrAdd(code, static c => new(c));

    // What people say of themselves and of how bad it is, in English. They find pages as other words do, since some page may be about
    // angry customers; a page that lacks them lacks nothing.
    // csharpier-ignore
    private static readonly FrozenSet<string> Asides = new[]
    {
        "pls", "plz", "thx", "hey", "greetings", "btw", "fyi", "fw", "fwd", "sir", "madam", "angry", "furious", "annoyed", "upset",
        "impatient", "customer", "customers", "colleague", "colleagues", "somebody", "someone", "anybody", "anyone", "guys", "folks",
        "advise", "assist", "immediately",
    }.ToFrozenSet();

    public bool Contains(string lowerCaseWord) => words.Contains(lowerCaseWord);

    /// <summary>Whether it turns round a word near it: phrases need such words; on their own they find nothing.</summary>
    public bool IsNegation(string lowerCaseWord) => negations.Contains(lowerCaseWord);

    /// <summary>Whether it may also stand behind the word that it turns round: <c>lädt nicht</c>.</summary>
    public bool IsNegationBehind(string lowerCaseWord) => behind.Contains(lowerCaseWord);

    /// <summary>Whether it says little about what is wrong, though it is searched for.</summary>
    public bool IsCourtesy(string lowerCaseWord) => courtesies.Contains(lowerCaseWord);

    /// <summary>Whether it says nothing of what is asked, though it is searched for.</summary>
    public static bool IsAside(string lowerCaseWord) => Asides.Contains(lowerCaseWord);

    // Typed with accents or without.
    private static FrozenSet<string> Set(string code, IEnumerable<string> words) =>
        words.SelectMany(w => code == "en" ? [w] : new[] { w, Stemmer.Stem("", w) }).ToFrozenSet(StringComparer.Ordinal);
}
