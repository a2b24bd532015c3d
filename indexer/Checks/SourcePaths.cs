using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>The files and directories of all sources, to tell a link that leads nowhere from one that leads to what is not read.</summary>
internal sealed class SourcePaths
{
    private readonly KnowledgeBase knowledge;
    private readonly HashSet<(string Source, string Path)> places = [];
    private static readonly string[] Included = ["partials", "_partials", "partial", "includes", "_includes", "snippets", "_snippets"];

    private readonly HashSet<string> notAllNamed = [];
    private readonly HashSet<(string Source, string Name)> pageNames;
    private readonly ILookup<(string Source, string Name), string> byName;

    private SourcePaths(KnowledgeBase knowledge)
    {
        this.knowledge = knowledge;
        var files = knowledge.Snapshots.SelectMany(r => r.Files.Select(f => (Source: r.Name, f.Path))).ToList();
        foreach (var (source, path) in files)
            AddWithDirectories(source, path);
        // Files that are no pages are not opened, but they and their directories are there.
        foreach (var source in knowledge.Snapshots)
        {
            foreach (var path in source.Unread.Paths)
                AddWithDirectories(source.Name, path.TrimEnd('/'));
            // Of very many not all are named: then nobody knows what is missing.
            if (source.Unread.Total > source.Unread.Paths.Count)
                notAllNamed.Add(source.Name);
        }
        pageNames = [.. files.Where(f => IsMarkdown(f.Path)).Select(f => (f.Source, Name(Key(f.Path))))];
        byName = files.Where(f => IsMarkdown(f.Path)).ToLookup(f => (f.Source, Name(f.Path)), f => f.Path);
    }

    /// <summary>Whether a page is a part that others include.</summary>
    public static bool IsIncluded(string path) => path.Split('/').SkipLast(1).Any(d => Included.Contains(d));

    // The root of a site may be a directory of the source, or one above it.
    private bool IsBelowADirectoryAbove(Document from, string address)
    {
        for (var slash = from.Path.LastIndexOf('/'); slash > 0; slash = from.Path.LastIndexOf('/', slash - 1))
            if (places.Contains((from.Source, Key(from.Path[..slash] + address))))
                return true;
        return false;
    }

    private void AddWithDirectories(string source, string path)
    {
        places.Add((source, Key(path)));
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
            places.Add((source, Key(path[..slash])));
    }

    public static SourcePaths Of(CheckedContent content) => new(content.Knowledge);

    /// <summary>How sure it is that a link leads nowhere; null when it may lead somewhere.</summary>
    public Severity? Judge(Document from, string target)
    {
        var address = Address(target);
        if (address is null || knowledge.UrlOf(from, target) is not null)
            return null;
        if (address.StartsWith("/docs/", StringComparison.Ordinal))
            return places.Contains((from.Source, Key(address))) ? null : Severity.Error;
        // Other paths of a site are known to that site alone.
        if (address.StartsWith('/') && !IsMarkdown(address))
            return null;
        if (Combined(from.Path, address) is not { } path || places.Contains((from.Source, Key(path))))
            return null;
        // What is put into other pages links from where these are.
        if (IsIncluded(from.Path))
            return null;
        if (address.StartsWith('/'))
            return IsBelowADirectoryAbove(from, address) ? null : Severity.Warning;
        if (IsMarkdown(address))
            return Severity.Error;
        // `ref "page"` of Hugo and links of wikis name a page wherever it lies.
        if (!address.Contains('/', StringComparison.Ordinal) && pageNames.Contains((from.Source, Name(address))))
            return null;
        if (Name(address).Contains('.', StringComparison.Ordinal) || notAllNamed.Contains(from.Source))
            return null;
        // In a site made of directories a page is one itself, and its links begin there.
        return Combined(from.Path + "/page", address) is { } nested && !places.Contains((from.Source, Key(nested)))
            ? Severity.Warning
            : null;
    }

    /// <summary>Path of the one file with the name that a dead link asks for.</summary>
    public string? Moved(Document from, string target) =>
        Address(target) is { } address && IsMarkdown(address) && byName[(from.Source, Name(address))].Take(2).ToList() is [var only]
            ? only
            : null;

    /// <summary>The path of a link into the source, unescaped; null for anchors, other sites, and what a template fills in.</summary>
    private static string? Address(string target)
    {
        var address = target.Split('#', '?')[0];
        if (
            address.Length == 0
            || address.Contains(':', StringComparison.Ordinal)
            || address.StartsWith("//", StringComparison.Ordinal)
            || address.IndexOfAny(['{', '<', '$', '@']) >= 0
        )
            return null;
        return Uri.UnescapeDataString(address);
    }

    // Null when the path leaves the source: what lies there is not read.
    private static string? Combined(string from, string address)
    {
        var segments = address.StartsWith('/') ? [] : from.Split('/').SkipLast(1).ToList();
        foreach (var segment in address.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (segment == "..")
            {
                if (segments.Count == 0)
                    return null;
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment != ".")
                segments.Add(segment);
        return string.Join('/', segments);
    }

    private static bool IsMarkdown(string path) => PageFormats.WithoutExtension(path).Length < path.Length;

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();

    private static string Key(string path) => PageFormats.WithoutExtension(path.Trim('/')).ToLowerInvariant();
}
