namespace Knowledge.Api.Background;

/// <param name="Name">Label of the metric, and what logs call it.</param>
/// <param name="WithoutIt">What does not happen while it fails, for people: a sentence without its full stop.</param>
/// <param name="Interval">Between two rounds, unless a round says otherwise or the loop is woken.</param>
public sealed record LoopDescription(string Name, string WithoutIt, TimeSpan Interval)
{
    /// <summary>Before the first round.</summary>
    public TimeSpan FirstAfter { get; init; }

    /// <summary>The wait after failures.</summary>
    public Backoff Backoff { get; init; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    /// <summary>Whether of several nodes on one store only one may do it: the one whose turn it is.</summary>
    public bool IsForOneNode { get; init; }

    /// <summary>Makes the sentence for people out of the reason; null where they are told in another way.</summary>
    public Func<string, string?>? Sentence { get; init; }

    internal string? Say(string reason) => Sentence is null ? $"{WithoutIt} ({reason}). It is tried again." : Sentence(reason);
}

/// <summary>
/// Work that a server does again and again beside its requests. Whatever a round throws is logged once, shown, and tried again after
/// a growing wait; nothing but <see cref="StopAsync"/> ends the loop.
/// </summary>
/// <remarks>One is made, counted and shown by <see cref="BackgroundLoops"/>.</remarks>
public sealed class BackgroundLoop : IAsyncDisposable
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    // How often a node asks whether its turn has come.
    private static readonly TimeSpan AsksForTurn = TimeSpan.FromSeconds(1);

    private readonly BackgroundLoops loops;
    private readonly Func<CancellationToken, Task<RoundResult>> round;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private TaskCompletionSource signal = NewSignal();
    private volatile string? problem;
    private readonly TaskCompletionSource firstRound = NewSignal();
    private Task running = Task.CompletedTask;
    private bool isWokenWhileFailing;
    private int failuresInARow;
    private long failures;
    private long succeededAt;
    private bool isStarted;

    internal BackgroundLoop(BackgroundLoops loops, LoopDescription description, Func<CancellationToken, Task<RoundResult>> round)
    {
        (this.loops, Description, this.round) = (loops, description, round);
        succeededAt = loops.Time.GetTimestamp();
    }

    public LoopDescription Description { get; }

    /// <summary>Whether it was started: what is not wanted has nothing to succeed at.</summary>
    public bool IsStarted => Volatile.Read(ref isStarted);

    /// <summary>Whether the last round failed.</summary>
    public bool IsFailing => problem is not null;

    /// <summary>What does not happen now and why, in words for people; null when the last round did not fail.</summary>
    public string? Problem => problem is { } reason ? Description.Say(reason) : null;

    /// <summary>Done when the first round has ended, well or badly, or there will be none.</summary>
    public Task FirstRound => firstRound.Task;

    public LoopStatus Status =>
        new(Description.Name, Interlocked.Read(ref failures), loops.Time.GetElapsedTime(Volatile.Read(ref succeededAt)), Problem);

    /// <summary>Begins; returns at once. Calling it again changes nothing.</summary>
    public void Start()
    {
        lock (gate)
        {
            if (isStarted || stopping.IsCancellationRequested)
                return;
            isStarted = true;
            Volatile.Write(ref succeededAt, loops.Time.GetTimestamp());
            running = Task.Run(RunAsync);
        }
    }

    /// <summary>There is something to do: the next round comes at once, or after the wait when the last one failed.</summary>
    public void Wake()
    {
        lock (gate)
            if (problem is not null)
            {
                // Should the round under way succeed, another one follows it.
                isWokenWhileFailing = true;
                return;
            }
        Retry();
    }

    /// <summary>What failed may work again: the next round comes at once in any case.</summary>
    public void Retry() => Volatile.Read(ref signal).TrySetResult();

    /// <summary>Ends after the round that is under way.</summary>
    /// <returns>Whether it has ended; a round that ignores cancellation is abandoned.</returns>
    public async Task<bool> StopAsync(TimeSpan? within = null)
    {
        await stopping.CancelAsync();
        firstRound.TrySetResult();
        try
        {
            await running.WaitAsync(within ?? StopsWithin, loops.Time);
            return true;
        }
        catch (TimeoutException)
        {
            loops.LeftBehind(this);
            return false;
        }
    }

    /// <summary>Stops it; it is not shown any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        loops.Remove(this);
    }

    /// <summary>Stops it and does what is left to do once more; it is not shown any more. What goes wrong is logged.</summary>
    /// <param name="last">Not called where a round was left behind: it may still be at the same.</param>
    public async ValueTask EndAsync(Func<RoundResult> last)
    {
        try
        {
            if (await StopAsync() && last() is { Problem: { } problem } result)
                loops.LastRoundFailed(this, problem, result.Because);
        }
        catch (Exception e)
        {
            loops.LastRoundFailed(this, FailureReason.Of(e), e);
        }
        finally
        {
            loops.Remove(this);
        }
    }

    private async Task RunAsync()
    {
        var wait = Description.FirstAfter;
        while (await WaitAsync(wait))
        {
            // Who wakes it from here on wants another round after this one.
            Volatile.Write(ref signal, NewSignal());
            lock (gate)
                isWokenWhileFailing = false;
            var returnsBefore = loops.Returns;
            try
            {
                var turn = Description.IsForOneNode ? loops.Turn() : NodeTurn.OfEveryNode;
                if (turn is null)
                {
                    wait = Succeeded(RoundResult.After(AsksForTurn));
                    firstRound.TrySetResult();
                    continue;
                }
                using var taken = turn.Take();
                var result = await round(stopping.Token);
                wait = result.Problem is { } understood ? Failed(understood, result.Because, returnsBefore) : Succeeded(result);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                wait = Failed(FailureReason.Of(e), e, returnsBefore);
            }
            firstRound.TrySetResult();
        }
    }

    /// <returns>False when it is to stop.</returns>
    private async Task<bool> WaitAsync(TimeSpan wait)
    {
        if (wait != TimeSpan.Zero && !stopping.IsCancellationRequested)
        {
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            await Task.WhenAny(Volatile.Read(ref signal).Task, Task.Delay(wait, loops.Time, woken.Token));
            await woken.CancelAsync();
        }
        return !stopping.IsCancellationRequested;
    }

    private TimeSpan Succeeded(RoundResult result)
    {
        Volatile.Write(ref succeededAt, loops.Time.GetTimestamp());
        if (problem is not null)
            loops.Recovered(this, failuresInARow);
        lock (gate)
        {
            (problem, failuresInARow) = (null, 0);
            return isWokenWhileFailing ? TimeSpan.Zero : result.Next ?? Description.Interval;
        }
    }

    /// <param name="returnsBefore">What had come back when the round began.</param>
    private TimeSpan Failed(string reason, Exception? e, long returnsBefore)
    {
        if (problem is null)
            loops.Failed(this, reason, e);
        problem = reason;
        Interlocked.Increment(ref failures);
        var wait = Description.Backoff.Wait(++failuresInARow, loops.Random());
        // What came back from here on finds it failing; what came back during the round did not.
        return loops.Returns == returnsBefore ? wait : TimeSpan.Zero;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <param name="Failures">Rounds that failed since the start.</param>
/// <param name="SinceSuccess">Since the last round that did not fail, or since the start.</param>
/// <param name="Problem">What does not happen now, in words for people; null when all is well.</param>
public sealed record LoopStatus(string Name, long Failures, TimeSpan SinceSuccess, string? Problem);
