using System.Collections.Concurrent;
using Knowledge.Api.Background;
using Knowledge.Tests.Api.Live;
using Microsoft.Extensions.Logging;

namespace Knowledge.Tests.Api.Background;

/// <summary>The supervised loop, by a clock that is moved by hand.</summary>
[Trait("Reliability", "F-23")]
public sealed class BackgroundLoopTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    private readonly WatchedTime time = new();
    private readonly RecordedLog log = new();
    private readonly BackgroundLoops loops;
    private Func<CancellationToken, Task<RoundResult>> round = _ => Task.FromResult(RoundResult.Done);
    private int rounds;

    public BackgroundLoopTests() => loops = new(time, log, () => 0.5);

    public ValueTask DisposeAsync() => loops.DisposeAsync();

    private BackgroundLoop Started(TimeSpan firstAfter = default)
    {
        var loop = loops.Add(
            new("work", "Nothing is done", Interval)
            {
                FirstAfter = firstAfter,
                Backoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8)),
            },
            async cancellation =>
            {
                Interlocked.Increment(ref rounds);
                return await round(cancellation);
            }
        );
        loop.Start();
        return loop;
    }

    /// <summary>The loop has done so many rounds and waits for its next one.</summary>
    private async Task Rounds(int expected)
    {
        await LiveServer.Until(() => Volatile.Read(ref rounds) >= expected && time.Waiting == 1);
        Assert.Equal(expected, Volatile.Read(ref rounds));
    }

    private async Task<int> RoundsAfter(double seconds)
    {
        var before = Volatile.Read(ref rounds);
        time.Advance(TimeSpan.FromSeconds(seconds));
        // A round that was due would have begun before the loop waits again.
        await LiveServer.Until(() => time.Waiting == 1);
        return Volatile.Read(ref rounds) - before;
    }

    [Fact]
    public async Task Does_a_round_at_once_and_after_each_interval()
    {
        Started();
        await Rounds(1);
        Assert.Equal(0, await RoundsAfter(59.999));
        Assert.Equal(1, await RoundsAfter(0.001));
        Assert.Equal(1, await RoundsAfter(60));
        Assert.Empty(loops.Degraded);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task Waits_before_the_first_round_when_told_to_and_as_a_round_says()
    {
        round = _ => Task.FromResult(RoundResult.After(TimeSpan.FromSeconds(5)));
        Started(TimeSpan.FromSeconds(30));
        await Rounds(0);
        Assert.Equal(0, await RoundsAfter(29.999));
        Assert.Equal(1, await RoundsAfter(0.001));
        Assert.Equal(0, await RoundsAfter(4.999));
        Assert.Equal(1, await RoundsAfter(0.001));
    }

    [Fact]
    public async Task Goes_on_at_once_while_there_is_more()
    {
        round = _ => Task.FromResult(rounds < 3 ? RoundResult.More : RoundResult.Done);
        Started();
        await Rounds(3);
    }

    [Fact]
    public async Task Where_there_is_more_a_failure_makes_it_wait_all_the_same()
    {
        round = _ => rounds < 3 ? Task.FromResult(RoundResult.More) : throw new IOException();
        Started();
        await Rounds(3);
        Assert.Equal(0, await RoundsAfter(1.999));
    }

    [Fact]
    public async Task The_first_round_is_told_of_also_when_it_fails_and_when_there_is_none()
    {
        round = _ => throw new IOException();
        var loop = Started();
        await loop.FirstRound.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Single(loops.Degraded);
        await loop.DisposeAsync();

        var late = Started(TimeSpan.FromHours(1));
        Assert.False(late.FirstRound.IsCompleted);
        await late.StopAsync();
        Assert.True(late.FirstRound.IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_is_logged_once_shown_and_tried_again_after_a_growing_wait(bool isThrown)
    {
        round = _ => isThrown ? throw new IOException("/secret/path") : Task.FromResult(RoundResult.Failed("input/output error"));
        Started();
        await Rounds(1);
        Assert.Equal("Nothing is done (input/output error). It is tried again.", Assert.Single(loops.Degraded));
        Assert.Equal(0, await RoundsAfter(1.999));
        Assert.Equal(1, await RoundsAfter(0.001));
        Assert.Equal(0, await RoundsAfter(3.999));
        Assert.Equal(1, await RoundsAfter(0.001));
        Assert.Equal(0, await RoundsAfter(7.999));
        Assert.Equal(1, await RoundsAfter(0.001));
        Assert.Equal(1, await RoundsAfter(8));
        Assert.Equal((5, 22.0), (loops.Status[0].Failures, loops.Status[0].SinceSuccess.TotalSeconds));
        Assert.Equal(isThrown ? LogLevel.Error : LogLevel.Warning, Assert.Single(log.Lines).Level);

        round = _ => Task.FromResult(RoundResult.Done);
        Assert.Equal(1, await RoundsAfter(8));
        Assert.Empty(loops.Degraded);
        Assert.Equal((5, 0.0), (loops.Status[0].Failures, loops.Status[0].SinceSuccess.TotalSeconds));
        Assert.Equal("The background work work works again after 5 failures", log.Lines.ElementAt(1).Text);

        // The next failure is a new one: logged again, and with the shortest wait.
        round = _ => throw new InvalidOperationException();
        Assert.Equal(1, await RoundsAfter(60));
        Assert.Equal(3, log.Lines.Count);
        Assert.Contains("an error inside Knowledge", Assert.Single(loops.Degraded), StringComparison.Ordinal);
        Assert.Equal(1, await RoundsAfter(2));
    }

    [Fact]
    public async Task A_cancellation_that_is_not_its_own_is_a_failure_like_any_other()
    {
        round = _ => throw new TaskCanceledException();
        Started();
        await Rounds(1);
        Assert.Contains("it took too long", Assert.Single(loops.Degraded), StringComparison.Ordinal);
        Assert.Equal(1, await RoundsAfter(2));
    }

    [Fact]
    public async Task Is_woken_at_once_but_not_out_of_the_wait_after_a_failure()
    {
        var loop = Started();
        await Rounds(1);
        loop.Wake();
        await Rounds(2);
        round = _ => throw new IOException();
        loop.Wake();
        await Rounds(3);
        loop.Wake();
        Assert.Equal(0, await RoundsAfter(1.999));
        round = _ => Task.FromResult(RoundResult.Done);
        loop.Retry();
        await Rounds(4);
        Assert.Empty(loops.Degraded);
    }

    [Fact]
    public async Task Woken_during_a_round_it_does_another()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        round = async _ =>
        {
            await go.Task;
            return RoundResult.Done;
        };
        var loop = Started();
        await LiveServer.Until(() => rounds == 1);
        loop.Wake();
        loop.Wake();
        go.SetResult();
        await Rounds(2);
    }

    [Fact]
    public async Task Woken_during_the_round_that_recovers_it_does_another()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        round = _ => throw new IOException();
        var loop = Started();
        await Rounds(1);
        round = async _ =>
        {
            await go.Task;
            return RoundResult.Done;
        };
        loop.Retry();
        await LiveServer.Until(() => rounds == 2);
        loop.Wake();
        go.SetResult();
        await Rounds(3);
    }

    [Fact]
    public async Task Woken_before_or_during_a_round_that_fails_it_waits_all_the_same()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        round = _ => throw new IOException();
        var loop = Started();
        await Rounds(1);
        loop.Wake();
        round = async _ =>
        {
            await go.Task;
            throw new IOException();
        };
        loop.Retry();
        await LiveServer.Until(() => rounds == 2);
        loop.Wake();
        go.SetResult();
        await Rounds(2);
        Assert.Equal(0, await RoundsAfter(3.999));
        round = _ => Task.FromResult(RoundResult.Done);
        Assert.Equal(1, await RoundsAfter(0.001));
        // Who woke it before that round was served by it.
        Assert.Equal(0, await RoundsAfter(59.999));
    }

    [Fact]
    public async Task What_fails_for_the_first_time_while_what_it_needs_comes_back_is_tried_at_once()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        round = async _ =>
        {
            await go.Task;
            throw new IOException();
        };
        Started();
        await LiveServer.Until(() => rounds == 1);
        loops.RetryFailing();
        round = _ => Task.FromResult(RoundResult.Done);
        go.SetResult();
        await Rounds(2);
        Assert.Empty(loops.Degraded);
    }

    [Fact]
    public async Task What_comes_back_wakes_what_failed_and_nothing_else()
    {
        var others = 0;
        var other = loops.Add(
            new("other", "Nothing else is done", TimeSpan.FromHours(1)),
            _ =>
            {
                others++;
                return Task.FromResult(RoundResult.Done);
            }
        );
        other.Start();
        await LiveServer.Until(() => others == 1 && time.Waiting == 1);
        round = _ => throw new IOException();
        Started();
        await LiveServer.Until(() => rounds == 1 && time.Waiting == 2);
        round = _ => Task.FromResult(RoundResult.Done);
        loops.RetryFailing();
        await LiveServer.Until(() => rounds == 2 && time.Waiting == 2);
        Assert.Equal(1, others);
    }

    [Fact]
    public async Task Stops_while_it_waits_and_in_a_round_and_shows_itself_no_more()
    {
        var waiting = Started();
        await Rounds(1);
        Assert.True(await waiting.StopAsync());
        await waiting.DisposeAsync();
        Assert.Empty(loops.Status);

        round = async cancellation =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
            return RoundResult.Done;
        };
        var working = Started();
        await LiveServer.Until(() => rounds == 2);
        Assert.True(await working.StopAsync());
        Assert.Empty(log.Lines);
        working.Start();
        Assert.Equal(2, rounds);
    }

    [Fact]
    public async Task A_round_that_hears_of_no_cancellation_is_left_behind()
    {
        var never = new TaskCompletionSource<RoundResult>();
        round = _ => never.Task;
        var loop = Started();
        await LiveServer.Until(() => rounds == 1);
        var stopped = loop.StopAsync(TimeSpan.FromSeconds(3));
        time.Advance(TimeSpan.FromSeconds(2.999));
        Assert.False(stopped.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.False(await stopped);
        Assert.Contains("left behind", Assert.Single(log.Lines).Text, StringComparison.Ordinal);
        never.SetResult(RoundResult.Done);
    }

    [Fact]
    public async Task What_is_left_at_the_end_is_done_once_more_and_logged_when_it_fails()
    {
        var loop = Started();
        await Rounds(1);
        var ends = 0;
        await loop.EndAsync(() =>
        {
            ends++;
            return RoundResult.Done;
        });
        Assert.Equal(1, ends);
        Assert.Empty(log.Lines);
        Assert.Empty(loops.Status);

        await Started().EndAsync(() => RoundResult.Failed("the store cannot be written"));
        await Started().EndAsync(() => throw new IOException());
        Assert.Equal(
            [
                (LogLevel.Error, "What the background work work had left at the end was not done: the store cannot be written"),
                (LogLevel.Error, "What the background work work had left at the end was not done: input/output error"),
            ],
            log.Lines
        );
    }

    [Fact]
    public async Task What_is_left_at_the_end_is_not_done_beside_a_round_that_was_left_behind()
    {
        var never = new TaskCompletionSource<RoundResult>();
        round = _ => never.Task;
        var loop = Started();
        await LiveServer.Until(() => rounds == 1);
        var ended = loop.EndAsync(() => throw new InvalidOperationException()).AsTask();
        await LiveServer.Until(() => time.Waiting == 1);
        time.Advance(TimeSpan.FromSeconds(10));
        await ended;
        Assert.Contains("left behind", Assert.Single(log.Lines).Text, StringComparison.Ordinal);
        never.SetResult(RoundResult.Done);
    }

    private sealed class RecordedLog : ILogger<BackgroundLoops>
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> text) =>
            Lines.Enqueue((level, text(state, e)));
    }
}
