using System.Diagnostics;
using System.Globalization;
using Dapper;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Faults;

/// <summary>
/// F-05 and F-06: each single write, sync, rename and read of the store fails once, from the first of making it to the last of its work.
/// Nothing that was acknowledged is lost, and it opens again whole.
/// </summary>
[Trait("Reliability", "F-06")]
public sealed class F05WriteSweepTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("KB_LONG") == "1";

    /// <summary>Every so many calls in the normal run; every single one under tests/run --long.</summary>
    private static readonly int Step = IsLong ? 1 : 23;

    // The disk that fails is that of a process: the sweep runs in one of its own.
    [Theory]
    [InlineData(DiskCalls.Writes | DiskCalls.Names, FailingDisk.Full, false)]
    [InlineData(DiskCalls.Writes | DiskCalls.Names, FailingDisk.Full, true)]
    [InlineData(DiskCalls.Writes | DiskCalls.Syncs | DiskCalls.Names, FailingDisk.InputOutput, false)]
    [InlineData(DiskCalls.Writes | DiskCalls.Syncs | DiskCalls.Names, FailingDisk.InputOutput, true)]
    [InlineData(DiskCalls.Reads, FailingDisk.InputOutput, false)]
    public async Task Each_call_that_fails_loses_nothing_that_was_acknowledged(DiskCalls calls, int error, bool lasting)
    {
        // In memory where there is a place for it: what is swept is the order of calls, not the disk.
        var place = Directory
            .CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"kb-sweep-{Guid.NewGuid():N}"))
            .FullName;
        try
        {
            using var disk = new FailingDisk(place);
            var start = new ProcessStartInfo(
                Environment.ProcessPath!,
                ["-noLogo", "-noColor", "-explicit", "only", "-method", $"*.{nameof(F05WriteSweepTests)}.{nameof(Sweep)}"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var (key, value) in disk.Environment)
                start.Environment[key] = value;
            start.Environment["KB_DISK_SWEEP"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{(int)calls} {error} {(lasting ? 1 : 0)} {Step}"
            );
            using var sweep = Process.Start(start)!;
            var output = await sweep.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await sweep.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(sweep.ExitCode == 0 && output.Contains("Total: 1", StringComparison.Ordinal), output);
            TestContext.Current.TestOutputHelper?.WriteLine(output);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>Runs in the process of its own that the tests above start.</summary>
    [Fact(Explicit = true)]
    public void Sweep()
    {
        var told = Environment
            .GetEnvironmentVariable("KB_DISK_SWEEP")!
            .Split(' ')
            .Select(t => int.Parse(t, CultureInfo.InvariantCulture))
            .ToList();
        var place = Environment.GetEnvironmentVariable("KB_DISK_UNDER")!;
        using var disk = FailingDisk.OfThisProcess();
        var tries = 0;
        // Where the nth call is beyond the last, nothing fails: then all were swept.
        for (var nth = 1; ; nth += told[3])
        {
            var directory = Path.Combine(place, $"{nth}");
            var acknowledged = new List<string>();
            disk.Fail((DiskCalls)told[0], told[1], nth, lasting: told[2] == 1);
            Work(directory, acknowledged);
            var failed = disk.Failed;
            disk.Work();
            Check(directory, acknowledged, nth);
            Directory.Delete(directory, recursive: true);
            tries++;
            if (failed == 0)
                break;
        }
        Assert.True(tries > 10, $"{tries} tries");
        TestContext.Current.SendDiagnosticMessage($"{tries} tries");
    }

    private static void Work(string directory, List<string> acknowledged)
    {
        for (var attempt = 0; attempt < 2; attempt++)
            try
            {
                using var database = Database.Open(directory);
                var (tables, files) = (StoreTables.Of(database), new WrittenFiles(directory));
                for (var i = 0; i < 6; i++)
                {
                    Acknowledge(
                        $"gap {attempt} {i}",
                        id => tables.Gaps.Record([new(new(id, id, null), 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)])
                    );
                    Acknowledge($"page-{attempt}-{i}", slug => tables.Authored.Create(slug, "text", "ada", DateTimeOffset.UnixEpoch));
                    Try(database.KeepMark);
                    Try(() =>
                        files.Keep(tables.Authored.List(), tables.Authored.IsDeleted, r => tables.Authored.Find(r.Slug, r.Number)?.Text)
                    );
                }
            }
            catch (Exception e) when (IsOfTheDisk(e))
            {
                // It is said so, and the next attempt may be one that works.
            }

        void Acknowledge(string id, Action<string> write) =>
            Try(() =>
            {
                write(id);
                acknowledged.Add(id);
            });
    }

    private static void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            // Nothing is acknowledged.
        }
    }

    private static bool IsOfTheDisk(Exception e) => e is StoreException or SqliteException or IOException or UnauthorizedAccessException;

    private static void Check(string directory, List<string> acknowledged, int nth)
    {
        using var database = Database.Open(directory);
        Assert.Equal("ok", database.Read(c => c.ExecuteScalar<string>("PRAGMA integrity_check")));
        var kept = database.Read(c => c.Query<string>("SELECT id FROM gaps UNION SELECT slug FROM written").ToHashSet());
        Assert.True(acknowledged.All(kept.Contains), $"call {nth}: lost {string.Join(", ", acknowledged.Except(kept))}");
        // A file beside it is whole or not there.
        Assert.All(new WrittenFiles(directory).Read(), file => Assert.Equal("text", file.Text));
    }
}
