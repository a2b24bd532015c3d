using System.Text.RegularExpressions;
using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Bench.Corpus;

/// <summary>More documents out of those there are: each new one takes its sentences, headings and title from two others.</summary>
/// <remarks>
/// Words keep their frequencies and sentences their grammar, so that postings grow as in real text; new words do not come.
/// </remarks>
internal static partial class Recombination
{
    private const ulong Seed = 20260102;
    private const int MinSentence = 4;
    private const int MaxSentence = 60;
    private const int MaxTitle = 160;
    private const int MaxTries = 50;

    /// <returns>The given sections, then new ones until there are <paramref name="total"/>.</returns>
    public static IEnumerable<Section> Grow(IReadOnlyList<Section> sections, int total)
    {
        foreach (var section in sections)
            yield return section;
        var random = new SeededRandom(Seed);
        var sources = sections.GroupBy(s => s.DocumentId).Select(g => new Source([.. g])).Where(s => s.Sentences.Count > 0).ToList();
        for (var d = sections.Count / Section.PerDocument; d < total / Section.PerDocument; d++)
        {
            var pair = new[] { random.Choose(sources), random.Choose(sources) };
            var title = $"{pair[0].Sections[0].Title}: {random.Choose(pair[1].Sections).Heading}";
            if (title.Length > MaxTitle)
                title = title[..title.LastIndexOf(' ', MaxTitle)];
            for (var i = 0; i < Section.PerDocument; i++)
                yield return Section.Of(d, i, title, random.Choose(random.Choose(pair).Sections).Heading, Text(pair, random));
        }
    }

    public static IEnumerable<string> Sentences(string text) =>
        SentenceEnd().Split(text).Where(s => s.Count(' ') + 1 is >= MinSentence and <= MaxSentence);

    // As long as a real one, as far as whole sentences allow.
    private static string Text(Source[] pair, SeededRandom random)
    {
        var wanted = random.Choose(random.Choose(pair).Sections).Text.Count(' ') + 1;
        var (text, words) = (new List<string>(), 0);
        for (var tries = 0; tries < MaxTries || words < PassageCutter.MinWords; tries++)
        {
            var sentence = random.Choose(pair[tries % 2].Sentences);
            var length = sentence.Count(' ') + 1;
            if (words >= PassageCutter.MinWords && words + length > wanted)
                break;
            // Twice the same only where there is nothing else.
            if (tries < MaxTries && text.Contains(sentence))
                continue;
            text.Add(sentence);
            words += length;
        }
        return string.Join(' ', text);
    }

    private sealed record Source(IReadOnlyList<Section> Sections)
    {
        public IReadOnlyList<string> Sentences { get; } = [.. Sections.SelectMany(s => Recombination.Sentences(s.Text))];
    }

    [GeneratedRegex(@"(?<=[.!?]) (?=[A-Z])")]
    private static partial Regex SentenceEnd();
}
