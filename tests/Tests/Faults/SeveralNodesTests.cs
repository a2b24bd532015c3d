using Knowledge.Api.Background;
using Knowledge.Api.Store;
using Knowledge.Indexer.Alerts;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Indexer;

namespace Knowledge.Tests.Faults;

/// <summary>F-17 to F-19: nodes on one store. What one takes in the others show, and one of them does what only one may do.</summary>
[Trait("Reliability", "F-17")]
[Trait("Reliability", "F-18")]
[Trait("Reliability", "F-19")]
public sealed class SeveralNodesTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly string store = PostgresServer.Shared.NewDatabase();

    public SeveralNodesTests() => content.Write("disk.md", "# Disk full\n\nThe disk is full.\n");

    public void Dispose() => content.Dispose();

    private Task<Node> Start() => Node.Start(content.Root, store);

    [Fact]
    public async Task One_of_them_has_the_turn_and_the_others_show_what_it_made_of_alerts()
    {
        await using var one = await Start();
        await using var other = await Start();
        Assert.True(one.HasTurn);
        Assert.False(other.HasTurn);
        Assert.Equal(ReceiptOutcome.Stored, (await other.Post("TakenByTheOther")).Outcome);
        await Node.Until(() => other.Firing is ["TakenByTheOther"]);
        Assert.Equal(["TakenByTheOther"], one.Firing);
    }

    // It looks by itself too, but half a minute later.
    [Fact]
    public async Task What_a_node_takes_without_the_turn_is_read_at_once_by_the_one_that_has_it()
    {
        await using var one = await Start();
        await using var other = await Start();
        Assert.True(one.HasTurn);
        for (var posted = 1; posted <= 5; posted++)
        {
            Assert.Equal(ReceiptOutcome.Stored, (await other.Post($"Alert{posted}")).Outcome);
            var started = TimeProvider.System.GetTimestamp();
            await Node.Until(() => other.Firing?.Count == posted);
            Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        }
    }

    [Fact]
    public async Task Who_ends_gives_its_turn_to_another()
    {
        await using var other = await Start2();
        Assert.Equal(ReceiptOutcome.Stored, (await other.Post("Later")).Outcome);
        await Node.Until(() => other.HasTurn);
        await Node.Until(() => other.Firing is ["Later"]);

        async Task<Node> Start2()
        {
            await using var first = await Start();
            return await Start();
        }
    }

    [Fact]
    public async Task What_is_written_and_said_on_one_is_known_on_the_other_within_seconds()
    {
        await using var one = await Start();
        await using var other = await Start();
        Assert.True(one.Live.UpdateStore(s => s.Authored.Create("half-full", "# Half full\n", "ann", DateTimeOffset.UnixEpoch)));
        Assert.True(other.Live.Feedback.Record("pump stands still", "disk", true, "bob"));
        await Node.Until(() => other.Live.QueryStore(s => s.Authored.List()) is [{ Slug: "half-full" }]);
        await Node.Until(() => one.Live.Feedback.VotesBy("bob", "pump stands still").ContainsKey("disk"));
        await Node.Until(() => other.Live.TimesOf(new("disk")) is { Revisions: 1 });

        // Both read the files; one keeps what they say.
        content.Write("disk.md", "# Disk full\n\nThe disk is full again.\n");
        await Node.Until(() => other.Live.TimesOf(new("disk")) is { Revisions: 2 });
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.Equal(2, one.Live.TimesOf(new("disk"))!.Revisions);
    }

    // It slept, another took over, it wakes up: what it was about to write is refused.
    [Fact]
    public async Task A_node_that_slept_through_its_turn_cannot_write_in_it_any_more()
    {
        await using var one = await Start();
        await using var other = await Start();
        await Node.Until(() => one.HasTurn);
        using var sleeping = PostgresDatabase.Connect(store);
        var lease = new NodeLease(sleeping, TimeProvider.System);
        lease.Renew();
        Assert.Null(lease.Turn);

        using (new NodeTurn(0).Take())
            Assert.Throws<TurnLostException>(() => sleeping.Write((_, _) => 1));
        Assert.Equal(1, sleeping.Write((_, _) => 1));
        using (new NodeTurn(1).Take())
            Assert.Equal(1, sleeping.Write((_, _) => 1));
    }

    [Fact]
    public void A_lease_is_for_one_and_its_number_rises_with_each_holder()
    {
        using var a = PostgresDatabase.Connect(store);
        using var b = PostgresDatabase.Connect(store);
        var (first, second) = (new NodeLease(a, TimeProvider.System), new NodeLease(b, TimeProvider.System));
        first.Renew();
        second.Renew();
        Assert.Equal(1, first.Turn!.Fence);
        Assert.Null(second.Turn);
        first.Release();
        Assert.Null(first.Turn);
        second.Renew();
        Assert.Equal(2, second.Turn!.Fence);
        second.Renew();
        Assert.Equal(2, second.Turn!.Fence);
    }
}

/// <summary>F-15 and F-16: the database goes away and comes back.</summary>
[Trait("Reliability", "F-16")]
public sealed class DatabaseAwayTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly PostgresServer server;

    public DatabaseAwayTests()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "There is no PostgreSQL here (apt-get install postgresql).");
        server = new(null);
        content.Write("disk.md", "# Disk full\n\nThe disk is full.\n");
    }

    public void Dispose()
    {
        server.Dispose();
        content.Dispose();
    }

    [Fact]
    public async Task Alerts_are_accepted_without_a_gap_and_kept_once_each_and_searches_go_on()
    {
        var store = server.NewDatabase();
        await using var one = await Node.Start(content.Root, store);
        await using var other = await Node.Start(content.Root, store);
        var accepted = new List<string>();
        var refused = 0;
        async Task Post(Node node, string name)
        {
            if ((await node.Post(name)).Outcome == ReceiptOutcome.Stored)
                accepted.Add(name);
            else
                refused++;
        }

        for (var outage = 0; outage < 3; outage++)
        {
            for (var i = 0; i < 10; i++)
                await Post(i % 2 == 0 ? one : other, $"Before{outage}{i:00}");
            server.Stop("immediate");
            for (var i = 0; i < 10; i++)
            {
                await Post(i % 2 == 0 ? one : other, $"During{outage}{i:00}");
                Assert.Equal("disk", one.Live.Current.Search(new("disk full"), TimeProvider.System.GetUtcNow()).Hits[0].DocumentId);
            }
            await Node.Until(() => one.Live.Degraded.Count > 0);
            server.Start();
            for (var i = 0; i < 10; i++)
                await Post(i % 2 == 0 ? one : other, $"After{outage}{i:00}");
            await Node.Until(() => one.Firing?.Count == accepted.Count);
        }

        Assert.Equal(0, refused);
        Assert.Equal(90, accepted.Count);
        Assert.Equal(accepted.Order(StringComparer.Ordinal), other.Firing);
        await Node.Until(() => other.Live.Degraded.Count == 0);
        Assert.All(other.Firing!, name => Assert.Equal(1, HeardOf(other, name)));
    }

    [Fact]
    public async Task A_node_that_starts_without_its_database_serves_pages_and_takes_alerts()
    {
        var store = server.NewDatabase();
        server.Stop("fast");
        await using var node = await Node.Start(content.Root, store);
        Assert.Equal("disk", node.Live.Current.Search(new("disk full"), TimeProvider.System.GetUtcNow()).Hits[0].DocumentId);
        Assert.Null(node.Firing);
        Assert.Equal(ReceiptOutcome.Stored, (await node.Post("InTheDark")).Outcome);
        Assert.Contains(node.Live.Degraded, d => d.Contains("cannot be reached", StringComparison.Ordinal));
        server.Start();
        await Node.Until(() => node.Firing is ["InTheDark"]);
    }

    [Fact]
    public async Task A_node_ends_while_its_database_is_away_and_what_waits_is_taken_by_its_next_start()
    {
        var store = server.NewDatabase();
        var data = Directory.CreateTempSubdirectory("kb-node-").FullName;
        await using (var node = await Node.Start(content.Root, store, data: data))
        {
            server.Stop("immediate");
            Assert.Equal(ReceiptOutcome.Stored, (await node.Post("Waits")).Outcome);
            await Node.Until(() => node.Live.Degraded.Count > 0);
            await node.End().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.Single(Directory.GetFiles(Path.Combine(data, "waiting-alerts")));
            server.Start();
            await using var again = await Node.Start(content.Root, store, data: data);
            await Node.Until(() => again.Firing is ["Waits"]);
        }
    }

    private static int HeardOf(Node node, string name) =>
        node.Live.QueryStore(s => s.Alerts.List(new("firing"), 10_000))!.Single(a => a.Name == name).Deliveries;
}
