namespace Knowledge.Api.Background;

/// <summary>All background loops of a server: what fails among them, and the way to end them.</summary>
/// <param name="random">From 0 to 1, for the spread of waits; by chance when it is not given.</param>
public sealed partial class BackgroundLoops(TimeProvider time, ILogger<BackgroundLoops> logger, Func<double>? random = null)
    : IAsyncDisposable
{
    private readonly Lock gate = new();
    private IReadOnlyList<BackgroundLoop> all = [];
    private long returns;

    internal TimeProvider Time => time;

    /// <summary>The turn of this node at what only one may do; null while it is another's. One node alone has it always.</summary>
    internal Func<NodeTurn?> Turn { get; set; } = () => NodeTurn.OfEveryNode;

    internal Func<double> Random { get; } = random ?? System.Random.Shared.NextDouble;

    /// <summary>How often something came back that many need.</summary>
    internal long Returns => Interlocked.Read(ref returns);

    /// <summary>Those that were started, in the order in which they were added.</summary>
    public IReadOnlyList<LoopStatus> Status => [.. Volatile.Read(ref all).Where(l => l.IsStarted).Select(l => l.Status)];

    /// <summary>What does not happen now, in words for people; empty when all does.</summary>
    public IReadOnlyList<string> Degraded => [.. Volatile.Read(ref all).Select(l => l.Problem).OfType<string>()];

    /// <summary>Adds a loop, which begins with <see cref="BackgroundLoop.Start"/>.</summary>
    /// <param name="round">What is done each time. It may throw anything.</param>
    public BackgroundLoop Add(LoopDescription description, Func<CancellationToken, Task<RoundResult>> round)
    {
        var loop = new BackgroundLoop(this, description, round);
        lock (gate)
            all = [.. all, loop];
        return loop;
    }

    /// <summary>Something came back that many need, such as the store: what failed is tried at once.</summary>
    public void RetryFailing()
    {
        // First counted, then looked: a round that fails meanwhile sees the one, or is seen by the other.
        Interlocked.Increment(ref returns);
        foreach (var loop in Volatile.Read(ref all).Where(l => l.IsFailing))
            loop.Retry();
    }

    /// <summary>Ends all of them side by side.</summary>
    public Task StopAsync(TimeSpan? within = null) => Task.WhenAll(Volatile.Read(ref all).Select(l => l.StopAsync(within)));

    public async ValueTask DisposeAsync() => await StopAsync();

    internal void Remove(BackgroundLoop loop)
    {
        lock (gate)
            all = [.. all.Where(l => l != loop)];
    }

    internal void Failed(BackgroundLoop loop, string reason, Exception? e)
    {
        if (e is null)
            LogFailed(loop.Description.Name, reason);
        else
            LogBroken(e, loop.Description.Name);
    }

    internal void Recovered(BackgroundLoop loop, int failures) => LogRecovered(loop.Description.Name, failures);

    internal void LastRoundFailed(BackgroundLoop loop, string reason, Exception? e) => LogLastRoundFailed(e, loop.Description.Name, reason);

    internal void LeftBehind(BackgroundLoop loop) => LogLeftBehind(loop.Description.Name);

    [LoggerMessage(LogLevel.Warning, "The background work {Loop} failed: {Reason}; it is tried again")]
    private partial void LogFailed(string loop, string reason);

    [LoggerMessage(LogLevel.Error, "The background work {Loop} failed; it is tried again")]
    private partial void LogBroken(Exception e, string loop);

    [LoggerMessage(LogLevel.Information, "The background work {Loop} works again after {Failures} failures")]
    private partial void LogRecovered(string loop, int failures);

    [LoggerMessage(LogLevel.Error, "What the background work {Loop} had left at the end was not done: {Reason}")]
    private partial void LogLastRoundFailed(Exception? e, string loop, string reason);

    [LoggerMessage(LogLevel.Warning, "The background work {Loop} did not stop in time and was left behind")]
    private partial void LogLeftBehind(string loop);
}
