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
    public static List<Token> Added(List<Token> tokens)
    {
        Add(tokens);
        return tokens;
    }

    /// <summary>Adds a further token for each negated word.</summary>
    public static void Add(List<Token> tokens)
    {
        var read = tokens.Count;
        for (var i = 0; i < read; i++)
            if (NegatedWordAt(tokens, i, read) is { } at)
                tokens.Add(Joined(tokens[at]));
    }

    /// <summary>The words of a phrase with negations merged with the words they negate.</summary>
    public static IReadOnlyList<Token> Merge(IEnumerable<Token> words)
    {
        var all = words.ToList();
        var turned = new HashSet<int>();
        for (var i = 0; i < all.Count; i++)
            if (NegatedWordAt(all, i, all.Count) is { } at)
                turned.Add(at);
        return
        [
            .. all.Select((token, i) => (token, i))
                .Where(t => !StopWords.IsNegation(t.token.Surface) || turned.Count == 0)
                .Select(t => turned.Contains(t.i) ? Joined(t.token) : t.token),
        ];
    }

    public static bool IsJoined(string term) => term.StartsWith("no+", StringComparison.Ordinal);

    /// <summary>The same of a term as an index has it, in UTF-8.</summary>
    public static bool IsJoined(ReadOnlySpan<byte> term) => term.StartsWith("no+"u8);

    /// <summary>The term without its negation.</summary>
    public static string Bare(string term) => IsJoined(term) ? term[3..] : term;

    private static int? NegatedWordAt(List<Token> tokens, int at, int end)
    {
        if (!StopWords.IsNegation(tokens[at].Surface))
            return null;
        for (var i = at + 1; i < end && i <= at + Reach; i++)
        {
            if (StopWords.IsNegation(tokens[i].Surface))
                return null;
            if (tokens[i].Kind == TokenKind.Word && !StopWords.Contains(tokens[i].Surface))
                return i;
        }
        return null;
    }

    private static Token Joined(Token token) => token with { Term = "no+" + token.Term };
}
