using Knowledge.Api.Store;
using Knowledge.Indexer.Alerts;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Faults.Cluster;
using Knowledge.Tests.Indexer;

namespace Knowledge.Tests.Faults;

/// <summary>F-18: the network between a node and the database is cut, and a standby stands still that commits wait for.</summary>
[Trait("Reliability", "F-19")]
public sealed class F18PartitionTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public F18PartitionTests() => content.Write("disk.md", "# Disk full\n\nThe disk is full.\n");

    public void Dispose() => content.Dispose();

    // The one that had the turn is cut off: another takes it, and what the first had under way counts for nothing when it arrives.
    [Fact]
    public async Task A_node_that_is_cut_off_takes_alerts_answers_searches_and_writes_in_no_turn_that_is_over()
    {
        var direct = PostgresServer.Shared.NewDatabase();
        await using var proxy = new DroppingProxy(PostgresServer.Shared.Port);
        var through = direct.Replace($"Port={PostgresServer.Shared.Port}", $"Port={proxy.Port}", StringComparison.Ordinal);
        await using var cutOff = await Node.Start(content.Root, through);
        await Node.Until(() => cutOff.HasTurn);
        await using var other = await Node.Start(content.Root, direct);
        await using var writers = new AlertWriters(cutOff, other);
        await Node.Until(() => writers.Accepted > AlertWriters.Count);

        proxy.Cut();
        await Node.Until(() => other.HasTurn);
        Assert.False(cutOff.HasTurn);
        await Node.Until(() => cutOff.Live.Degraded.Count > 0);
        var before = writers.Accepted;
        await Node.Until(() => writers.Accepted > before + 4 * AlertWriters.Count);
        proxy.Mend();

        await cutOff.UntilWell();
        await writers.Verify(AlertWriters.Count);
        Assert.False(cutOff.HasTurn);
        // Nobody is kept waiting as long as a sender waits.
        Assert.True(writers.Longest < TimeSpan.FromSeconds(10), $"{writers.Longest}");
    }

    // A commit waits for the standby, which does not answer; the primary is well.
    [Fact]
    public async Task A_standby_that_stands_still_keeps_no_sender_waiting_and_loses_and_doubles_nothing()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "There is no PostgreSQL here (apt-get install postgresql).");
        using var primary = new PostgresServer();
        using var standby = new PostgresServer(primary);
        primary.WaitForStandby(true);
        var store = primary.NewDatabase();
        await using var one = await Node.Start(content.Root, store);
        await using var other = await Node.Start(content.Root, store);
        await using var writers = new AlertWriters(one, other);
        await Node.Until(() => writers.Accepted > AlertWriters.Count);

        ProcessTree.Signal("STOP", standby.Processes);
        var before = writers.Accepted;
        await Node.Until(() => writers.Accepted > before + 4 * AlertWriters.Count);
        ProcessTree.Signal("CONT", standby.Processes);

        await one.UntilWell();
        await other.UntilWell();
        await writers.Verify(AlertWriters.Count);
    }

    [Fact]
    public async Task Connections_that_are_killed_again_and_again_hide_no_edit_from_another_node()
    {
        var store = PostgresServer.Shared.NewDatabase();
        await using var one = await Node.Start(content.Root, store);
        await using var other = await Node.Start(content.Root, store);
        using var killer = PostgresDatabase.Connect(store);
        for (var round = 0; round < 20; round++)
        {
            var slug = $"page-{round:00}";
            await Node.Until(() => one.Live.UpdateStore(s => s.Authored.Create(slug, "# Page\n", "ann", DateTimeOffset.UnixEpoch)));
            killer.Read(c =>
                Dapper.SqlMapper.Execute(
                    c,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            );
            await Node.Until(() => other.Live.QueryStore(s => s.Authored.List())?.Any(p => p.Slug == slug) == true);
        }
        await one.UntilWell();
        await other.UntilWell();
        Assert.Equal(ReceiptOutcome.Stored, (await other.Post("After")).Outcome);
    }
}
