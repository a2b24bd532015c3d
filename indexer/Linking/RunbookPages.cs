using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Linking;

/// <summary>The pages that a runbook link can mean, by the names in their paths, ids and aliases.</summary>
internal sealed class RunbookPages
{
    // On another host these name a page of that place, not of ours.
    // csharpier-ignore
    private static readonly string[] CommonNames =
    [
        "readme", "index", "_index", "home", "main", "docs", "doc", "overview", "introduction", "runbook", "runbooks", "playbook",
        "playbooks", "troubleshooting", "guide", "faq", "alerts",
    ];

    private readonly Dictionary<string, List<(Document Page, string[] Names)>> byLastName = [];
    private readonly HashSet<string> directories = [];
    private readonly HashSet<string> directoryNames = [];

    public RunbookPages(IEnumerable<Document> documents)
    {
        foreach (var page in documents.Where(d => d.Kind != DocumentKind.Alert))
        {
            Pages.Add(page);
            var path = DocumentId.FromPath(null, page.Path).Value.Split('/');
            for (var depth = 1; depth < path.Length; depth++)
            {
                directories.Add(string.Join('/', path[..depth]));
                directoryNames.Add(path[depth - 1]);
            }
            Add(page, path);
            Add(page, page.Id.Value.Split('/'));
            foreach (var alias in page.FrontMatter.Aliases)
                Add(page, DocumentId.FromText(alias.Trim('/')).Value.Split('/'));
            if (path.Length > 1 && IsIndex(path[^1]))
                Add(page, path[..^1]);
        }
    }

    public List<Document> Pages { get; } = [];

    public static bool IsIndex(string name) => name is "readme" or "index" or "_index";

    /// <summary>Whether a source has a directory of this name at its root, with pages somewhere below it.</summary>
    public bool IsTopDirectory(string name) => directories.Contains(name);

    /// <summary>Whether the last names are a directory of a source.</summary>
    /// <param name="min">Names that it takes at least.</param>
    public bool IsDirectory(IReadOnlyList<string> names, int min = 1) =>
        Enumerable.Range(0, Math.Max(0, names.Count - min + 1)).Any(from => directories.Contains(string.Join('/', names.Skip(from))));

    /// <summary>Whether what stands before the last name is a directory of a source, at any depth, with a name of its own.</summary>
    public bool IsBesidePages(IReadOnlyList<string> names) =>
        names.Count > 1
        && directoryNames.Contains(names[^2])
        && (!CommonNames.Contains(names[^2]) || IsDirectory([.. names.SkipLast(1)], 2));

    /// <summary>The page that the last names are those of.</summary>
    /// <param name="prefer">Of two pages with the same path in two sources, whether the first is rather meant.</param>
    /// <returns>With how many names of the address it was told, and whether these are all names of the page.</returns>
    public (Document Page, int Names, bool IsWhole)? Find(IReadOnlyList<string> names, bool isElsewhere, Func<Document, int> prefer)
    {
        if (names.Count == 0 || !byLastName.TryGetValue(names[^1], out var known))
            return null;
        var found = known
            .Select(k => (k.Page, Count: Shared(names, k.Names), Length: k.Names.Length))
            .Select(k => (k.Page, k.Count, IsWhole: k.Count == k.Length))
            .OrderByDescending(k => k.IsWhole)
            .ThenByDescending(k => k.Count)
            .ThenByDescending(k => prefer(k.Page))
            .ToList();
        var best = found[0];
        if (!best.IsWhole && found.Any(f => f.Page != best.Page && f.Count == best.Count && prefer(f.Page) == prefer(best.Page)))
            return null;
        if (isElsewhere && best.Count == 1 && CommonNames.Contains(names[^1]))
            return null;
        return best;
    }

    private void Add(Document page, string[] names)
    {
        if (!byLastName.TryGetValue(names[^1], out var known))
            byLastName[names[^1]] = known = [];
        if (!known.Any(k => k.Page == page && k.Names.SequenceEqual(names)))
            known.Add((page, names));
    }

    private static int Shared(IReadOnlyList<string> names, string[] page)
    {
        var count = 0;
        while (count < names.Count && count < page.Length && names[^(count + 1)] == page[^(count + 1)])
            count++;
        return count;
    }
}
