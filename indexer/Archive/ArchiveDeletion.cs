using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Archive;

/// <summary>Deletes single pages: what was deleted where it comes from, or holds what must not be kept.</summary>
internal static class ArchiveDeletion
{
    /// <returns>How many of the pages were there.</returns>
    /// <exception cref="ArchiveException">The archive cannot be written.</exception>
    public static int Run(string directory, IReadOnlyList<string> ids)
    {
        if (ArchiveManifest.Read(directory) is not { } manifest)
            throw new ArchiveException($"'{directory}' is no archive; build one with kb archive build");
        try
        {
            using var writer = ArchiveWriter.Open(directory);
            var deleted = ids.Distinct(StringComparer.Ordinal).Count(writer.Delete);
            writer.Commit();
            // A segment keeps what is deleted until it is written anew.
            if (deleted > 0)
                writer.Purge();
            var sections = writer.Sections;
            writer.Close();
            (manifest with { Sections = sections }).Write(directory);
            return deleted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArchiveException($"'{directory}' cannot be written ({IoFailure.ReasonOf(e)})");
        }
    }
}
