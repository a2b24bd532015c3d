using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Indexer.Alerts;
using Knowledge.Tests.Api.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Faults;

/// <summary>One of several servers on a store of PostgreSQL, in this process: with its own directory, index and loops.</summary>
internal sealed class Node : IAsyncDisposable
{
    // Only guards against hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string data = Directory.CreateTempSubdirectory("kb-node-").FullName;
    private readonly BackgroundLoops loops = LiveServer.Loops();

    private Node(string content, string store)
    {
        var options = new ServingOptions([new("s", content)], data)
        {
            Store = store,
            Embedder = new("none"),
            PollInterval = TimeSpan.FromMilliseconds(200),
        };
        Live = new(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        Alerts = new(Live, loops, options, TimeProvider.System);
    }

    public LiveKnowledge Live { get; }

    public LiveAlerts Alerts { get; }

    /// <summary>Whether it does what only one node may do.</summary>
    public bool HasTurn => loops.Turn() is not null;

    /// <summary>The names of alerts that fire as this node shows them; null when it cannot tell.</summary>
    public IReadOnlyList<string>? Firing =>
        Live.QueryStore(s => s.Alerts.List(new("firing"), 10_000))?.Select(a => a.Name).Order(StringComparer.Ordinal).ToList();

    public static async Task<Node> Start(string content, string store)
    {
        var node = new Node(content, store);
        await node.Live.StartAsync(TestContext.Current.CancellationToken);
        node.Alerts.Start();
        return node;
    }

    /// <summary>Posts one alert of a name of its own, as the generic sender does.</summary>
    public Task<Receipt> Post(string name)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"name":"{{name}}","status":"firing"}""");
        return Alerts.ReceiveAsync(
            new("webhook", TimeProvider.System.GetUtcNow(), "{}", body, SHA256.HashData(body), null),
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>Waits until nothing is degraded.</summary>
    public async Task UntilWell()
    {
        try
        {
            await Until(() => Live.Degraded.Count == 0);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(string.Join('\n', Live.Degraded), e);
        }
    }

    public static async Task Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Waited in vain for {what}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Alerts.DisposeAsync();
        await Live.DisposeAsync();
        await loops.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }
}
