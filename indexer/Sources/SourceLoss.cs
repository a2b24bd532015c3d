using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Sources;

/// <summary>
/// Holds a source that has lost most of its pages at once: an empty mount or a checkout under way looks like that, and deleting is
/// for people.
/// </summary>
public static class SourceLoss
{
    /// <summary>As many pages may go at once, whatever their share.</summary>
    public const int MaxPages = 20;

    /// <summary>Whether so many pages of a source are gone that nobody can have meant it.</summary>
    public static bool IsTooMuch(int lost, int before) => lost > MaxPages && lost * 2L > before;

    /// <summary>The reading with the pages that are gone, when they are too many; otherwise as it is.</summary>
    /// <param name="before">What was served of the source.</param>
    /// <param name="isAccepted">Of a path, whether its page may go: somebody said so at another node.</param>
    public static SourceSnapshot Held(SourceSnapshot before, SourceSnapshot after, Func<string, bool>? isAccepted = null)
    {
        if (after.IsMissing)
            return after;
        var pages = before.Files.Where(f => f.Documents.Count > 0).ToList();
        var lost = LostOf(pages, after).Where(f => isAccepted?.Invoke(f.Path) != true).ToList();
        // A directory that fills again gives back its pages one after the other: the rest has not been deleted meanwhile.
        if (lost.Count == 0 || (before.Lost == 0 && !IsTooMuch(lost.Count, pages.Count)))
            return after;
        var gone = lost.Select(f => f.Path).ToHashSet();
        return after with
        {
            Files = [.. after.Files.Where(f => !gone.Contains(f.Path)).Concat(lost).OrderBy(f => f.Path, StringComparer.Ordinal)],
            Findings =
            [
                .. after.Findings,
                new(
                    FindingCodes.SourceMissing,
                    Severity.Error,
                    "",
                    1,
                    $"{lost.Count:N0} of the {pages.Count:N0} pages of source `{before.Name}` are gone at once; they are still served. "
                        + $"Restore or mount its directory, or accept that they are deleted.",
                    before.Name
                ),
            ],
            Lost = lost.Count,
        };
    }

    /// <summary>Paths of the pages that were served and are gone.</summary>
    public static IReadOnlyList<string> PathsOf(SourceSnapshot before, SourceSnapshot after) =>
        [.. LostOf(before.Files.Where(f => f.Documents.Count > 0), after).Select(f => f.Path)];

    // Renamed is not gone.
    private static IEnumerable<ReadFile> LostOf(IEnumerable<ReadFile> pages, SourceSnapshot after)
    {
        var there = after.Files.Where(f => f.Documents.Count > 0).ToList();
        var (paths, hashes) = (there.Select(f => f.Path).ToHashSet(), there.Select(f => f.Hash).ToHashSet());
        return pages.Where(f => !paths.Contains(f.Path) && (f.Hash.Length == 0 || !hashes.Contains(f.Hash)));
    }
}
