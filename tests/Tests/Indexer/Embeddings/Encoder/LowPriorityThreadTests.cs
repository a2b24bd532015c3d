using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Files;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class LowPriorityThreadTests
{
    [Fact]
    public async Task Its_thread_gives_way_and_no_other_does()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nice values of threads are Linux'.");
        var before = LinuxCalls.Priority(LinuxCalls.OfProcess, 0);

        var (own, isOfPool) = await LowPriorityThread.Run(
            () => (LinuxCalls.Priority(LinuxCalls.OfProcess, 0), Thread.CurrentThread.IsThreadPoolThread),
            TestContext.Current.CancellationToken
        );

        Assert.Equal((19, false), (own, isOfPool));
        // Whatever threads of the pool there are: none was left slow.
        var others = new System.Collections.Concurrent.ConcurrentBag<int>();
        Parallel.For(0, 64, _ => others.Add(LinuxCalls.Priority(LinuxCalls.OfProcess, 0)));
        Assert.All(others, nice => Assert.Equal(before, nice));
    }

    [Fact]
    public async Task What_goes_wrong_there_is_thrown_here()
    {
        var token = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<InvalidDataException>(() => LowPriorityThread.Run<int>(() => throw new InvalidDataException(), token));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LowPriorityThread.Run(() => 1, cancelled.Token));
    }
}
