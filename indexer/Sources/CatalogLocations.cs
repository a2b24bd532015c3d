using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Text;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Sources;

/// <summary>Reads the files that Locations of a catalog name: inside the source only, each once, never an address.</summary>
/// <remarks>
/// Shape: Backstage, "Descriptor Format of Catalog Entities", kind Location; a target is relative to the file that names it.
/// </remarks>
internal static class CatalogLocations
{
    public const int MaxDepth = 8;
    public const int MaxFiles = 1000;

    /// <param name="files">What was read; files that are named become catalogs, and those that are no longer named what their names
    /// say.</param>
    /// <param name="read">Reads a file again, as a catalog or not.</param>
    public static void Follow(ReadFile?[] files, Func<ReadFile, bool, ReadFile> read, List<Finding> findings)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < files.Length; i++)
            if (files[i] is { } file)
                places.TryAdd(file.Path, i);
        var seen = new HashSet<int>();
        var open = new Queue<(int Place, int Depth)>();
        foreach (var (_, place) in places.OrderBy(p => p.Key, StringComparer.Ordinal))
            if (files[place] is { Catalog: not null, IsLocationTarget: false })
                open.Enqueue((place, 0));
        while (open.TryDequeue(out var next))
        {
            var naming = files[next.Place]!;
            foreach (var location in naming.Catalog?.Locations ?? [])
                if (Target(naming.Path, location.Target) is not { } path)
                    findings.Add(
                        Finding(
                            naming,
                            location,
                            Severity.Note,
                            "is an address, or leads out of the source: it is not followed. Serve what it names as a source of its own."
                        )
                    );
                else if (!places.TryGetValue(path, out var place))
                    findings.Add(
                        Finding(
                            naming,
                            location,
                            Severity.Warning,
                            "names no file that is read here. Correct the path; it is relative to this file, without wildcards."
                        )
                    );
                else if (FileRoles.Of(path) == FileRole.Catalog || seen.Contains(place))
                    continue;
                else if (
                    FileRoles.Of(path) != FileRole.PerhapsRules
                    || ThesaurusFile.LanguageOf(path) is not null
                    || path == DirectoryReader.HeadingsFile
                )
                    findings.Add(
                        Finding(naming, location, Severity.Warning, "is not a YAML file with catalog entities: it is not read as one.")
                    );
                else if (next.Depth == MaxDepth || seen.Count == MaxFiles)
                    findings.Add(
                        Finding(
                            naming,
                            location,
                            Severity.Error,
                            $"is not followed: Locations lead at most {MaxDepth} files deep, to {MaxFiles:N0} files. Name the "
                                + $"rest in a catalog-info.yaml."
                        )
                    );
                else
                {
                    seen.Add(place);
                    if (files[place] is not { IsLocationTarget: true })
                        files[place] = read(files[place]!, true);
                    open.Enqueue((place, next.Depth + 1));
                }
        }
        for (var i = 0; i < files.Length; i++)
            if (files[i] is { IsLocationTarget: true } file && !seen.Contains(i))
                files[i] = read(file, false);
    }

    private static Finding Finding(ReadFile naming, CatalogLocation location, Severity severity, string message) =>
        new(
            FindingCodes.NotFollowed,
            severity,
            naming.Path,
            location.Line,
            $"The target `{Sentences.Truncate(location.Target, 100)}` {message}",
            location.Target
        );

    /// <summary>The path inside the source; null for an address and for what leads out.</summary>
    private static string? Target(string from, string target)
    {
        if (target.Contains(':', StringComparison.Ordinal) || target.StartsWith('/') || target.Contains('\\', StringComparison.Ordinal))
            return null;
        var segments = from.Split('/').SkipLast(1).ToList();
        foreach (var segment in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
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
}
