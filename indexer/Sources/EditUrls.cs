namespace Knowledge.Indexer.Sources;

/// <summary>Where the files of a source are edited: the links "Edit at source".</summary>
public static class EditUrls
{
    /// <summary>Stands for the path of the file; without it the path is put behind the address.</summary>
    public const string Path = "{path}";

    /// <summary>Gives each source the address that was given for it (<c>--edit-url NAME=URL</c>).</summary>
    /// <returns>The sources, or one line that says what is wrong and what to do.</returns>
    public static (IReadOnlyList<SourceDirectory> Sources, string? Error) Assign(
        IReadOnlyList<SourceDirectory> sources,
        IReadOnlyList<string> given
    )
    {
        var byName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in given)
        {
            var (name, address) = Split(text);
            if (name is null && sources.Count > 1)
                return ([], $"--edit-url '{text}' is for none of the {sources.Count} content directories: write NAME=URL");
            var source = name is null ? sources[0] : sources.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (source is null)
                return (
                    [],
                    $"--edit-url names '{name}', which is no content directory: "
                        + $"the names are {string.Join(", ", sources.Select(s => s.Name))}"
                );
            if (!IsAddress(address))
                return (
                    [],
                    $"--edit-url '{address}' is no address: give one such as https://git.example/team/runbooks/edit/main/ "
                        + $"without a password"
                );
            if (!byName.TryAdd(source.Name, address))
                return ([], $"--edit-url is there twice for '{source.Name}': keep one");
        }
        return ([.. sources.Select(s => byName.TryGetValue(s.Name, out var address) ? s with { EditUrl = address } : s)], null);
    }

    /// <summary>The address at which one file is edited.</summary>
    /// <param name="path">Inside the source, with forward slashes.</param>
    public static string Of(string editUrl, string path)
    {
        // A file may be named like a query, a fragment, or the directory above.
        var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        return editUrl.Contains(Path, StringComparison.Ordinal)
            ? editUrl.Replace(Path, escaped, StringComparison.Ordinal)
            : $"{editUrl.TrimEnd('/')}/{escaped}";
    }

    private static (string? Name, string Address) Split(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return
            at <= 0
            || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? (null, text)
            : (text[..at].Trim(), text[(at + 1)..].Trim());
    }

    private static bool IsAddress(string text)
    {
        var hasPlace = text.Contains(Path, StringComparison.Ordinal);
        if (text.Any(c => char.IsControl(c) || c is ' ' or '"' or '<' or '>'))
            return false;
        if (
            !Uri.TryCreate(text.Replace(Path, "", StringComparison.Ordinal), UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || url.UserInfo.Length > 0
        )
            return false;
        // What is put behind a query or fragment is no path, and a file must not choose the host.
        return hasPlace
            ? text.IndexOf(Path, StringComparison.Ordinal)
                > text.IndexOf(url.Authority, StringComparison.OrdinalIgnoreCase) + url.Authority.Length
            : url.Query.Length == 0 && url.Fragment.Length == 0;
    }
}
