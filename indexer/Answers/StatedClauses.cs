using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Answers;

/// <summary>A piece of a query between punctuation marks and conjunctions.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Words">In lower case, contractions written out.</param>
internal sealed record StatedClause(string Text, IReadOnlyList<string> Words);

/// <summary>Cuts what somebody says into clauses: in "disk is not full but load is stuck" there are two.</summary>
internal static partial class StatedClauses
{
    private const int MaxClauses = 40;
    private const int MaxTextCharacters = 120;

    // csharpier-ignore
    private static readonly HashSet<string> Conjunctions =
    [
        "but", "and", "although", "though", "while", "yet", "however", "or", "because", "so", "since",
    ];

    // Typed in haste, without the apostrophe, too.
    // csharpier-ignore
    private static readonly Dictionary<string, string> Contracted = new()
    {
        ["isnt"] = "is", ["arent"] = "are", ["wasnt"] = "was", ["werent"] = "were", ["didnt"] = "did", ["doesnt"] = "does",
        ["dont"] = "do", ["hasnt"] = "has", ["havent"] = "have", ["cant"] = "can", ["wont"] = "will",
    };

    public static IReadOnlyList<StatedClause> Of(string query)
    {
        var clauses = new List<StatedClause>();
        var words = new List<string>();
        var (start, end) = (0, 0);
        foreach (Match match in Word().Matches(query))
        {
            if (clauses.Count == MaxClauses)
                return clauses;
            var word = match.Value.Replace('’', '\'').ToLowerInvariant();
            if (query.AsSpan(end, match.Index - end).ContainsAny(Marks))
                Close();
            if (Conjunctions.Contains(word))
            {
                Close();
                end = match.Index + match.Length;
                continue;
            }
            if (words.Count == 0)
                start = match.Index;
            end = match.Index + match.Length;
            if (Contracted.TryGetValue(word.Replace("'", "", StringComparison.Ordinal), out var verb))
                words.AddRange([verb, "not"]);
            else
                words.Add(word);
        }
        Close();
        return clauses;

        void Close()
        {
            if (words.Count > 0 && end - start <= MaxTextCharacters)
                clauses.Add(new(query[start..end], [.. words]));
            words.Clear();
        }
    }

    private static readonly System.Buffers.SearchValues<char> Marks = System.Buffers.SearchValues.Create(".,;:!?()\r\n\"[]{}|");

    [GeneratedRegex(@"[\p{L}\p{N}_]+(['’\-][\p{L}\p{N}_]+)*", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
