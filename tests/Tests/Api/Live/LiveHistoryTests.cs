using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Tests.Api.Background;
using Knowledge.Tests.Indexer;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Api.Live;

public sealed class LiveHistoryTests : IAsyncDisposable
{
    private readonly ContentDirectory content = new();
    private readonly WatchedTime time = new();
    private readonly BackgroundLoops loops;

    public LiveHistoryTests() => loops = LiveServer.Loops(time);

    public async ValueTask DisposeAsync()
    {
        await loops.DisposeAsync();
        content.Dispose();
    }

    private LiveHistory Started()
    {
        var history = new LiveHistory(new([new("s", content.Root)], LiveServer.DataOf(content)), loops, NullLogger<LiveHistory>.Instance);
        history.Start();
        return history;
    }

    [Fact]
    public async Task A_history_that_cannot_be_read_is_told_and_tried_again()
    {
        content.Write(".git", "gitdir: nowhere\n");
        var history = Started();
        await LiveServer.Until(() => time.Waiting == 1);
        Assert.Equal(
            "New commits are not read; the last-changed date of a page may be too old "
                + "(the git history of source s cannot be read). It is tried again.",
            Assert.Single(loops.Degraded)
        );
        Assert.Equal(1, loops.Status[0].Failures);

        File.Delete(Path.Combine(content.Root, ".git"));
        content.Shell("git init -q . && git add . && git -c user.name=ann -c user.email=ann@example.org commit -q -m first");
        time.Advance(TimeSpan.FromMinutes(1));
        await LiveServer.Until(() => loops.Degraded.Count == 0);
        Assert.Contains("witness.md", history.Current["s"].Files.Keys);
    }

    [Fact]
    public async Task Where_nothing_was_committed_yet_nothing_is_wrong()
    {
        content.Shell("git init -q .");
        Started();
        await LiveServer.Until(() => time.Waiting == 1);
        Assert.Empty(loops.Degraded);
        Assert.Equal(0, loops.Status[0].Failures);
    }
}
