using Knowledge.Indexer.Files;
using Knowledge.Indexer.Threads;

namespace Knowledge.Tests.Indexer.Threads;

public sealed class LowPriorityThreadTests
{
    [Theory]
    [InlineData((int)LowPriority.Later, 5)]
    [InlineData((int)LowPriority.Last, 19)]
    public async Task Its_thread_gives_way_and_no_other_does(int priority, int niceValue)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nice values of threads are Linux'.");
        var before = LinuxCalls.Priority(LinuxCalls.OfProcess, 0);

        var (own, isOfPool, isCurrent) = await LowPriorityThread.Run(
            (LowPriority)priority,
            () => (LinuxCalls.Priority(LinuxCalls.OfProcess, 0), Thread.CurrentThread.IsThreadPoolThread, LowPriorityThread.IsCurrent),
            TestContext.Current.CancellationToken
        );

        Assert.Equal((niceValue, false, true), (own, isOfPool, isCurrent));
        Assert.False(LowPriorityThread.IsCurrent);
        // Whatever threads of the pool there are: none was left slow.
        var others = new System.Collections.Concurrent.ConcurrentBag<int>();
        Parallel.For(0, 64, _ => others.Add(LinuxCalls.Priority(LinuxCalls.OfProcess, 0)));
        Assert.All(others, nice => Assert.Equal(before, nice));
    }

    // Whoever gives work to the pool may start one of its threads, which inherits the nice value and keeps it.
    [Fact]
    public async Task What_goes_on_after_it_is_told_by_an_ordinary_thread()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nice values of threads are Linux'.");
        var before = LinuxCalls.Priority(LinuxCalls.OfProcess, 0);
        using var begin = new ManualResetEventSlim();

        var after = LowPriorityThread
            .Run(
                LowPriority.Last,
                () =>
                {
                    begin.Wait(TestContext.Current.CancellationToken);
                    return 0;
                },
                TestContext.Current.CancellationToken
            )
            .ContinueWith(
                _ => LinuxCalls.Priority(LinuxCalls.OfProcess, 0),
                TestContext.Current.CancellationToken,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        begin.Set();

        Assert.Equal(before, await after);
    }

    [Fact]
    public async Task What_goes_wrong_there_is_thrown_here()
    {
        var token = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            LowPriorityThread.Run<int>(LowPriority.Last, () => throw new InvalidDataException(), token)
        );
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LowPriorityThread.Run(LowPriority.Last, () => 1, cancelled.Token));
    }
}
