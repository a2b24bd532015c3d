using Knowledge.Indexer.Files;

namespace Knowledge.Indexer.Sources;

/// <summary>Opens a file of a source that is no page, such as a picture.</summary>
public static class SourceFile
{
    /// <returns>Null when there is no such plain file inside the source, or it is larger than allowed.</returns>
    public static FileStream? Open(SourceDirectory source, string path, long maxBytes)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Directory));
        var full = Path.GetFullPath(Path.Combine(root, path));
        if (!full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return null;
        FileStream? stream = null;
        try
        {
            if (new FileInfo(full) is not { Exists: true, Length: > 0 } info || info.Length > maxBytes)
                return null;
            // It may have become a pipe since, which would be waited for.
            stream = PlainFile.Open(full);
            if (!DirectoryListing.LeavesRoot(stream, root) && stream.Length <= maxBytes)
                return stream;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Meanwhile gone, or not to be read by the server: there is nothing to show.
        }
        stream?.Dispose();
        return null;
    }
}
