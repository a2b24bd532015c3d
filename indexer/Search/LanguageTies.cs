using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Of pages that fit equally well, those in the language of the question first: names and codes stand in pages of all.</summary>
internal static class LanguageTies
{
    /// <summary>Scores that differ by less are equal.</summary>
    private const double Width = 0.001;

    /// <param name="found">The best first.</param>
    public static IReadOnlyList<Scoring.Scored> Ordered(
        IReadOnlyList<Scoring.Scored> found,
        TextLanguage asked,
        Func<Scoring.Scored, TextLanguage> languageOf
    )
    {
        var ordered = new List<Scoring.Scored>(found.Count);
        for (var i = 0; i < found.Count; )
        {
            var end = i + 1;
            while (end < found.Count && found[i].Score - found[end].Score < Width)
                end++;
            ordered.AddRange(end == i + 1 ? [found[i]] : found.Skip(i).Take(end - i).OrderByDescending(f => languageOf(f) == asked));
            i = end;
        }
        return ordered;
    }
}
