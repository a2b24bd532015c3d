using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Knowledge.Indexer.Text;

/// <summary>How words of one language become terms. Loaded when a page of it is first read.</summary>
internal sealed class TextLanguage
{
    private static readonly ConcurrentDictionary<string, Lazy<TextLanguage>> Loaded = new(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["cs"] = "Czech",
        ["da"] = "Danish",
        ["de"] = "German",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["hu"] = "Hungarian",
        ["it"] = "Italian",
        ["ja"] = "Japanese",
        ["ko"] = "Korean",
        ["nl"] = "Dutch",
        ["no"] = "Norwegian",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["ru"] = "Russian",
        ["sv"] = "Swedish",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
        ["zh"] = "Chinese",
    }.ToFrozenDictionary();

    private readonly WordCache cache;

    private TextLanguage(string code)
    {
        Code = code;
        StopWords = StopWords.Of(code);
        cache = new(word => Stemmer.Stem(code, word));
    }

    public static TextLanguage English { get; } = Of("en");

    /// <summary>The one of a code; of a code that is none of ours words keep their endings.</summary>
    public static TextLanguage Of(string code) => Loaded.GetOrAdd(IsKnown(code) ? code : "", static c => new(() => new(c))).Value;

    // Anybody may write any code; each language takes memory.
    private static bool IsKnown(string code) => NameOf(code) != code;

    public string Code { get; }

    public StopWords StopWords { get; }

    /// <summary>Whether it writes nouns together: <c>Festplattenspeicher</c>.</summary>
    public bool JoinsNouns => Code is "de" or "nl" or "sv" or "da" or "no" or "fi";

    /// <summary>What may stand between two nouns that are written together.</summary>
    public IReadOnlyList<string> Links =>
        Code switch
        {
            "de" => ["", "s", "n", "en", "es", "er"],
            "nl" => ["", "s", "e", "en"],
            "sv" or "da" or "no" => ["", "s", "e"],
            _ => [""],
        };

    /// <summary>The term a single word is indexed as.</summary>
    public string TermOf(string lowerCaseWord) => Stemmer.Stem(Code, lowerCaseWord);

    /// <summary>The word in lower case, and its term.</summary>
    public (string Lower, string Term) Find(ReadOnlySpan<char> word) => cache.Find(word);

    /// <summary>The codes of the languages that are known by name.</summary>
    public static IEnumerable<string> Named => Names.Keys;

    /// <summary>In English, for people.</summary>
    public static string NameOf(string code) => Names.GetValueOrDefault(code, code);
}
