using System.Collections.Frozen;

namespace Knowledge.Indexer.Text;

/// <summary>
/// Words that say nothing about what is wrong. They are indexed, but a query is not searched by them unless it holds nothing else.
/// </summary>
internal static class StopWords
{
    // csharpier-ignore
    private static readonly FrozenSet<string> Words = new[]
    {
        "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been",
        "being", "but", "by", "can", "could", "did", "do", "does", "doing", "every", "for", "from", "get", "gets", "getting", "got",
        "had", "has", "have", "having", "he", "help", "her", "here", "hi", "hello", "his", "how", "i", "if", "in", "into", "is",
        "it", "its", "just", "like", "me", "my", "of", "on", "only", "or", "our", "ours", "please", "she", "should", "since", "so",
        "some", "still", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too",
        "us", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "you",
        "your", "says", "say", "see", "seeing", "seems", "today", "now", "yet", "one", "s", "t", "re", "ve", "ll",
    }.ToFrozenSet();

    // They turn a sentence round, so phrases need them; on their own they find nothing.
    private static readonly FrozenSet<string> Negations = new[]
    {
        "no",
        "not",
        "never",
        "nothing",
        "none",
        "without",
        "cannot",
    }.ToFrozenSet();

    // Filler words: courtesy, urgency, names of days and months: tickets are full of them, and pages share them by chance.
    // csharpier-ignore
    private static readonly FrozenSet<string> Courtesies = new[]
    {
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "morning", "afternoon", "evening", "asap",
        "urgent", "urgently", "dear", "team", "regards", "kind", "kindly", "thanks", "thank", "cheers", "sorry", "mail", "email",
        "call", "phone", "ticket", "issue", "problem",
    }.ToFrozenSet();

    // What people say of themselves and of how bad it is. They find pages as other words do, since some page may be about angry
    // customers; a page that lacks them lacks nothing.
    // csharpier-ignore
    private static readonly FrozenSet<string> Asides = new[]
    {
        "pls", "plz", "thx", "hey", "greetings", "btw", "fyi", "fw", "fwd", "sir", "madam", "angry", "furious", "annoyed", "upset",
        "impatient", "customer", "customers", "colleague", "colleagues", "somebody", "someone", "anybody", "anyone", "guys", "folks",
        "advise", "assist", "immediately",
    }.ToFrozenSet();

    public static bool Contains(string lowerCaseWord) => Words.Contains(lowerCaseWord);

    public static bool IsNegation(string lowerCaseWord) => Negations.Contains(lowerCaseWord);

    /// <summary>Whether it says little about what is wrong, though it is searched for.</summary>
    public static bool IsCourtesy(string lowerCaseWord) => Courtesies.Contains(lowerCaseWord);

    /// <summary>Whether it says nothing of what is asked, though it is searched for.</summary>
    public static bool IsAside(string lowerCaseWord) => Asides.Contains(lowerCaseWord);
}
