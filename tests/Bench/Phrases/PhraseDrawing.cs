using Knowledge.Bench.Corpus;
using Knowledge.Bench.Queries;
using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Bench.Phrases;

/// <summary>Draws words in quotes and expressions from sections, frequent and rare words as they come.</summary>
internal static class PhraseDrawing
{
    public const int Slop = 3;

    private const int MinWords = 2;
    private const int MaxWords = 5;
    private const int MaxClauses = 8;
    private const ulong PhraseSeed = 20260105;
    private const ulong ExpressionSeed = 20260106;

    private static readonly string[] Joints = [" ", " AND ", " OR ", " NOT ", " +", " -"];

    /// <summary>Words that stand side by side somewhere.</summary>
    /// <param name="apart">Whether one of them is left out, so that they only stand near each other.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<Section> sections, int count, bool apart)
    {
        var random = new SeededRandom(PhraseSeed);
        var phrases = new HashSet<string>();
        while (phrases.Count < count)
        {
            var drawn = Draw(sections, random, MinWords + random.Next(MaxWords - MinWords + 1) + (apart ? 1 : 0));
            phrases.Add(string.Join(' ', apart ? [.. drawn[..^2], drawn[^1]] : drawn));
        }
        return [.. phrases];
    }

    /// <summary>Words, patterns, typing errors, phrases, titles and ranges, joined and grouped at random.</summary>
    public static IReadOnlyList<string> Expressions(IReadOnlyList<Section> sections, int count)
    {
        var random = new SeededRandom(ExpressionSeed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var text = Clause();
                    for (var more = random.Next(MaxClauses + 1); more > 0; more--)
                        text = $"{(random.Next(6) == 0 ? $"({text})" : text)}{random.Choose(Joints)}{Clause()}";
                    return text;
                }),
        ];

        string Clause()
        {
            var word = Word();
            return random.Next(10) switch
            {
                0 => $"title:{word}",
                1 => $"\"{word} {Word()}\"~{random.Next(8)}",
                2 => $"\"{string.Join(' ', Draw(sections, random, MinWords + random.Next(2)))}\"",
                3 when word.Length > 3 => $"{word[..3]}*",
                4 when word.Length > 4 => $"{word[..3]}?{word[4..]}",
                5 when word.Length > 5 => $"{QueryDrawing.Misspelt(word, random)}~",
                6 => $"{word}^{1 + random.Next(5)}",
                7 => "changed:[2020-01-01 TO *]",
                8 => random.Next(4) == 0 ? "*:*" : $"kind:{(random.Next(2) == 0 ? "article" : "runbook")}",
                _ => word,
            };
        }

        string Word()
        {
            while (true)
                if (
                    random.Choose(random.Choose(sections).Text.Split(' ')) is { Length: > 1 } word
                    && word.All(char.IsAsciiLetter)
                    && word is not ("AND" or "OR" or "NOT" or "TO")
                )
                    return word.ToLowerInvariant();
        }
    }

    private static string[] Draw(IReadOnlyList<Section> sections, SeededRandom random, int count)
    {
        while (true)
        {
            var words = random.Choose(sections).Text.Split(' ');
            if (words.Length < count)
                continue;
            var from = random.Next(words.Length - count + 1);
            if (words[from..(from + count)] is var drawn && drawn.All(w => w.Length > 0 && w.All(char.IsAsciiLetter)))
                return drawn;
        }
    }
}
