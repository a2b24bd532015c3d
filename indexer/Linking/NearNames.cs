using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Linking;

/// <summary>
/// Tells whether two names are one name in other forms: <c>KubeJobNotCompleted</c> and <c>KubeJobCompletion</c>. Every distinctive word
/// must be in both, in the same order:
/// a page about a neighbour (<c>KubeSchedulerDown</c> for <c>KubeSchedulerInstanceUnreachable</c>) would send people to the wrong steps.
/// </summary>
internal static class NearNames
{
    private const int MinWords = 2;

    // csharpier-ignore
    private static readonly string[] Fillers =
    [
        "not", "no", "is", "are", "was", "be", "been", "has", "have", "the", "a", "an", "of", "on", "in", "to", "for", "with",
        "and", "alert", "runbook", "playbook",
    ];

    /// <summary>The distinctive words of a name, in one form each; null when there are too few to tell anything.</summary>
    public static string? KeyOf(string name)
    {
        var words = WordsOf(name).Where(w => !Fillers.Contains(w)).Select(Porter2.Stem).ToList();
        return words.Count < MinWords ? null : string.Join(' ', words);
    }

    /// <summary>The names of a page that a rule may know it by.</summary>
    public static IEnumerable<string> NamesOf(Document page) =>
        page
            .OtherTitles.Append(page.Title)
            .Append(PageFormats.WithoutExtension(page.Path[(page.Path.LastIndexOf('/') + 1)..]))
            .Concat(page.FrontMatter.Aliases)
            .Distinct();

    /// <summary>
    /// The parts of a name, in lower case: <c>KubeAPIErrorBudgetBurn</c> is kube, api, error, budget, burn; digits are words of
    /// their own.
    /// </summary>
    public static IEnumerable<string> WordsOf(string name)
    {
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i < name.Length && !IsBoundary(name, i))
                continue;
            var word = name[start..i].Trim('-', '_', '.', ' ', '/');
            if (word.Length > 0)
                yield return word.ToLowerInvariant();
            start = i;
        }
    }

    private static bool IsBoundary(string name, int i)
    {
        char before = name[i - 1],
            here = name[i];
        if (!char.IsLetterOrDigit(before) || !char.IsLetterOrDigit(here) || char.IsDigit(before) != char.IsDigit(here))
            return true;
        return char.IsUpper(here) && (!char.IsUpper(before) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
    }
}
