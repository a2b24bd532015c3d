using Microsoft.Win32.SafeHandles;

namespace Knowledge.Indexer.Files;

/// <summary>What a file is, and which one it is however it is named: what .NET does not tell of it.</summary>
public readonly record struct FileStatus(bool IsRegular, FileIdentity Identity)
{
    // struct statx of linux/stat.h: the same on every architecture.
    private const int StatusBytes = 256;
    private const int ModeAt = 28;
    private const int InodeAt = 32;
    private const int DeviceAt = 136;
    private const int FileTypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int EmptyPath = 0x1000;
    private const int CurrentDirectory = -100;
    private const uint TypeAndInode = 0x101;

    /// <summary>Null when it cannot be told: the system is not Linux.</summary>
    public static FileStatus? Of(SafeFileHandle file)
    {
        var isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            return Of(file.DangerousGetHandle().ToInt32(), "", EmptyPath);
        }
        finally
        {
            if (isHeld)
                file.DangerousRelease();
        }
    }

    /// <summary>The same of the file that has a name now; null also when there is none.</summary>
    public static FileStatus? Of(string path) => Of(CurrentDirectory, path, 0);

    private static FileStatus? Of(int directory, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var status = new byte[StatusBytes];
        try
        {
            if (LinuxCalls.Status(directory, path, flags, TypeAndInode, status) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
        return new(
            (BitConverter.ToUInt16(status, ModeAt) & FileTypeMask) == RegularFile,
            new(BitConverter.ToUInt64(status, InodeAt), BitConverter.ToUInt64(status, DeviceAt))
        );
    }
}

/// <summary>Which file it is: two names with the same identity are one file.</summary>
/// <param name="Device">Major and minor number of the device that it lies on.</param>
public readonly record struct FileIdentity(ulong Inode, ulong Device);
