using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Faults.Cluster;
using Knowledge.Tests.Indexer;

namespace Knowledge.Tests.Faults;

/// <summary>
/// F-15: the primary is lost and its synchronous standby takes its place, again and again, while eight writers post to two nodes and read
/// from them. What was acknowledged is there afterwards, once each, in the order of its writer.
/// </summary>
public sealed class F15FailoverTests : IDisposable
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("KB_LONG") == "1";
    private static readonly int Failovers = IsLong ? 50 : 2;

    private readonly ContentDirectory content = new();

    public F15FailoverTests() => content.Write("disk.md", "# Disk full\n\nThe disk is full.\n");

    public void Dispose() => content.Dispose();

    [Fact]
    public async Task No_failover_by_hand_loses_doubles_or_reorders_what_was_acknowledged()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "There is no PostgreSQL here (apt-get install postgresql).");
        var primary = new PostgresServer();
        var standby = new PostgresServer(primary);
        try
        {
            primary.WaitForStandby(true);
            var database = primary.NewDatabase().Split("Database=")[1];
            var store = $"Host=127.0.0.1:{primary.Port},127.0.0.1:{standby.Port};Username=kb;Database={database}";
            await using var one = await Node.Start(content.Root, store);
            await using var other = await Node.Start(content.Root, store);
            await using var writers = new AlertWriters(one, other);
            for (var failover = 0; failover < Failovers; failover++)
            {
                await Task.Delay(1000, TestContext.Current.CancellationToken);
                primary.Stop("immediate");
                standby.WaitForStandby(false);
                standby.Promote();
                await one.UntilWell();
                await other.UntilWell();
                // Who was killed comes back as the standby of the other.
                var port = primary.Port;
                primary.Dispose();
                (primary, standby) = (standby, new(standby, port));
                primary.WaitForStandby(true);
            }
            await writers.Verify(AlertWriters.Count * Failovers);
            Tell(writers);
        }
        finally
        {
            primary.Dispose();
            standby.Dispose();
        }
    }

    /// <summary>Patroni finds out by itself that the primary is gone: its server killed, its machine lost, or paused for a while.</summary>
    [Fact]
    public async Task Nor_does_one_by_Patroni_of_a_killed_a_lost_or_a_paused_primary()
    {
        Assert.SkipWhen(PatroniCluster.Missing is not null, PatroniCluster.Missing ?? "");
        await using var cluster = await PatroniCluster.Start();
        var store = await cluster.NewDatabase();
        await using var one = await Node.Start(content.Root, store);
        await using var other = await Node.Start(content.Root, store);
        await using var writers = new AlertWriters(one, other);
        var gaps = new List<(Loss How, TimeSpan Gap)>();
        for (var failover = 0; failover < Failovers; failover++)
        {
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            var primary = await cluster.Primary();
            var how = IsLong ? (Loss)(failover % 3) : (Loss)(failover % 2);
            var lost = how == Loss.Server ? cluster.Postgres(primary) : cluster.All(primary);
            var before = TimeProvider.System.GetTimestamp();
            ProcessTree.Signal(how == Loss.Paused ? "STOP" : "KILL", lost);
            await cluster.UntilWrites(except: primary);
            gaps.Add((how, TimeProvider.System.GetElapsedTime(before)));
            if (how == Loss.Paused)
                ProcessTree.Signal("CONT", lost);
            if (how == Loss.Machine)
                cluster.Begin(primary);
            await one.UntilWell();
            await other.UntilWell();
            await cluster.UntilWhole();
        }
        await writers.Verify(AlertWriters.Count * Failovers);
        foreach (var kind in gaps.GroupBy(g => g.How))
            TestContext.Current.SendDiagnosticMessage(
                $"{kind.Key}: {kind.Count()} times, writes again after {Median([.. kind.Select(g => g.Gap.TotalSeconds)]):0.0} s, "
                    + $"at most {kind.Max(g => g.Gap.TotalSeconds):0.0} s"
            );
        Tell(writers);
    }

    private static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Tell(AlertWriters writers) =>
        TestContext.Current.SendDiagnosticMessage(
            $"{Failovers} failovers, {writers.Accepted} alerts, the longest took {writers.Longest.TotalSeconds:0.0} s"
        );

    private enum Loss
    {
        /// <summary>PostgreSQL is killed, and Patroni sees it.</summary>
        Server,

        /// <summary>All of the member is killed, as by a power cut.</summary>
        Machine,

        /// <summary>All of it stands still and goes on when another has taken over.</summary>
        Paused,
    }
}
