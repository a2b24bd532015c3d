using System.Collections.Concurrent;
using System.Diagnostics;
using Knowledge.Indexer.Alerts;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Indexer;

namespace Knowledge.Tests.Faults;

/// <summary>
/// F-15: the primary is killed and its synchronous standby takes its place, again and again, while eight writers post to two nodes
/// and read from them. What was acknowledged is there afterwards, once each, in the order of its writer.
/// </summary>
public sealed class F15FailoverTests : IDisposable
{
    private const int Writers = 8;

    private static readonly int Failovers = Environment.GetEnvironmentVariable("KB_LONG") == "1" ? 50 : 2;

    private readonly ContentDirectory content = new();
    private PostgresServer primary;
    private PostgresServer standby;

    public F15FailoverTests()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "There is no PostgreSQL here (apt-get install postgresql).");
        primary = new(null);
        standby = new(primary);
        primary.WaitForStandby(true);
        content.Write("disk.md", "# Disk full\n\nThe disk is full.\n");
    }

    public void Dispose()
    {
        primary.Dispose();
        standby.Dispose();
        content.Dispose();
    }

    [Fact]
    public async Task No_failover_loses_doubles_or_reorders_what_was_acknowledged()
    {
        var database = primary.NewDatabase().Split("Database=")[1];
        var store = $"Host=127.0.0.1:{primary.Port},127.0.0.1:{standby.Port};Username=kb;Database={database}";
        await using var one = await Node.Start(content.Root, store);
        await using var other = await Node.Start(content.Root, store);
        using var ended = new CancellationTokenSource();
        var accepted = new ConcurrentDictionary<string, int>();
        var (refused, unread, longest) = (0, 0, 0L);
        var writers = Enumerable.Range(0, Writers).Select(Write).ToList();

        for (var failover = 0; failover < Failovers; failover++)
        {
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            primary.Stop("immediate");
            standby.WaitForStandby(false);
            standby.Promote();
            await one.UntilWell();
            await other.UntilWell();
            // Who was killed comes back as the standby of the other.
            var (killed, port) = (primary, primary.Port);
            killed.Dispose();
            (primary, standby) = (standby, new(standby, port));
            primary.WaitForStandby(true);
        }
        await ended.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal((0, 0), (refused, unread));
        Assert.True(accepted.Count >= Writers * Failovers, $"{accepted.Count}");
        await Node.Until(() => other.Firing is { } firing && firing.Count >= accepted.Count);
        Assert.Equal(accepted.Keys.Order(StringComparer.Ordinal), other.Firing);
        var kept = other.Live.QueryStore(s => s.Alerts.List(new("firing"), 100_000))!;
        Assert.All(kept, a => Assert.Equal(1, a.Deliveries));
        foreach (var ofWriter in kept.GroupBy(a => a.Name[..2]))
            Assert.Equal(
                ofWriter.Select(a => a.Name).Order(StringComparer.Ordinal),
                ofWriter.OrderBy(a => a.FirstSeen).ThenBy(a => a.Name, StringComparer.Ordinal).Select(a => a.Name)
            );
        TestContext.Current.SendDiagnosticMessage($"{Failovers} failovers, {accepted.Count} alerts, the longest took {longest} ms");

        async Task Write(int writer)
        {
            var node = writer % 2 == 0 ? one : other;
            for (var i = 0; !ended.IsCancellationRequested; i++)
            {
                var (name, watch) = ($"W{writer}N{i:00000}", Stopwatch.StartNew());
                if ((await node.Post(name)).Outcome == ReceiptOutcome.Stored)
                    accepted[name] = writer;
                else
                    Interlocked.Increment(ref refused);
                longest = Math.Max(longest, watch.ElapsedMilliseconds);
                if (node.Live.Current.Search(new("disk full"), TimeProvider.System.GetUtcNow()).Hits is not [{ DocumentId: "disk" }, ..])
                    Interlocked.Increment(ref unread);
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }
}
