using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Embeddings;
using Knowledge.Tests.Api.Live;
using Microsoft.Extensions.Logging;

namespace Knowledge.Tests.Faults;

/// <summary>One of several servers on a store of PostgreSQL, in this process: with its own directory, index and loops.</summary>
internal sealed class Node : IAsyncDisposable
{
    // Only guards against hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string data;
    private bool isEnded;
    private readonly BackgroundLoops loops = LiveServer.Loops();

    private Node(string? content, string store, EmbedderSettings embedder, string data)
    {
        this.data = data;
        var options = new ServingOptions([content is null ? new("s", "/@store/s") { IsElsewhere = true } : new("s", content)], data)
        {
            Store = store,
            Embedder = embedder,
            PollInterval = TimeSpan.FromMilliseconds(200),
        };
        Live = new(options, loops, TimeProvider.System, new Lines(Log));
        Alerts = new(Live, loops, options, TimeProvider.System);
    }

    /// <summary>What it logged.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Its data directory.</summary>
    public string Data => data;

    public LiveKnowledge Live { get; }

    public LiveAlerts Alerts { get; }

    /// <summary>Whether it does what only one node may do.</summary>
    public bool HasTurn => loops.Turn() is not null;

    /// <summary>The names of alerts that fire as this node shows them; null when it cannot tell.</summary>
    public IReadOnlyList<string>? Firing =>
        Live.QueryStore(s => s.Alerts.List(new("firing"), 1_000_000))?.Select(a => a.Name).Order(StringComparer.Ordinal).ToList();

    /// <param name="content">Its directory; null where other nodes have it.</param>
    /// <param name="embedder">What compares meanings; nothing where it is not given.</param>
    /// <param name="data">Its data directory, which goes with it; one of its own where it is not given.</param>
    public static async Task<Node> Start(string? content, string store, EmbedderSettings? embedder = null, string? data = null)
    {
        var node = new Node(
            content,
            store,
            embedder ?? new(EmbedderSettings.None),
            data ?? Directory.CreateTempSubdirectory("kb-node-").FullName
        );
        try
        {
            await node.Live.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await node.End();
            throw;
        }
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
        await End();
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
    }

    /// <summary>Ends it and leaves its data directory as it is.</summary>
    public async Task End()
    {
        if (isEnded)
            return;
        isEnded = true;
        await Alerts.DisposeAsync();
        await Live.DisposeAsync();
        await loops.DisposeAsync();
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILogger<LiveKnowledge>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> text) =>
            lines.Enqueue(text(state, e));
    }
}
