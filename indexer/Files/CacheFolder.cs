namespace Knowledge.Indexer.Files;

/// <summary>Where a user keeps what costs nothing but time when it is lost.</summary>
internal static class CacheFolder
{
    /// <summary>The folder of <c>kb</c> among the caches of this user, as the platform has it (Linux: XDG Base Directory).</summary>
    public static string Place =>
        Path.Combine(
            OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : OperatingSystem.IsMacOS()
                    ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Library", "Caches")
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } caches ? caches
                : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".cache")
                : Path.GetTempPath(),
            "kb"
        );
}
