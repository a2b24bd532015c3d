using System.Collections.Concurrent;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Threads;

namespace Knowledge.Tests.Indexer.Threads;

public sealed class ProcessorsTests
{
    private const int Parts = 200;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(3)]
    public void Each_part_is_done_once(int threads)
    {
        var done = new int[Parts];
        var made = 0;

        Processors.For(Parts, threads, () => Interlocked.Increment(ref made), (i, _) => Interlocked.Increment(ref done[i]), Cancellation);

        Assert.All(done, times => Assert.Equal(1, times));
        Assert.True(made >= 1);
        Processors.For(0, _ => Assert.Fail("There is none."), threads, Cancellation);
    }

    [Fact]
    public async Task Work_that_gives_way_stays_on_its_thread_however_long_it_takes()
    {
        var (own, others) = await LowPriorityThread.Run(
            LowPriority.Later,
            () =>
            {
                var threads = new ConcurrentBag<int>();
                // Longer than the pool lets one of its own threads go on with a loop.
                Processors.For(
                    Parts,
                    _ =>
                    {
                        Thread.Sleep(2);
                        threads.Add(Environment.CurrentManagedThreadId);
                    }
                );
                return (Environment.CurrentManagedThreadId, threads);
            },
            Cancellation
        );

        Assert.Equal(Parts, others.Count);
        Assert.All(others, id => Assert.Equal(own, id));
    }

    [Fact]
    public void On_more_than_one_thread_all_of_them_give_way()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nice values of threads are Linux'.");
        var (own, seen) = LowPriorityThread.Do(
            LowPriority.Later,
            () =>
            {
                using var both = new Barrier(2);
                var threads = new ConcurrentBag<(int Thread, int Nice, bool IsOfPool)>();
                Processors.For(
                    2,
                    _ =>
                    {
                        both.SignalAndWait(Cancellation);
                        threads.Add(
                            (
                                Environment.CurrentManagedThreadId,
                                LinuxCalls.Priority(LinuxCalls.OfProcess, 0),
                                Thread.CurrentThread.IsThreadPoolThread
                            )
                        );
                    },
                    threads: 2,
                    Cancellation
                );
                return (Environment.CurrentManagedThreadId, threads);
            }
        );

        Assert.Equal(2, seen.Select(s => s.Thread).Distinct().Count());
        Assert.Contains(own, seen.Select(s => s.Thread));
        Assert.All(seen, s => Assert.Equal((5, false), (s.Nice, s.IsOfPool)));
    }

    [Fact]
    public void What_one_of_them_throws_ends_it_and_is_thrown()
    {
        var done = 0;
        Assert.Throws<InvalidDataException>(() =>
            LowPriorityThread.Do(
                LowPriority.Later,
                () =>
                {
                    Processors.For(
                        1_000_000,
                        i =>
                        {
                            if (i == 7)
                                throw new InvalidDataException();
                            Interlocked.Increment(ref done);
                        },
                        threads: 3,
                        Cancellation
                    );
                    return 0;
                }
            )
        );
        Assert.True(done < 1_000_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_part_that_fails_and_a_cancellation_end_it(int threads)
    {
        Assert.Throws<InvalidDataException>(() =>
            Processors.For(Parts, i => _ = i == 7 ? throw new InvalidDataException() : i, threads, Cancellation)
        );

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            Processors.For(Parts, threads, () => 0, (_, _) => Assert.Fail("Nothing is begun."), cancelled.Token)
        );
    }
}
