using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Knowledge.Tests.Faults;

/// <summary>
/// Lies over a directory and answers nothing, as a share of a server that is gone does: a file system in user space whose requests nobody
/// reads. Root on Linux only; elsewhere the test is skipped.
/// </summary>
internal sealed class HangingDirectory : IDisposable
{
    private const int ReadWrite = 2,
        CloseOnExec = 0x80000,
        Detach = 2;

    // linux/fuse.h: where things stand in the one request that is answered, and in its reply.
    private const int LargestRequest = 1 << 18,
        Operation = 4,
        Initialise = 26,
        RequestId = 8,
        RequestBody = 40,
        ReplyBody = 16,
        ReplyLength = ReplyBody + 64,
        LargestWrite = ReplyBody + 20;

    private readonly string place;
    private readonly int device;

    public HangingDirectory(string place)
    {
        this.place = place;
        device = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? Open("/dev/fuse", ReadWrite | CloseOnExec) : -1;
        Assert.SkipUnless(device >= 0, "It takes root on Linux, and file systems in user space.");
        var options = string.Create(CultureInfo.InvariantCulture, $"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other");
        if (Mount("kb-hanging", place, "fuse", 0, options) != 0)
        {
            _ = Close(device);
            Assert.Skip("No file system in user space can be mounted here.");
        }
        Answer();
    }

    // The kernel asks once what the file system can do; what it asks from then on is never read.
    private void Answer()
    {
        var request = new byte[LargestRequest];
        Assert.True(Read(device, request, LargestRequest) > RequestBody);
        Assert.Equal(Initialise, BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(Operation)));
        var reply = new byte[ReplyLength];
        BinaryPrimitives.WriteInt32LittleEndian(reply, ReplyLength);
        request.AsSpan(RequestId, sizeof(long)).CopyTo(reply.AsSpan(RequestId));
        // The version of the protocol that was asked for.
        request.AsSpan(RequestBody, sizeof(long)).CopyTo(reply.AsSpan(ReplyBody));
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(LargestWrite), 4096);
        Assert.Equal(ReplyLength, Write(device, reply, ReplyLength));
    }

    /// <summary>It is gone, and whoever waits for it is told so.</summary>
    public void Dispose()
    {
        // Nothing is left to be done where it is gone already.
        _ = Unmount(place, Detach);
        _ = Close(device);
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int file, [Out] byte[] bytes, nint count);

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int file, byte[] bytes, nint count);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);

    [DllImport("libc", EntryPoint = "mount")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string what,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string place,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string type,
        nuint flags,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string options
    );

    [DllImport("libc", EntryPoint = "umount2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmount([MarshalAs(UnmanagedType.LPUTF8Str)] string place, int flags);
}
