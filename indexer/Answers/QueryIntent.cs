using System.Text.RegularExpressions;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Answers;

/// <summary>What somebody wants to be told.</summary>
internal enum QueryIntent
{
    /// <summary>Why something is as it is: a cause.</summary>
    Problem,

    /// <summary>Whom to ask.</summary>
    Person,

    /// <summary>How a thing is done: a page that says it.</summary>
    HowTo,

    /// <summary>What a word means: a page about it.</summary>
    Meaning,
}

/// <param name="IsShort">It says so little that many pages hold all of it.</param>
internal readonly record struct AskedFor(QueryIntent Intent, bool IsShort);

/// <summary>Tells questions for a person, a procedure or a word from descriptions of problems.</summary>
internal static partial class QueryIntents
{
    private const int MaxCharacters = 160;

    // Beside the question for a person so much is said that it is about a problem, whose card names whom to call.
    private const int ProblemWords = 2;

    private const int ShortWords = 3;

    public static AskedFor Asked(string query) => new(Of(query), ContentWords(query).Distinct().Take(ShortWords + 1).Count() <= ShortWords);

    public static QueryIntent Of(string query)
    {
        var text = query.Trim();
        if (text.Length is 0 or > MaxCharacters || text.Contains('\n', StringComparison.Ordinal))
            return QueryIntent.Problem;
        if (Person().Match(text) is { Success: true } person)
            return IsBesideProblem(text, person) ? QueryIntent.Problem : QueryIntent.Person;
        if (Meaning().IsMatch(text) && !Failure().IsMatch(text))
            return QueryIntent.Meaning;
        return HowTo().IsMatch(text) || (Order().IsMatch(text) && !Failure().IsMatch(text)) ? QueryIntent.HowTo : QueryIntent.Problem;
    }

    /// <summary>The words of a text that ask for something, in lower case.</summary>
    public static IEnumerable<string> ContentWords(string text) =>
        Tokenizer
            .Words(Tokenizer.Tokenize(text))
            .Where(t =>
                !StopWords.English.Contains(t.Surface)
                && !StopWords.English.IsNegation(t.Surface)
                && !StopWords.English.IsCourtesy(t.Surface)
            )
            .Select(t => t.Surface);

    /// <summary>What may be the name of a service or a team: words as they are typed, and two together.</summary>
    public static IEnumerable<string> Names(string query)
    {
        var words = query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('?', '!', '.', ',', '"')).ToList();
        return words.Zip(words.Skip(1), (a, b) => $"{a}-{b}").Concat(words).Where(w => w.Length > 2);
    }

    // "dashboards are empty, who do I call?"
    private static bool IsBesideProblem(string text, Match person)
    {
        char[] ends = ['.', ',', ';', '!', '?', ':'];
        var before = text[..person.Index].TrimEnd();
        return before.Length > 0 && ends.Contains(before[^1]) && ContentWords(before).Count() >= ProblemWords;
    }

    [GeneratedRegex(
        @"\bwhom? (do|can|should|must|could|shall|would) (i|we|one|you) (to )?"
            + @"(call|ask|contact|page|phone|ring|wake|reach|escalate|talk|write)"
            + @"|\bwhom? to (call|ask|contact|page|phone|wake|escalate)"
            + @"|\bwhom? (is|are) (the )?(on[- ]?call|responsible|owners?|in charge)\b"
            + @"|\bwhom? (owns|maintains|runs|supports|looks after)\b"
            + @"|\b(which|what) number (do|can|should)? ?(i|we) (call|phone|ring)\b"
            + @"|\b(phone number|contact|owner|on-?call)( person)? (of|for)\b|^(contacts?|on-?call|owners?)\W*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Person();

    [GeneratedRegex(
        @"^(what does .{1,60} mean|(what is|what are|what's|whats|define|explain) (a |an |the )?[\w.\-]+( [\w.\-]+){0,2}"
            + @"|(meaning|definition) of .{1,60})\W*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Meaning();

    [GeneratedRegex(
        @"^((hi|hello|hey|please|pls)\W{1,3})?(how (do|can|could|should|would|must|to|does|did)\b|how (i|we) (can|could|must)\b|how-?to\b"
            + @"|where (do|can) (i|we)\b|is there a way to\b|steps to\b|(procedure|instructions?) (for|to)\b"
            + @"|what is the (right |best |safe |correct )?(way|order|command|procedure)\b)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex HowTo();

    [GeneratedRegex(
        @"^((please|pls)\W{1,3})?(restart|reboot|reset|rotate|renew|delete|remove|add|create|enable|disable|upgrade|install|uninstall|"
            + @"configure|deploy|roll ?back|scale|drain|restore|migrate|back ?up|wipe|replace|swap|kill|purge|change|set up|turn o(n|ff)|"
            + @"switch o(n|ff)|rerun|run|start|stop) (the|a|an|my|our|all|one|new|old) ",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Order();

    [GeneratedRegex(
        @"\b(wrong|happening|broken|down|causing|blocking|fail(s|ed|ing|ure)?|errors?|not|stuck|cannot|hangs?|loops?|slow|refused|denied|"
            + @"timeout|crash(es|ed|ing)?|never)\b|n't\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Failure();
}
