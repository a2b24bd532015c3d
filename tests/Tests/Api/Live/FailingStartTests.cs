using Knowledge.Api.Live;
using Knowledge.Indexer;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Snapshots;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Api.Background;
using Knowledge.Tests.Indexer;
using Microsoft.Extensions.Logging.Abstractions;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

/// <summary>No content and no snapshot keeps a server from starting.</summary>
[Trait("Reliability", "F-04")]
public sealed class FailingStartTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private SourceDirectory[] Sources => [new("s", content.Root), new(AuthoredSource.Name, DataOf(content))];

    [Fact]
    public async Task A_snapshot_with_a_file_twice_is_served_with_it_once_and_replaced()
    {
        content.Write("page.md", "# Page\n\nbrimstone\n");
        await using (await Start(content)) { }
        var reading = content.Read();
        IndexSnapshot.Write(
            DataOf(content),
            Sources,
            [reading with { Files = [.. reading.Files, .. reading.Files] }],
            KnowledgeBase.Build([reading]).Index,
            null
        );

        await using (var live = await Start(content))
        {
            Assert.Equal(2, live.Current.Documents.Count);
            Assert.Equal("page", Find(live, "brimstone"));
            Assert.True(live.CheckReadiness().IsReady);
            Assert.Empty(live.Degraded);
            content.Write("new.md", "# New\n\npumice\n");
            await Until(() => Find(live, "pumice") == "new");
        }
        Assert.Null(Problem());
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_at_all_is_said_and_tried_again()
    {
        // No path has a null character: whatever looks at it throws.
        var sources = new List<SourceDirectory> { new("s", "no\0path") };
        await using var live = Live(sources, TimeProvider.System);

        await live.StartAsync(TestContext.Current.CancellationToken);

        Assert.False(live.CheckReadiness().IsReady);
        Assert.StartsWith("Changes of the sources are not taken in", Assert.Single(live.Degraded), StringComparison.Ordinal);
        sources[0] = new("s", content.Root);
        await Until(() => live.CheckReadiness().IsReady && live.Degraded.Count == 0);
    }

    [Fact]
    public async Task A_server_that_takes_in_nothing_for_minutes_is_not_ready_until_it_does()
    {
        var time = new WatchedTime();
        var sources = new List<SourceDirectory> { new("s", content.Root) };
        await using var live = Live(sources, time);
        await live.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(live.CheckReadiness().IsReady);
        // Sources, snapshot, store and what is written to it wait for the clock.
        await Until(() => time.Waiting == 5);

        sources[0] = new("s", "no\0path");
        time.Advance(TimeSpan.FromSeconds(1));
        await Until(() => live.Degraded.Count > 0);
        Assert.True(live.CheckReadiness().IsReady);
        time.Advance(TimeSpan.FromSeconds(118.999));
        Assert.True(live.CheckReadiness().IsReady);
        time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.False(live.CheckReadiness().IsReady);
        ContentDirectory.AssertServed(live.Current);

        sources[0] = new("s", content.Root);
        Assert.True(await live.RefreshAsync(TimeSpan.FromSeconds(10)));
        await Until(() => live.CheckReadiness().IsReady);
    }

    [Fact]
    public async Task A_server_whose_directories_are_all_gone_for_minutes_is_not_ready_until_one_is_back()
    {
        var time = new WatchedTime();
        await using var live = Live([new("s", content.Root)], time);
        await live.StartAsync(TestContext.Current.CancellationToken);
        await Until(() => time.Waiting == 5);

        Directory.Move(content.Root, content.Root + ".gone");
        time.Advance(TimeSpan.FromSeconds(1));
        await Until(() => live.Degraded.Count > 0);
        Assert.True(live.CheckReadiness().IsReady);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(live.CheckReadiness().IsReady);
        ContentDirectory.AssertServed(live.Current);

        Directory.Move(content.Root + ".gone", content.Root);
        Assert.True(await live.RefreshAsync(TimeSpan.FromSeconds(10)));
        await Until(() => live.CheckReadiness().IsReady);
    }

    [Fact]
    public async Task The_last_look_is_the_last_that_came_to_its_end_whether_it_saw_a_change_or_not()
    {
        var time = new WatchedTime();
        var sources = new List<SourceDirectory> { new("s", content.Root) };
        await using var live = Live(sources, time);
        Assert.Null(live.LastLook);
        await live.StartAsync(TestContext.Current.CancellationToken);
        await Until(() => time.Waiting == 5);
        var first = time.GetUtcNow();
        Assert.Equal(first, live.LastLook);

        time.Advance(TimeSpan.FromSeconds(1));
        await Until(() => live.LastLook == first.AddSeconds(1) && time.Waiting == 5);
        Assert.Equal(first, live.LastIngest.At);

        sources[0] = new("s", "no\0path");
        time.Advance(TimeSpan.FromSeconds(1));
        await Until(() => live.Degraded.Count > 0);
        Assert.Equal(first.AddSeconds(1), live.LastLook);
    }

    [Fact]
    public async Task Who_waits_while_a_look_fails_is_served_by_the_next_that_does_not()
    {
        var time = new WatchedTime();
        var sources = new List<SourceDirectory> { new("s", content.Root) };
        await using var live = Live(sources, time);
        await live.StartAsync(TestContext.Current.CancellationToken);
        await Until(() => time.Waiting == 5);
        sources[0] = new("s", "no\0path");

        var refreshed = live.RefreshAsync(TimeSpan.FromSeconds(60));
        await Until(() => live.Degraded.Count > 0 && time.Waiting == 6);
        Assert.False(refreshed.IsCompleted);
        sources[0] = new("s", content.Root);
        time.Advance(TimeSpan.FromSeconds(2));

        await Until(() => refreshed.IsCompleted);
        Assert.True(await refreshed);
    }

    private LiveKnowledge Live(IReadOnlyList<SourceDirectory> sources, TimeProvider time) =>
        new(
            // By the table: an encoder is one more that waits for the clock.
            new(sources, DataOf(content)) { Embedder = new(EmbedderSettings.Table) },
            Loops(time),
            time,
            NullLogger<LiveKnowledge>.Instance
        );

    private string? Problem()
    {
        IndexSnapshot.Read(DataOf(content), Sources, () => { }, out var problem);
        return problem;
    }
}
