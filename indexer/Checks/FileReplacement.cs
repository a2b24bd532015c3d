namespace Knowledge.Indexer.Checks;

/// <summary>Writes a file so that at every moment the old or the new one is there, whole.</summary>
internal static class FileReplacement
{
    /// <returns>One line that says why it could not be written; null when it was.</returns>
    public static string? Write(string path, byte[] content)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(path))
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(path));
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception left) when (left is IOException or UnauthorizedAccessException)
            {
                return $"cannot write '{path}' ({e.GetType().Name}), and '{temporary}' is left";
            }
            return $"cannot write '{path}' ({e.GetType().Name}): check the directory, its permissions and the disk";
        }
    }
}
