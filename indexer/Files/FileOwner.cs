namespace Knowledge.Indexer.Files;

/// <summary>Whose a file is, which .NET does not tell.</summary>
public static class FileOwner
{
    // struct statx of linux/stat.h: the same on every architecture.
    private const int StatusBytes = 256;
    private const int OwnerAt = 20;
    private const int CurrentDirectory = -100;
    private const uint Owner = 0x8;

    /// <summary>The number of its user; null when it cannot be told.</summary>
    public static uint? Of(string path)
    {
        var status = new byte[StatusBytes];
        return OperatingSystem.IsLinux() && LinuxCalls.Status(CurrentDirectory, path, 0, Owner, status) == 0
            ? BitConverter.ToUInt32(status, OwnerAt)
            : null;
    }

    /// <summary>Who this process is; null when it cannot be told.</summary>
    public static uint? OfThisProcess() => OperatingSystem.IsLinux() ? LinuxCalls.EffectiveUser() : null;
}
