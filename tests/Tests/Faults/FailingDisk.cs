using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Knowledge.Tests.Faults;

/// <summary>Which calls on files fail.</summary>
[Flags]
public enum DiskCalls
{
    Writes = 1,
    Syncs = 2,
    Names = 4,
    Reads = 8,
}

/// <summary>
/// A disk that fails or is slow for one process and below one directory: <c>failing-disk.c</c>, compiled once and loaded before the C
/// library. What the process is told through a mapped file holds at once.
/// </summary>
internal sealed class FailingDisk : IDisposable
{
    public const int InputOutput = 5,
        Full = 28;

    private const int Bytes = 64;

    private static readonly Lazy<string?> Library = new(Compile);

    private readonly string control;
    private readonly bool isOwn;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    private FailingDisk(string control, bool isOwn)
    {
        (this.control, this.isOwn) = (control, isOwn);
        file = MemoryMappedFile.CreateFromFile(control, FileMode.Open, null, Bytes, MemoryMappedFileAccess.ReadWrite);
        view = file.CreateViewAccessor();
    }

    /// <param name="under">Files below it are meant.</param>
    public FailingDisk(string under)
        : this(NewControl(), isOwn: true)
    {
        Assert.SkipWhen(Library.Value is null, "No C compiler is here; tests/run installs one.");
        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library.Value!,
            ["KB_DISK_CONTROL"] = control,
            ["KB_DISK_UNDER"] = under,
        };
    }

    /// <summary>What the process is started with.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    /// <summary>That of the process this is, which was started with <see cref="Environment"/>.</summary>
    public static FailingDisk OfThisProcess() => new(System.Environment.GetEnvironmentVariable("KB_DISK_CONTROL")!, isOwn: false);

    private static string NewControl()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, new byte[Bytes]);
        return path;
    }

    /// <summary>How many calls that count were made since one was to fail.</summary>
    public int Count => view.ReadInt32(16);

    public int Failed => view.ReadInt32(20);

    /// <summary>The nth of such calls from now on fails, and with <paramref name="lasting"/> all after it.</summary>
    public void Fail(DiskCalls calls, int error, int nth, bool lasting = false)
    {
        Work();
        view.Write(0, (int)calls);
        view.Write(4, error);
        view.Write(12, lasting ? 1 : 0);
        view.Write(16, 0);
        view.Write(20, 0);
        view.Write(8, nth);
    }

    /// <summary>Nothing fails from now on.</summary>
    public void Work() => view.Write(8, 0);

    public void TakeForEachSync(TimeSpan delay) => view.Write(24, (int)delay.TotalMilliseconds);

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
        if (isOwn)
            File.Delete(control);
    }

    private static string? Compile()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/cc"))
            return null;
        var directory = Directory.CreateTempSubdirectory("kb-disk-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        var library = Path.Combine(directory, "failing-disk.so");
        using var compiler = Process.Start(
            new ProcessStartInfo(
                "/usr/bin/cc",
                [
                    "-shared",
                    "-fPIC",
                    "-O1",
                    "-o",
                    library,
                    Path.Combine(Repository.Root, "tests", "Tests", "Faults", "failing-disk.c"),
                    "-ldl",
                ]
            )
            {
                RedirectStandardError = true,
            }
        )!;
        var complaints = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.True(compiler.ExitCode == 0, complaints);
        return library;
    }
}
