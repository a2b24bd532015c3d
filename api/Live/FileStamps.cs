using Knowledge.Indexer.Importing;

namespace Knowledge.Api.Live;

/// <summary>By what it is known that files have changed.</summary>
internal static class FileStamps
{
    /// <summary>The newest file, and the size of all: what is new, changed or gone shows in one of them.</summary>
    /// <param name="depth">How many directories below it are looked into, one in the other.</param>
    /// <returns>Null when it is being written or taken away, or cannot be read.</returns>
    public static (DateTime, long)? OfDirectory(string directory, int depth)
    {
        try
        {
            var (newest, size) = (DateTime.MinValue, 0L);
            foreach (
                var file in new DirectoryInfo(directory)
                    .EnumerateFiles(
                        "*",
                        new EnumerationOptions
                        {
                            RecurseSubdirectories = true,
                            MaxRecursionDepth = depth,
                            IgnoreInaccessible = true,
                        }
                    )
                    .Take(ImportLimits.Default.MaxZipEntries)
            )
                (newest, size) = (file.LastWriteTimeUtc > newest ? file.LastWriteTimeUtc : newest, size + file.Length);
            return (newest, size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
