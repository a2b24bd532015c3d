namespace Knowledge.Indexer.Sources;

/// <summary>Why a file or directory could not be used, as people are told: names of types and paths are for the log.</summary>
internal static class IoFailure
{
    private const int FullOnLinux = 28,
        ReadOnlyOnLinux = 30,
        FullOnWindows = 112;

    /// <returns>Null for what is no failure of files.</returns>
    public static string? ReasonOf(Exception e) =>
        e switch
        {
            FileNotFoundException or DirectoryNotFoundException => "a file is missing",
            PathTooLongException => "the path is too long",
            UnauthorizedAccessException => "access is denied",
            IOException { HResult: var code } when (code & 0xFFFF) is FullOnLinux or FullOnWindows => "the disk is full",
            IOException { HResult: var code } when (code & 0xFFFF) is ReadOnlyOnLinux => "the disk is read-only",
            IOException => "input/output error",
            _ => null,
        };
}
