using Knowledge.Api.Background;
using Knowledge.Api.Backups;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Embeddings;
using Knowledge.Tests.Indexer;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

/// <summary>Backups are made when they are due, the newest are kept, and none is made of what is no good.</summary>
[Trait("Reliability", "F-10")]
public sealed class ScheduledBackupsTests : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    private readonly ContentDirectory content = new();
    private readonly FakeTimeProvider time = new(new(2026, 3, 20, 8, 0, 0, TimeSpan.Zero));

    public void Dispose() => content.Dispose();

    private string Target => Path.Combine(content.Outside, "backups");

    private IReadOnlyList<string> Names => [.. Directory.GetFiles(Target).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private ServingOptions Options(int keep) =>
        new([new("s", content.Root)], DataOf(content)) { Embedder = new(EmbedderSettings.Table), Backups = new(Target, Every, keep, null) };

    private ScheduledBackups Scheduled(LiveKnowledge live, int keep = 3) =>
        new(live, Options(keep), Loops(time), time, NullLogger<ScheduledBackups>.Instance);

    [Fact]
    public async Task One_is_made_when_it_is_due_and_the_newest_are_kept()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "by-hand.kbbackup"), "");
        await using var live = await Start(content);
        var backups = Scheduled(live);
        Assert.Null(backups.Status!.Newest);

        Assert.Equal(RoundResult.Done, backups.Round(TestContext.Current.CancellationToken));
        Assert.Equal(time.GetUtcNow(), backups.Status!.Newest);
        Assert.True(backups.Status.Bytes > 1000);
        Assert.Equal(RoundResult.After(Every), backups.Round(TestContext.Current.CancellationToken));

        // Another start finds it and waits for the rest of the time.
        time.Advance(TimeSpan.FromHours(2));
        var again = Scheduled(live);
        Assert.Equal(RoundResult.After(TimeSpan.FromHours(4)), again.Round(TestContext.Current.CancellationToken));
        Assert.Equal(time.GetUtcNow() - TimeSpan.FromHours(2), again.Status!.Newest);

        for (var i = 0; i < 4; i++)
        {
            time.Advance(Every);
            Assert.Equal(RoundResult.Done, again.Round(TestContext.Current.CancellationToken));
        }
        Assert.Equal(["by-hand.kbbackup"], Names.Where(n => !n.StartsWith("knowledge-", StringComparison.Ordinal)));
        Assert.Equal([5L, 4, 3], BackupFiles.In(Target, null).Select(f => f.Number));
        foreach (var file in BackupFiles.In(Target, null))
            BackupReader.Verify(file.Path, null, cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_not_made()
    {
        await using var live = await Start(content);
        Assert.Contains("not there", Scheduled(live).Round(TestContext.Current.CancellationToken).Problem, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task Of_a_store_that_is_lost_none_is_made()
    {
        Directory.CreateDirectory(Target);
        await using (await Start(content))
            await Until(() => File.Exists(Path.Combine(DataOf(content), StoreMark.FileName)));
        foreach (var file in Directory.GetFiles(DataOf(content), "knowledge.db*"))
            File.Delete(file);
        await using var live = await Start(content);
        Assert.Equal("the store is not there", Scheduled(live).Round(TestContext.Current.CancellationToken).Problem);
        Assert.Empty(Names);
    }

    [Fact]
    public async Task Of_a_damaged_store_none_is_made_and_the_newest_good_one_is_named()
    {
        Directory.CreateDirectory(Target);
        await using (var sound = await Start(content))
        {
            var backups = Scheduled(sound);
            for (var i = 0; i < 3; i++)
            {
                backups.Round(TestContext.Current.CancellationToken);
                time.Advance(Every);
            }
            await Until(() => File.Exists(Path.Combine(DataOf(content), StoreMark.FileName)));
        }
        var made = BackupFiles.In(Target, null);
        using (var newest = File.Open(made[0].Path, FileMode.Open))
            newest.SetLength(newest.Length - 1);
        File.WriteAllText(Path.Combine(DataOf(content), "knowledge.db"), new string('?', 8192));

        await using var live = await Start(content);
        var offered = Scheduled(live).Round(TestContext.Current.CancellationToken);

        Assert.Contains($"the newest good backup is {made[1].Name}", offered.Problem, StringComparison.Ordinal);
        Assert.Equal(3, BackupFiles.In(Target, null).Count);

        foreach (var file in made)
            File.Delete(file.Path);
        Assert.Contains("no good backup", Scheduled(live).Round(TestContext.Current.CancellationToken).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_being_asked_for_there_are_none_and_nothing_says_that_they_fail()
    {
        await using var live = await Start(content);
        var backups = new ScheduledBackups(
            live,
            Options(1) with
            {
                Backups = null,
            },
            Loops(time),
            time,
            NullLogger<ScheduledBackups>.Instance
        );
        backups.Start();
        Assert.Null(backups.Status);
    }
}
