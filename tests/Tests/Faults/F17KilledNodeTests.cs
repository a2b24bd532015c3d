using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dapper;
using Knowledge.Api.Store;
using Knowledge.Tests.Api;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Faults.Cluster;

namespace Knowledge.Tests.Faults;

/// <summary>
/// F-17, F-18 and F-12 with real processes: of two servers on one database the one whose turn it is is killed, is paused, or has a clock
/// that is hours off. What was acknowledged is there, once, and whoever is to be told is told.
/// </summary>
[Trait("Reliability", "F-12")]
[Trait("Reliability", "F-18")]
public sealed class F17KilledNodeTests : IDisposable
{
    private const string Secret = "correct horse battery";
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    private readonly string store = PostgresServer.Shared.NewDatabase();
    private readonly WebhookTarget target = new();
    private readonly List<ServerProcess> servers = [];
    private readonly List<string> accepted = [];
    private int number;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var server in servers)
            server.Dispose();
        target.Dispose();
    }

    private async Task<ServerProcess> Start(params (string Name, string Value)[] environment)
    {
        var server = new ServerProcess(
            new Dictionary<string, string>(environment.Select(e => KeyValuePair.Create(e.Name, e.Value)))
            {
                ["KB_STORE"] = store,
                ["KB_HOOK_WEBHOOK_SECRET"] = Secret,
                ["KB_NOTIFY_URL"] = $"http://127.0.0.1:{target.Port}/told",
                ["KB_NOTIFY_ALLOW"] = "127.0.0.1",
                ["KB_EMBEDDER"] = "none",
            },
            ("disk.md", "# Disk full\n\n## Remediation\n\n1. Free it.\n")
        )
        {
            Arguments = ["--notify-interval", "0"],
        };
        servers.Add(server);
        await server.Start();
        return server;
    }

    // Whoever is not answered sends it again, to whoever answers.
    private async Task Post(IReadOnlyList<ServerProcess> to)
    {
        var name = $"Alert{number++:0000}";
        for (var tries = 0; tries < 200; tries++)
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/webhook")
                {
                    Content = new StringContent(
                        $$"""{"name":"{{name}}","status":"firing"}""",
                        Encoding.UTF8,
                        new MediaTypeHeaderValue("application/json")
                    ),
                };
                request.Headers.Authorization = new("Bearer", Secret);
                using var within = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                using var answer = await to[(number + tries) % to.Count].Client.SendAsync(request, within.Token);
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    accepted.Add(name);
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // It is dead, or asleep.
            }
        Assert.Fail($"Nobody took {name}.");
    }

    private static async Task<IReadOnlyList<string>> Firing(ServerProcess server)
    {
        using var answer = JsonDocument.Parse(
            await server.Client.GetStringAsync(new Uri("/api/alerts?state=firing&limit=500", UriKind.Relative), Cancellation)
        );
        return
        [
            .. answer
                .RootElement.GetProperty("alerts")
                .EnumerateArray()
                .Select(a => a.GetProperty("alert").GetProperty("name").GetString()!)
                .Order(StringComparer.Ordinal),
        ];
    }

    private int Holder()
    {
        using var database = PostgresDatabase.Connect(store);
        return int.Parse(
            database.Read(c => c.ExecuteScalar<string>("SELECT holder FROM node_lease"))!.Split(' ')[1],
            System.Globalization.CultureInfo.InvariantCulture
        );
    }

    private async Task Verify(params IReadOnlyList<ServerProcess> running)
    {
        foreach (var server in running)
        {
            IReadOnlyList<string> firing = [];
            for (var guard = 0; guard < 600 && (firing = await Firing(server)).Count < accepted.Count; guard++)
                await Task.Delay(100, Cancellation);
            Assert.Equal(accepted.Order(StringComparer.Ordinal), firing);
        }
        // Of each somebody is told.
        for (var guard = 0; guard < 600 && Untold() is { Count: > 0 }; guard++)
            await Task.Delay(100, Cancellation);
        Assert.True(Untold() is [], $"{string.Join(' ', Untold())}\n{string.Join('\n', running.SelectMany(r => r.Output))}");
    }

    private List<string> Untold()
    {
        var told = string.Join('\n', target.Received.Where(r => r.Answered == 200).Select(r => r.Body));
        return [.. accepted.Where(a => !told.Contains(a, StringComparison.Ordinal))];
    }

    [Fact]
    public async Task A_node_that_is_killed_costs_nothing_that_was_acknowledged_and_another_does_what_was_its_turn()
    {
        var (one, other) = (await Start(), await Start());
        for (var i = 0; i < 20; i++)
            await Post([one, other]);
        Assert.Equal(one.Id, Holder());

        one.Kill();
        for (var i = 0; i < 20; i++)
            await Post([one, other]);
        await Verify(other);
        Assert.Equal(other.Id, Holder());

        await one.Start();
        for (var i = 0; i < 20; i++)
            await Post([one, other]);
        await Verify(one, other);
    }

    [Fact]
    public async Task A_node_that_is_paused_in_its_turn_does_no_harm_when_it_goes_on()
    {
        var (one, other) = (await Start(), await Start());
        for (var i = 0; i < 10; i++)
            await Post([one, other]);
        Assert.Equal(one.Id, Holder());

        ProcessTree.Signal("STOP", one.Id);
        try
        {
            for (var guard = 0; guard < 300 && Holder() != other.Id; guard++)
            {
                await Post([other]);
                await Task.Delay(100, Cancellation);
            }
            Assert.Equal(other.Id, Holder());
        }
        finally
        {
            ProcessTree.Signal("CONT", one.Id);
        }
        for (var i = 0; i < 10; i++)
            await Post([one, other]);
        await Verify(one, other);
        Assert.Equal(other.Id, Holder());
    }

    [Fact]
    public async Task Nodes_whose_clocks_are_hours_apart_take_turns_and_keep_each_alert_once()
    {
        Assert.SkipUnless(File.Exists(FakeTime), "There is no faketime here (apt-get install faketime).");
        var one = await Start(("LD_PRELOAD", FakeTime), ("FAKETIME", "+2h"));
        var other = await Start(("LD_PRELOAD", FakeTime), ("FAKETIME", "-3h"));
        for (var i = 0; i < 20; i++)
            await Post([one, other]);
        Assert.Equal(one.Id, Holder());
        await Verify(one, other);

        one.Kill();
        for (var i = 0; i < 10; i++)
            await Post([other]);
        await Verify(other);
        Assert.Equal(other.Id, Holder());
    }
}
