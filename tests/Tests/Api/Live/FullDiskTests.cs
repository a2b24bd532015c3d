using System.Diagnostics;
using Knowledge.Api.Live;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Indexer;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

/// <summary>The store on a small disk of its own, that is filled up or made read-only.</summary>
[Trait("Reliability", "F-03")]
[Trait("Reliability", "F-04")]
[Trait("Reliability", "F-05")]
[Trait("Reliability", "F-08")]
public sealed class FullDiskTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly string disk;
    private readonly bool isMounted;

    public FullDiskTests()
    {
        disk = Path.Combine(content.Outside, "disk");
        Directory.CreateDirectory(disk);
        isMounted =
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk);
        if (isMounted)
            return;
        content.Dispose();
        Assert.Skip("No small disk can be mounted here; that takes root on Linux.");
    }

    private string Data => Path.Combine(disk, "data");

    public void Dispose()
    {
        if (isMounted && !Run("umount", disk))
            Run("umount", "-l", disk);
        content.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private string Ballast => Path.Combine(disk, "ballast");

    private void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            for (var block = new byte[512]; ; )
                ballast.Write(block);
        }
        catch (IOException)
        {
            // Full, as it should be.
        }
    }

    // At once, where the server does it in the background.
    private static bool Gap(LiveKnowledge live, int n) =>
        live.UpdateStore(s =>
            s.Gaps.Record([new(new($"id{n}", $"brimstone {n}", null), 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)])
        );

    [Fact]
    public async Task When_the_disk_fills_up_searches_work_and_when_space_is_back_so_do_gaps()
    {
        await using var live = await Start(content, Data);
        Assert.True(Gap(live, 0));

        Fill();
        // What was written before leaves some room in the store's own files.
        var kept = 0;
        while (kept < 20_000 && Gap(live, ++kept)) { }
        Assert.InRange(kept, 1, 19_999);

        Assert.Contains(live.Degraded, d => d.Contains("disk full", StringComparison.Ordinal));
        Assert.NotNull(live.TimesOf(new("witness")));
        Assert.NotEmpty(live.Gaps(10)!);
        Assert.False(live.RecordGap(new("waits", "brimstone that waits", null)));
        Assert.Contains(live.Degraded, d => d.Contains("disk full", StringComparison.Ordinal));
        content.Write("new.md", "# New\n\nsulphur\n");
        await Until(() => Find(live, "sulphur") == "new");
        Assert.NotEmpty(live.Html(live.Current.Find("new")!).Html);
        Assert.True(live.CheckReadiness().IsReady);

        File.Delete(Ballast);
        await Until(() => live.Degraded.Count == 0);
        Assert.True(Gap(live, 30_000));
        await Until(() => live.TimesOf(new("new")) is not null);
        Assert.Contains(live.Gaps(30_000)!, g => g.Id == "id30000");
        // What waited in memory is written as soon as there is room.
        await Until(() => live.QueryStore(s => s.Gaps.List(30_000, []))!.Any(g => g.Id == "waits"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_on_a_full_disk_answers_searches_and_mends_itself(bool isFirst)
    {
        if (!isFirst)
            await using (await Start(content, Data)) { }
        Fill();

        await using var live = await Start(content, Data);
        ContentDirectory.AssertServed(live.Current);
        var kept = 0;
        while (kept < 20_000 && Gap(live, ++kept)) { }
        Assert.InRange(kept, 1, 19_999);
        Assert.Contains(live.Degraded, d => d.Contains("Searches work", StringComparison.Ordinal));

        File.Delete(Ballast);
        await Until(() => live.Degraded.Count == 0);
        Assert.True(Gap(live, 30_000));
        await Until(() => live.TimesOf(new("witness")) is not null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_on_a_disk_that_is_read_only_answers_searches_and_mends_itself(bool isFirst)
    {
        if (!isFirst)
            await using (await Start(content, Data)) { }
        Assert.True(Run("mount", "-o", "remount,ro", disk));

        await using var live = await Start(content, Data);
        ContentDirectory.AssertServed(live.Current);
        Assert.False(Gap(live, 1));
        Assert.Contains(live.Degraded, d => d.Contains("Searches work", StringComparison.Ordinal));
        Assert.DoesNotContain("another server", live.Degraded[0], StringComparison.Ordinal);

        Assert.True(Run("mount", "-o", "remount,rw", disk));
        await Until(() => live.Degraded.Count == 0);
        Assert.True(Gap(live, 1));
    }

    [Fact]
    public async Task On_a_full_disk_a_postmortem_can_be_read_is_not_saved_by_half_and_can_be_saved_when_space_is_back()
    {
        await using var live = await Start(content, Data);
        var postmortems = live.Postmortems(TimeProvider.System);
        var begun = postmortems.Create(PostmortemDraft.Of("Full", new(2026, 3, 2)).Text(), "a")!.Newest!;
        Fill();
        var (number, text) = (begun.Number, begun.Text);
        // What was written before leaves some room in the store's own files.
        for (var i = 0; i < 2_000; i++)
        {
            var result = postmortems.Save(begun.Slug, number, $"{text}\n{new string('x', 4_000)} {i}\n", "a");
            if (result is null)
                break;
            (number, text) = (result.Newest!.Number, result.Newest.Text.Length > 100_000 ? begun.Text : result.Newest.Text);
        }
        Assert.Null(postmortems.Save(begun.Slug, number, text + new string('y', 100_000), "a"));
        var kept = postmortems.Find(begun.Slug)!;
        Assert.Equal(number, kept.Number);
        Assert.DoesNotContain("yyy", kept.Text, StringComparison.Ordinal);
        Assert.False(postmortems.HasStore);

        File.Delete(Ballast);
        await Until(() => live.Degraded.Count == 0);
        Assert.Equal(SaveOutcome.Saved, postmortems.Save(begun.Slug, number, begun.Text + "\nback\n", "a")!.Outcome);
    }
}
