using Knowledge.Api.Store;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Live;

/// <summary>
/// What is written here as Markdown files beside the store: served while the store is not there, and read back into a store that is made
/// anew or put back from an older copy.
/// </summary>
internal sealed class WrittenFiles(string dataDirectory)
{
    private const string Folder = "written";
    private const string Extension = ".md";
    private const int MaxFiles = 20_000;
    private const int MaxBytes = 4 * 1024 * 1024;

    private string Directory => Path.Combine(dataDirectory, Folder);

    /// <summary>Writes what changed since, and takes away what was discarded or is deleted for good.</summary>
    /// <param name="newest">The newest revision of each, texts left out.</param>
    /// <param name="isDeleted">Whether a page of a slug was deleted for good since a time.</param>
    /// <param name="textOf">Null when a text cannot be read just now; its file stays as it is.</param>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Keep(
        IReadOnlyList<AuthoredRevision> newest,
        Func<string, DateTimeOffset, bool> isDeleted,
        Func<AuthoredRevision, string?> textOf
    )
    {
        var kept = newest.Where(r => r.State != "discarded" && IsName(r.Slug)).ToDictionary(r => r.Slug + Extension);
        if (kept.Count > 0)
            DataFiles.MakeDirectory(Directory);
        if (!System.IO.Directory.Exists(Directory))
            return;
        var discarded = newest.Where(r => r.State == "discarded").Select(r => r.Slug + Extension).ToHashSet();
        foreach (var file in new DirectoryInfo(Directory).EnumerateFiles("*" + Extension))
            if (discarded.Contains(file.Name) || isDeleted(SlugOf(file), file.LastWriteTimeUtc) && !kept.ContainsKey(file.Name))
                file.Delete();
            // The time of a file is that of its revision. One that the store does not know waits to be read back.
            else if (kept.TryGetValue(file.Name, out var revision) && file.LastWriteTimeUtc == revision.At.UtcDateTime)
                kept.Remove(file.Name);
        foreach (var (name, revision) in kept)
            if (textOf(revision) is { } text)
            {
                var (path, temporary) = (Path.Combine(Directory, name), Path.Combine(Directory, ".new"));
                DataFiles.WriteAllText(temporary, text);
                File.SetLastWriteTimeUtc(temporary, revision.At.UtcDateTime);
                File.Move(temporary, path, overwrite: true);
            }
    }

    /// <summary>Takes away the files of what is deleted for good, where no server does it.</summary>
    /// <exception cref="IOException">They cannot be taken away.</exception>
    public void DropDeleted(Func<string, DateTimeOffset, bool> isDeleted)
    {
        if (!System.IO.Directory.Exists(Directory))
            return;
        foreach (var file in new DirectoryInfo(Directory).EnumerateFiles("*" + Extension))
            if (isDeleted(SlugOf(file), file.LastWriteTimeUtc))
                file.Delete();
    }

    /// <summary>
    /// Slugs of pages whose file is of the same save as what the store has and does not say the same: bytes of one of them were changed.
    /// </summary>
    /// <param name="newest">The newest revision of each with its text.</param>
    public IEnumerable<string> Altered(IEnumerable<AuthoredRevision> newest) =>
        newest.Where(r => r.State != "discarded" && IsName(r.Slug) && IsAltered(r)).Select(r => r.Slug);

    private bool IsAltered(AuthoredRevision revision)
    {
        var file = new FileInfo(Path.Combine(Directory, revision.Slug + Extension));
        if (!file.Exists || TextOf(file) is not { } text)
            return false;
        // What a server has put in its place meanwhile is of another save.
        file.Refresh();
        return file.Exists && file.LastWriteTimeUtc == revision.At.UtcDateTime && text != revision.Text;
    }

    /// <summary>What the files say, each as a first revision; those that cannot be read are left out.</summary>
    public IReadOnlyList<AuthoredRevision> Read()
    {
        var revisions = new List<AuthoredRevision>();
        try
        {
            if (!System.IO.Directory.Exists(Directory))
                return [];
            foreach (var file in new DirectoryInfo(Directory).EnumerateFiles("*" + Extension).Take(MaxFiles))
                if (Read(file) is { } revision)
                    revisions.Add(revision);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was read until then is better than nothing.
        }
        return revisions;
    }

    private static AuthoredRevision? Read(FileInfo file)
    {
        if (TextOf(file) is not { } text)
            return null;
        var slug = SlugOf(file);
        var status = LivePostmortems.Read(slug, text)?.FrontMatter.Status;
        var state = status is "published" or "closed" ? status : "draft";
        return new(slug, 1, state, text, "", new(file.LastWriteTimeUtc, TimeSpan.Zero), "read back from its file");
    }

    private static string? TextOf(FileInfo file)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(PlainFile.ReadAllBytes(file.FullName, MaxBytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string SlugOf(FileInfo file) => file.Name[..^Extension.Length];

    private static bool IsName(string slug) => Path.GetFileName(slug) == slug && slug.Length > 0 && slug[0] != '.';
}
