using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Knowledge.Indexer.Files;

/// <summary>Opens files whose names come from somebody else: one that has become a pipe or a device blocks nobody.</summary>
public static class PlainFile
{
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int NotPermitted = 1,
        NoEntry = 2,
        Interrupted = 4,
        NoDeviceAtAll = 6,
        AccessDenied = 13,
        NoDevice = 19,
        NotADirectory = 20;

    /// <exception cref="NotAPlainFileException">It is a pipe, a socket, a device or a directory.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path, int bufferSize = 0)
    {
        if (!OperatingSystem.IsLinux())
            return Seekable(new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize));
        // Opening a pipe waits for who writes to it, and there is no option for that in .NET.
        var handle = OpenWithoutWaiting(path);
        if (FileStatus.Of(handle) is { IsRegular: false })
        {
            handle.Dispose();
            throw new NotAPlainFileException();
        }
        return Seekable(new(handle, FileAccess.Read, bufferSize));
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="IOException">It cannot be read, is no plain file, or is larger than it may be.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadAllBytes(string path, int limit)
    {
        using var stream = Open(path);
        if (stream.Length > limit)
            throw new IOException($"The file has {stream.Length:N0} bytes; at most {limit:N0} are read.");
        var bytes = new byte[stream.Length];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static FileStream Seekable(FileStream stream)
    {
        if (stream.CanSeek)
            return stream;
        stream.Dispose();
        throw new NotAPlainFileException();
    }

    private static SafeFileHandle OpenWithoutWaiting(string path)
    {
        while (true)
        {
            var descriptor = LinuxCalls.Open(path, ReadOnly | NonBlocking | CloseOnExec);
            if (descriptor >= 0)
                return new(descriptor, ownsHandle: true);
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                throw error switch
                {
                    NoEntry when Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) => new FileNotFoundException(null, path),
                    NoEntry or NotADirectory => new DirectoryNotFoundException(),
                    NotPermitted or AccessDenied => new UnauthorizedAccessException(),
                    NoDevice or NoDeviceAtAll => new NotAPlainFileException(),
                    _ => new IOException(Marshal.GetPInvokeErrorMessage(error), error),
                };
        }
    }
}

/// <summary>What has the name of a file is a pipe, a socket, a device or a directory.</summary>
public sealed class NotAPlainFileException() : IOException("It is no plain file.");
