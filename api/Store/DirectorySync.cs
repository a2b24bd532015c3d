using System.Runtime.InteropServices;
using Knowledge.Indexer.Files;
using Microsoft.Win32.SafeHandles;

namespace Knowledge.Api.Store;

/// <summary>Sees that a name in a directory is on the disk, not only what the file holds.</summary>
internal static class DirectorySync
{
    private const int ReadOnlyFileSystem = 30;

    /// <exception cref="IOException">It could not be made sure.</exception>
    public static void Of(string directory)
    {
        // Elsewhere names are on the disk with what they stand for, or there is no such call.
        if (!OperatingSystem.IsLinux())
            return;
        using var handle = Open(directory);
        if (handle.IsInvalid || LinuxCalls.Sync(handle) != 0)
            throw new IOException($"A name in {directory} could not be written ({Marshal.GetLastPInvokeErrorMessage()}).");
    }

    /// <summary>
    /// Whether the system made the file system read-only because of a fault, which newer kernels show in no flag of it; asking changes
    /// nothing.
    /// </summary>
    public static bool IsReadOnly(string directory)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var handle = Open(directory);
        return !handle.IsInvalid && LinuxCalls.Sync(handle) != 0 && Marshal.GetLastPInvokeError() == ReadOnlyFileSystem;
    }

    private static SafeFileHandle Open(string directory) => new(LinuxCalls.Open(directory, 0), ownsHandle: true);
}
