namespace Knowledge.Api.Store;

/// <summary>Makes files and directories of the data directory: what is kept there is for the server's own user alone.</summary>
internal static class DataFiles
{
    /// <summary>Says which revisions were deleted for good, when and by whom.</summary>
    public const string PurgeRecord = "purged.log";

    private const UnixFileMode OwnersDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>One that is there already keeps its permissions: an operator may have given them.</summary>
    public static void MakeDirectory(string directory)
    {
        if (Directory.Exists(directory))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnersDirectory);
    }

    /// <summary>Opens a new or existing file for writing; a new one is readable by nobody else.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share = FileShare.None, int bufferSize = 4096)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
            BufferSize = bufferSize,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        return new(path, options);
    }

    /// <summary>Writes a text and sees that it is on the disk.</summary>
    public static void WriteAllText(string path, string text)
    {
        using var file = Open(path, FileMode.Create, FileAccess.Write);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }
}
