using Knowledge.Indexer.Search;

namespace Knowledge.Api.Search;

/// <summary>Of pages that are no answer, the few that are worth a look: they share a telling word with the search.</summary>
internal static class RelatedPages
{
    private const int MaxShown = 5;

    // A word on more pages than this says nothing; in a small knowledge base a few pages always may.
    private const double TellingShare = 0.2;
    private const int AlwaysTelling = 3;

    /// <summary>Pages without a word of the search are listed this far: by meaning alone every page is found in the end.</summary>
    private const int NearEnough = 10;

    /// <summary>What is worth listing below answers: all that shares a word, and what is near in meaning as far as it ranks high.</summary>
    public static IReadOnlyList<PageRow> Listed(IReadOnlyList<PageRow> rows) =>
        [.. rows.Where((r, i) => i < NearEnough || r.Hit.Why is not ["meaning"])];

    /// <param name="documents">How many pages there are.</param>
    public static IReadOnlyList<PageRow> Of(IReadOnlyList<PageRow> rows, IReadOnlyList<UnderstoodWord> words, int documents)
    {
        var related = Of([.. rows.Select(r => r.Hit)], words, documents);
        return [.. rows.Where(r => related.Contains(r.Hit))];
    }

    /// <summary>The same of hits.</summary>
    public static IReadOnlyList<Hit> Of(IReadOnlyList<Hit> hits, IReadOnlyList<UnderstoodWord> words, int documents)
    {
        var most = Math.Max(AlwaysTelling, (int)(documents * TellingShare));
        var telling = words.Where(w => w.Pages > 0 ? w.Pages <= most : w.Also.Count > 0).ToList();
        return [.. hits.Where(h => h.Why.Any(Shares)).Take(MaxShown)];

        bool Shares(string why) =>
            why.StartsWith("learned: ", StringComparison.Ordinal)
            || telling.Any(w => IsOf(why, w.Text) || w.Also.Any(a => why.EndsWith($" → {a}", StringComparison.Ordinal)));
    }

    private static bool IsOf(string why, string word) => why.EndsWith($": {word}", StringComparison.OrdinalIgnoreCase);
}
