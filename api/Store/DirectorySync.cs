using System.Runtime.InteropServices;
using Knowledge.Indexer.Files;
using Microsoft.Win32.SafeHandles;

namespace Knowledge.Api.Store;

/// <summary>Sees that a name in a directory is on the disk, not only what the file holds.</summary>
internal static class DirectorySync
{
    /// <exception cref="IOException">It could not be made sure.</exception>
    public static void Of(string directory)
    {
        // Elsewhere names are on the disk with what they stand for, or there is no such call.
        if (!OperatingSystem.IsLinux())
            return;
        using var handle = new SafeFileHandle(LinuxCalls.Open(directory, 0), ownsHandle: true);
        if (handle.IsInvalid || LinuxCalls.Sync(handle) != 0)
            throw new IOException($"A name in {directory} could not be written ({Marshal.GetLastPInvokeErrorMessage()}).");
    }
}
