using Knowledge.Bench.Corpus;
using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Bench.Queries;

/// <summary>Draws queries from sections: words of one passage in their order, frequent and rare ones as they come.</summary>
internal static class QueryDrawing
{
    public const int PerKind = 100;

    // People who search with a beginning or with a typing error type about so many words.
    private const int WordsAroundError = 3;
    private const int MinTypoLetters = 6;
    private const int MaxTries = 10_000_000;
    private const ulong TimingSeed = 20260103;
    private const ulong MixedSeed = 20260104;

    /// <summary><see cref="PerKind"/> queries of each kind.</summary>
    public static IEnumerable<Query> ForTiming(IReadOnlyList<Section> sections)
    {
        var random = new SeededRandom(TimingSeed);
        return QueryKinds.All.SelectMany(kind => Distinct(sections, random, PerKind, _ => kind)).ToList();
    }

    /// <summary>Distinct queries, the kinds in turn.</summary>
    public static IEnumerable<Query> Mixed(IReadOnlyList<Section> sections, int count) =>
        Distinct(sections, new(MixedSeed), count, i => QueryKinds.All[i % QueryKinds.All.Count]);

    /// <summary>Null when this section does not have the words for this kind.</summary>
    public static Query? Draw(string kind, string text, SeededRandom random)
    {
        var words = text.Split(' ')
            .Select(w => w.Trim('.', ',', ';', ':', '!', '?', '"', '\'', '(', ')'))
            .Where(w => w.Length >= 2 && w.All(char.IsAsciiLetter))
            .Select(w => w.ToLowerInvariant())
            .Distinct()
            .ToList();
        return kind switch
        {
            QueryKinds.Prefix => Drawn(words, WordsAroundError, random) is { } drawn && drawn[^1].Length > 3
                ? Of([.. drawn[..^1], drawn[^1][..(2 + random.Next(Math.Min(4, drawn[^1].Length - 2)))]])
                : null,
            QueryKinds.Typo => Drawn(words, WordsAroundError, random) is { } drawn
            && drawn.FindIndex(w => w.Length >= MinTypoLetters) is var at and >= 0
                ? Of([.. drawn[..at], Misspelt(drawn[at], random), .. drawn[(at + 1)..]])
                : null,
            _ => Drawn(words, QueryKinds.WordCounts[QueryKinds.Words.ToList().IndexOf(kind)], random) is { } drawn ? Of(drawn) : null,
        };

        Query Of(List<string> query) => new(kind, string.Join(' ', query));
    }

    /// <summary>One letter other, missing, too much or swapped; the first is right.</summary>
    public static string Misspelt(string word, SeededRandom random)
    {
        var at = 1 + random.Next(word.Length - 2);
        var letter = (char)('a' + random.Next(26));
        var misspelt = random.Next(4) switch
        {
            0 => word[..at] + letter + word[(at + 1)..],
            1 => word[..at] + word[(at + 1)..],
            2 => word[..at] + letter + word[at..],
            _ => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
        };
        return misspelt == word ? Misspelt(word, random) : misspelt;
    }

    private static IEnumerable<Query> Distinct(IReadOnlyList<Section> sections, SeededRandom random, int count, Func<int, string> kindOf)
    {
        var seen = new HashSet<string>();
        for (var tries = 0; seen.Count < count; tries++)
        {
            if (tries == MaxTries)
                throw new InvalidDataException($"The corpus gives only {seen.Count} of {count} distinct queries.");
            if (Draw(kindOf(seen.Count), random.Choose(sections).Text, random) is { } query && seen.Add(query.Text))
                yield return query;
        }
    }

    private static List<string>? Drawn(List<string> words, int count, SeededRandom random)
    {
        if (words.Count < count)
            return null;
        var places = Enumerable.Range(0, words.Count).ToArray();
        random.Shuffle(places);
        return [.. places.Take(count).Order().Select(p => words[p])];
    }
}
