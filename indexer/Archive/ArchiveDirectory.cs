namespace Knowledge.Indexer.Archive;

/// <summary>An archive by name and place.</summary>
public sealed record ArchiveDirectory(string Name, string Directory)
{
    private const int MaxArchives = 20;
    private const int MaxNameCharacters = 40;

    /// <summary>Reads <c>NAME=DIR</c> or <c>DIR</c>, which gives the name of the directory.</summary>
    /// <returns>The archives, or what is wrong in one line.</returns>
    public static (IReadOnlyList<ArchiveDirectory> Archives, string? Error) Parse(IReadOnlyList<string> given, string option = "--archive")
    {
        var archives = new List<ArchiveDirectory>();
        foreach (var text in given)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            var directory = text[(at + 1)..];
            if (directory.Length == 0)
                return ([], $"{option} '{text}' names no directory; write NAME=DIR");
            var name = at > 0 ? text[..at] : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
            if (name.Length is 0 or > MaxNameCharacters || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                return (
                    [],
                    $"{option} '{text}': a name has letters, digits, '-', '_' and '.', at most {MaxNameCharacters}; write NAME=DIR"
                );
            if (archives.Any(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase)))
                return ([], $"{option} '{text}': another one is named {name} already; write NAME=DIR");
            archives.Add(new(name, directory));
        }
        return archives.Count > MaxArchives
            ? ([], $"{option} was given {archives.Count} times; {MaxArchives} are searched at most")
            : (archives, null);
    }
}
