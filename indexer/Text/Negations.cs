namespace Knowledge.Indexer.Text;

/// <summary>
/// Joins a negation with the word it turns round: "no data", "not loading", "without a leader" give <c>no+data</c>, <c>no+load</c>,
/// <c>no+leader</c>.
/// </summary>
/// <remarks>"No data" says something else than "data"; without this both would find the same pages.</remarks>
internal static class Negations
{
    private const int Reach = 3;

    /// <summary>The tokens with a further one for each negated word.</summary>
    /// <param name="language">Of the text; English when left out.</param>
    public static List<Token> Added(List<Token> tokens, TextLanguage? language = null)
    {
        Add(tokens, language);
        return tokens;
    }

    /// <summary>Adds a further token for each negated word.</summary>
    public static void Add(List<Token> tokens, TextLanguage? language = null)
    {
        var words = (language ?? TextLanguage.English).StopWords;
        var read = tokens.Count;
        for (var i = 0; i < read; i++)
        {
            if (!words.IsNegation(tokens[i].Surface))
                continue;
            if (WordBehind(tokens, i, read, words) is { } next)
                tokens.Add(Joined(tokens[next]));
            // Which of its neighbours it turns round only the whole sentence tells.
            if (WordBefore(tokens, i, words) is { } before)
                tokens.Add(Joined(tokens[before]));
        }
    }

    /// <summary>The words of a phrase with negations merged with the words they negate.</summary>
    public static IReadOnlyList<Token> Merge(IEnumerable<Token> words, TextLanguage? language = null)
    {
        var stopWords = (language ?? TextLanguage.English).StopWords;
        var all = words.ToList();
        var turned = new HashSet<int>();
        for (var i = 0; i < all.Count; i++)
            if (
                stopWords.IsNegation(all[i].Surface)
                && (WordBehind(all, i, all.Count, stopWords) ?? WordBefore(all, i, stopWords)) is { } at
            )
                turned.Add(at);
        return
        [
            .. all.Select((token, i) => (token, i))
                .Where(t => !stopWords.IsNegation(t.token.Surface) || turned.Count == 0)
                .Select(t => turned.Contains(t.i) ? Joined(t.token) : t.token),
        ];
    }

    public static bool IsJoined(string term) => term.StartsWith("no+", StringComparison.Ordinal);

    /// <summary>The same of a term as an index has it, in UTF-8.</summary>
    public static bool IsJoined(ReadOnlySpan<byte> term) => term.StartsWith("no+"u8);

    /// <summary>The term without its negation.</summary>
    public static string Bare(string term) => IsJoined(term) ? term[3..] : term;

    // "keine Daten": the first word that says something.
    private static int? WordBehind(List<Token> tokens, int at, int end, StopWords words)
    {
        for (var i = at + 1; i < end && i <= at + Reach; i++)
        {
            if (words.IsNegation(tokens[i].Surface))
                return null;
            if (tokens[i].Kind == TokenKind.Word && !words.Contains(tokens[i].Surface))
                return i;
        }
        return null;
    }

    // "lädt nicht": in some languages the word stands in front.
    private static int? WordBefore(List<Token> tokens, int at, StopWords words) =>
        at > 0
        && words.IsNegationBehind(tokens[at].Surface)
        && tokens[at - 1] is { Kind: TokenKind.Word } before
        && !words.Contains(before.Surface)
            ? at - 1
            : null;

    private static Token Joined(Token token) => token with { Term = "no+" + token.Term };
}
