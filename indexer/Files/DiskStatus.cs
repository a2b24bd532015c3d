namespace Knowledge.Indexer.Files;

/// <summary>What .NET does not tell of the file system that something lies on.</summary>
/// <param name="FreeInodes">So many files can still be made by anybody.</param>
/// <param name="Inodes">Zero where the file system makes them as they are needed.</param>
public readonly record struct DiskStatus(ulong FreeInodes, ulong Inodes, bool IsReadOnly)
{
    // struct statvfs of sys/statvfs.h where a long has 64 bits: the same for glibc and musl.
    private const int StatusBytes = 256;
    private const int InodesAt = 40;
    private const int FreeInodesAt = 48;
    private const int FlagsAt = 72;
    private const ulong ReadOnlyFlag = 1;

    /// <summary>Null when it cannot be told.</summary>
    public static DiskStatus? Of(string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            return null;
        var status = new byte[StatusBytes];
        if (LinuxCalls.DiskStatus(path, status) != 0)
            return null;
        return new(
            BitConverter.ToUInt64(status, FreeInodesAt),
            BitConverter.ToUInt64(status, InodesAt),
            (BitConverter.ToUInt64(status, FlagsAt) & ReadOnlyFlag) != 0
        );
    }
}
