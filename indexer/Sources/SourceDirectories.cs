namespace Knowledge.Indexer.Sources;

/// <summary>
/// Reads what was given with <c>--content</c> and <c>--edit-url</c>: directories, each perhaps with a name in front
/// (<c>NAME=DIR</c>), and where their files are edited.
/// </summary>
public static class SourceDirectories
{
    public const string Default = "runbooks";

    /// <summary>In place of a directory: other nodes have it, and what they read comes out of the store that all share.</summary>
    public const string Elsewhere = "@store";

    /// <param name="editUrls">Each <c>NAME=URL</c>; a URL alone where there is one source.</param>
    /// <param name="mayBeElsewhere">Whether there is a store that nodes share, so that <c>NAME=@store</c> is a source.</param>
    /// <param name="wereServed">
    /// Tells whether just these sources were served before: then a directory may be missing, and is not mistyped.
    /// </param>
    /// <returns>The sources, or one line that says what is wrong and what to do.</returns>
    public static (IReadOnlyList<SourceDirectory> Sources, string? Error) Parse(
        IReadOnlyList<string> given,
        IReadOnlyList<string>? editUrls = null,
        bool mayBeElsewhere = false,
        Func<IReadOnlyList<SourceDirectory>, bool>? wereServed = null
    )
    {
        string? missing = null;
        var sources = new List<SourceDirectory>();
        foreach (var text in given)
        {
            var source = One(text);
            if (source.IsElsewhere && !mayBeElsewhere)
                return ([], $"--content {text}: only nodes that share a database (--store) take a source from others; give its directory");
            if (!source.IsElsewhere && !IsThere(source.Directory))
                missing ??= source.Directory;
            if (sources.Any(s => s.Name.Equals(source.Name, StringComparison.OrdinalIgnoreCase)))
                return ([], $"two content directories are named '{source.Name}': name one of them with --content NAME=DIR");
            if (source.Name.Equals(AuthoredSource.Name, StringComparison.OrdinalIgnoreCase))
                return ([], $"no content directory may be named '{source.Name}': name it with --content NAME=DIR");
            sources.Add(source with { PrefixesIds = sources.Count > 0 });
        }
        if (missing is not null && wereServed?.Invoke(sources) != true)
            return ([], $"no content directory '{missing}': give one that exists with --content DIR");
        if (sources.Count > 0)
            return editUrls is null ? (sources, null) : EditUrls.Assign(sources, editUrls);
        return ([], $"no content: there is no directory '{Default}' here; give one with --content DIR");
    }

    // One that does not answer is somewhere; whoever reads it tells that it hangs, and the others are served.
    private static bool IsThere(string directory)
    {
        try
        {
            return SourceAccess.Read(directory, () => Directory.Exists(directory));
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static SourceDirectory One(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at > 0 && text[(at + 1)..] == Elsewhere)
            return new(text[..at], Path.Combine(Path.GetFullPath("/"), Elsewhere, text[..at])) { IsElsewhere = true };
        var named = at > 0 && !IsThere(text);
        var directory = Path.GetFullPath(named ? text[(at + 1)..] : text);
        return new(named ? text[..at] : new DirectoryInfo(directory).Name, directory);
    }
}
