using System.Diagnostics;
using Knowledge.Indexer.Alerts;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Faults.Cluster;
using Knowledge.Tests.Indexer;

namespace Knowledge.Tests.Faults;

/// <summary>F-16: the disk of the database is full; the database stops, and goes on when there is room again.</summary>
public sealed class F16FullDatabaseDiskTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly string disk;
    private readonly bool isMounted;

    public F16FullDatabaseDiskTests()
    {
        content.Write("disk.md", "# Disk full\n\nThe disk is full.\n");
        disk = Path.Combine(content.Outside, "disk");
        Directory.CreateDirectory(disk);
        isMounted =
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk);
        if (isMounted && PostgresServer.Programs is not null)
            return;
        Dispose();
        Assert.Skip("It takes PostgreSQL, and a small disk that root mounts on Linux.");
    }

    public void Dispose()
    {
        if (isMounted && !Run("umount", disk))
            Run("umount", "-l", disk);
        content.Dispose();
    }

    [Fact]
    public async Task Alerts_wait_on_the_node_until_there_is_room_and_searches_go_on()
    {
        // The user of the database walks through the directories above.
        Run("chmod", "a+rx", content.Outside);
        using var server = new PostgresServer(place: disk);
        var store = server.NewDatabase();
        await using var one = await Node.Start(content.Root, store);
        await using var other = await Node.Start(content.Root, store);
        await using var writers = new AlertWriters(one, other);
        await Node.Until(() => writers.Accepted > AlertWriters.Count);

        var ballast = Path.Combine(disk, "ballast");
        Fill(ballast);
        await Node.Until(() => !one.Live.HasStore && !other.Live.HasStore);
        var before = writers.Accepted;
        await Node.Until(() => writers.Accepted > before + 2 * AlertWriters.Count);
        File.Delete(ballast);
        // Without room for its log it ends itself, as an operator then finds it.
        if (server.Processes.Count == 0)
            server.Start();

        await one.UntilWell();
        await other.UntilWell();
        await writers.Verify(AlertWriters.Count);
        Assert.Equal(ReceiptOutcome.Stored, (await one.Post("After")).Outcome);
    }

    private static void Fill(string file)
    {
        using var ballast = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        foreach (var size in new[] { 1 << 20, 4096 })
            try
            {
                for (var block = new byte[size]; ; )
                    ballast.Write(block);
            }
            catch (IOException)
            {
                // Full, as it should be.
            }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
