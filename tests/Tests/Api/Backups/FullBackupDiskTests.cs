using System.Diagnostics;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Indexer.Embeddings;
using Knowledge.Tests.Indexer;
using Microsoft.Extensions.Logging.Abstractions;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Backups;

/// <summary>The disk for backups is too small: it is told as the one that is full, and nothing of the backup is left on it.</summary>
[Trait("Reliability", "F-20")]
public sealed class FullBackupDiskTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly string disk;
    private readonly bool isMounted;

    public FullBackupDiskTests()
    {
        disk = Path.Combine(content.Outside, "backups");
        Directory.CreateDirectory(disk);
        isMounted =
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk);
        if (isMounted)
            return;
        content.Dispose();
        Assert.Skip("No small disk can be mounted here; that takes root on Linux.");
    }

    public void Dispose()
    {
        if (isMounted)
            Run("umount", "-l", disk);
        content.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    [Fact]
    public async Task By_hand()
    {
        await using (await Start(content)) { }

        var (code, output, error) = await BackedUpDirectory.Run(
            "backup",
            "--out",
            Path.Combine(disk, "a.kbbackup"),
            "--data",
            DataOf(content)
        );

        Assert.Equal((3, ""), (code, output));
        Assert.Equal($"the disk of '{disk}' is full\n", error);
        Assert.Empty(Directory.GetFileSystemEntries(disk));
    }

    [Fact]
    public async Task By_the_server_until_there_is_room()
    {
        await using var live = await Start(content);
        var options = new ServingOptions([new("s", content.Root)], DataOf(content))
        {
            Embedder = new(EmbedderSettings.Table),
            Backups = new(disk, TimeSpan.FromHours(6), 3, null),
        };
        var backups = new ScheduledBackups(
            live,
            options,
            Loops(TimeProvider.System),
            TimeProvider.System,
            NullLogger<ScheduledBackups>.Instance
        );

        Assert.Equal("the directory of --backup-to: the disk is full", backups.Round(TestContext.Current.CancellationToken).Problem);
        Assert.Empty(Directory.GetFileSystemEntries(disk));

        Assert.True(Run("mount", "-o", "remount,size=64m", disk));
        Assert.Equal(RoundResult.Done, backups.Round(TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFileSystemEntries(disk));
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_named()
    {
        var (code, _, error) = await BackedUpDirectory.Run(
            "backup",
            "--out",
            Path.Combine(disk, "none", "a.kbbackup"),
            "--data",
            DataOf(content)
        );
        Assert.Equal((2, $"there is no directory '{Path.Combine(disk, "none")}'; mount or make it\n"), (code, error));
    }
}
