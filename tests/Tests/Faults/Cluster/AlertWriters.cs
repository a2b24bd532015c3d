using System.Collections.Concurrent;
using System.Diagnostics;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Tests.Faults.Cluster;

/// <summary>
/// Eight writers that post to nodes and read from them while something breaks, and the check of their history: what was acknowledged is
/// there afterwards, once each, in the order of its writer.
/// </summary>
internal sealed class AlertWriters : IAsyncDisposable
{
    public const int Count = 8;

    // A long run is about failovers, not about alerts.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(Environment.GetEnvironmentVariable("KB_LONG") == "1" ? 250 : 100);

    private readonly IReadOnlyList<Node> nodes;
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<string, int> accepted = new();
    private readonly IReadOnlyList<Task> writers;
    private int refused;
    private int unread;
    private long longest;

    /// <param name="nodes">Each serves a page <c>disk</c> about a full disk.</param>
    public AlertWriters(params IReadOnlyList<Node> nodes)
    {
        this.nodes = nodes;
        writers = [.. Enumerable.Range(0, Count).Select(Write)];
    }

    /// <summary>Posts that were acknowledged so far.</summary>
    public int Accepted => accepted.Count;

    /// <summary>The longest that a sender waited for its answer.</summary>
    public TimeSpan Longest => TimeSpan.FromMilliseconds(Volatile.Read(ref longest));

    /// <summary>Ends them, waits until all nodes show what was acknowledged, and checks it.</summary>
    /// <param name="atLeast">So many posts, or the test shows nothing.</param>
    public async Task Verify(int atLeast)
    {
        await ending.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal((0, 0), (refused, unread));
        Assert.True(Accepted >= atLeast, $"{Accepted}");
        var expected = accepted.Keys.Order(StringComparer.Ordinal).ToList();
        foreach (var node in nodes)
        {
            await Node.Until(() => node.Firing is { } firing && firing.Count >= expected.Count);
            Assert.Equal(expected, node.Firing);
        }
        var kept = nodes[0].Live.QueryStore(s => s.Alerts.List(new("firing"), 1_000_000))!;
        Assert.All(kept, a => Assert.Equal(1, a.Deliveries));
        foreach (var ofWriter in kept.GroupBy(a => a.Name[..2]))
            Assert.Equal(
                ofWriter.Select(a => a.Name).Order(StringComparer.Ordinal),
                ofWriter.OrderBy(a => a.FirstSeen).ThenBy(a => a.Name, StringComparer.Ordinal).Select(a => a.Name)
            );
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Task.WhenAll(writers);
        ending.Dispose();
    }

    private async Task Write(int writer)
    {
        await Task.Yield();
        var node = nodes[writer % nodes.Count];
        for (var i = 0; !ending.IsCancellationRequested; i++)
        {
            var (name, watch) = ($"W{writer}N{i:00000}", Stopwatch.StartNew());
            if ((await node.Post(name)).Outcome == ReceiptOutcome.Stored)
                accepted[name] = writer;
            else
                Interlocked.Increment(ref refused);
            longest = Math.Max(longest, watch.ElapsedMilliseconds);
            if (node.Live.Current.Search(new("disk full"), TimeProvider.System.GetUtcNow()).Hits is not [{ DocumentId: "disk" }, ..])
                Interlocked.Increment(ref unread);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
