using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Embeddings.Distillation;

/// <summary>
/// What the teacher is asked for: single words, and out of the passages sentences and pieces as long as questions, titles and
/// sections are.
/// </summary>
/// <param name="Texts">In an order in which any beginning is a fair sample of the whole.</param>
internal sealed partial record TeacherTexts(IReadOnlyList<string> Words, IReadOnlyList<string> Texts)
{
    private const ulong Seed = 1;
    private const int SentencesOfPassage = 2;
    private const int ShortestSentence = 3,
        LongestSentence = 25;
    private const int ShortestPiece = 20,
        LongestPiece = 80;
    private const int ShortestText = 2;

    // A whole passage costs the teacher as much as four sentences.
    private const int OneWholeIn = 8;

    /// <param name="max">How many texts at most, in addition to the words: with more the first ones are the same.</param>
    public static TeacherTexts Of(IReadOnlyList<string> passages, IReadOnlyList<string> words, int max)
    {
        var random = new SeededRandom(Seed);
        var texts = new List<string>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var passage in passages)
        foreach (var text in Of(passage, random))
            if (asked.Add(text))
                texts.Add(text);
        random.Shuffle(texts);
        return new(words, texts.Count > max ? texts.GetRange(0, max) : texts);
    }

    private static IEnumerable<string> Of(string passage, SeededRandom random)
    {
        var words = passage.Split(' ');
        // A message or the explanation of a word is one thing.
        if (words.Length <= LongestSentence)
        {
            if (words.Length >= ShortestText)
                yield return passage;
            yield break;
        }
        var sentences = SentenceEnd()
            .Split(passage)
            .Where(s => s.Count(c => c == ' ') is >= ShortestSentence - 1 and < LongestSentence)
            .ToList();
        random.Shuffle(sentences);
        foreach (var sentence in sentences.Take(SentencesOfPassage))
            yield return sentence;
        var length = ShortestPiece + random.Next(LongestPiece - ShortestPiece);
        var first = random.Next(Math.Max(1, words.Length - length));
        yield return string.Join(' ', words.Skip(first).Take(length));
        if (random.Next(OneWholeIn) == 0)
            yield return passage;
    }

    [GeneratedRegex(@"(?<=[.!?:])\s+", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnd();
}
