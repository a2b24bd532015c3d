using Knowledge.Content.Findings;

namespace Knowledge.Content.Documents;

/// <summary>
/// How many of each thing a page may have: what is compared with others of its kind, or worked out again whenever somebody looks, must
/// not grow with the patience of whoever wrote it. The page itself is shown whole.
/// </summary>
internal sealed class PageLimits(string path, ICollection<Finding> findings)
{
    /// <summary>A real page with an anchor for each of its alerts has some hundreds.</summary>
    public const int Sections = 2_000;

    public const int Actions = 300;
    public const int Timeline = 1_000;
    public const int Causes = 100;
    public const int Symptoms = 200;
    public const int Links = 2_000;

    /// <summary>The first of them, and a finding when there are more.</summary>
    public IReadOnlyList<T> First<T>(IReadOnlyList<T> items, int max, string what)
    {
        if (items.Count <= max)
            return items;
        findings.Add(
            new(
                FindingCodes.TooMany,
                Severity.Warning,
                path,
                1,
                $"The page has {items.Count:N0} {what}; the first {max:N0} are read, and the others are only shown. Split it.",
                what
            )
        );
        return [.. items.Take(max)];
    }
}
