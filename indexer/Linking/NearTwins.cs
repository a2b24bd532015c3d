using System.Runtime.CompilerServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Linking;

/// <summary>
/// Pages that are easily taken for one another: the same title but for a few words (warning and critical, reads and writes, the same
/// alert of two components) over much the same text, or the same text under other titles.
/// </summary>
/// <remarks>Copies of one page (<see cref="Duplicates"/>) are one hit. Near twins are two pages, and one of them is wrong.</remarks>
internal static class NearTwins
{
    // Of the words of the longer title so many are in the other, and at most so many are not.
    private const double SharedTitle = 0.6;
    private const int MinSharedWords = 2;
    private const int MaxOwnWords = 2;

    // Jaccard's coefficient of the words of the two texts, and of their runs of three words.
    private const double LikeText = 0.3;
    private const double SameText = 0.6;

    // Enough of a page to tell; longer ones are about many things.
    private const int MaxCharacters = 6000;

    private static readonly ConditionalWeakTable<Document, Title> Titles = [];
    private static readonly ConditionalWeakTable<Document, HashSet<string>> Texts = [];

    // Of pages that may have the same text under other titles, which are few: comparing them costs milliseconds.
    private static readonly ConditionalWeakTable<Document, ConditionalWeakTable<Document, StrongBox<bool>>> Pairs = [];

    private sealed record Title(IReadOnlyList<string> Words, HashSet<string> Stems);

    public static bool Are(Document a, Document b)
    {
        if (a == b || a.Kind != b.Kind || a.Kind is DocumentKind.Postmortem or DocumentKind.Alert)
            return false;
        return (HaveLikeTitles(a, b) && Jaccard(TextOf(a), TextOf(b)) >= LikeText)
            || (a.Signature.Zip(b.Signature).Any(band => band.First == band.Second) && HaveSameText(a, b));
    }

    private static bool HaveSameText(Document a, Document b) =>
        Pairs
            .GetValue(a, static _ => [])
            .GetValue(b, other => new(Resemblance.Of(Resemblance.Shingles(a.Sections), Resemblance.Shingles(other.Sections)) >= SameText))
            .Value;

    /// <summary>The words of a page's title that the other's title lacks, as they are spelt there; empty when it has all of them.</summary>
    public static IReadOnlyList<string> OwnWords(Document page, Document other)
    {
        var stems = TitleOf(other).Stems;
        return [.. TitleOf(page).Words.Where(w => !stems.Contains(Porter2.Stem(w))).Distinct()];
    }

    private static bool HaveLikeTitles(Document a, Document b)
    {
        var (first, second) = (TitleOf(a).Stems, TitleOf(b).Stems);
        var shared = first.Count(second.Contains);
        return shared >= MinSharedWords
            && first.Count - shared <= MaxOwnWords
            && second.Count - shared <= MaxOwnWords
            && shared >= SharedTitle * Math.Max(first.Count, second.Count);
    }

    private static Title TitleOf(Document page) =>
        Titles.GetValue(
            page,
            static p =>
            {
                var words = NearNames.WordsOf(p.Title).Where(w => !StopWords.Contains(w)).ToList();
                return new(words, [.. words.Select(Porter2.Stem)]);
            }
        );

    private static HashSet<string> TextOf(Document page) =>
        Texts.GetValue(
            page,
            static p =>
            {
                var words = new HashSet<string>();
                var left = MaxCharacters;
                foreach (var section in p.Sections)
                {
                    if (left <= 0)
                        break;
                    var text = section.Text.Length <= left ? section.Text : section.Text[..left];
                    left -= text.Length;
                    words.UnionWith(TermsOf(text));
                }
                return words;
            }
        );

    private static IEnumerable<string> TermsOf(string text) =>
        Tokenizer.Words(Tokenizer.Tokenize(text)).Where(t => !StopWords.Contains(t.Surface)).Select(t => t.Term);

    private static double Jaccard(HashSet<string> a, HashSet<string> b)
    {
        var shared = (double)a.Count(b.Contains);
        return shared / Math.Max(1, a.Count + b.Count - shared);
    }
}
