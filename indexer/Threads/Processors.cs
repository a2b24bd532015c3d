using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Knowledge.Indexer.Threads;

/// <summary>
/// Work in parts, on several processors. On threads that give way where the caller's does, as those of the pool would not.
/// </summary>
internal static class Processors
{
    /// <param name="threads">
    /// At most, the caller's counted; below 1 as many as there are processors, or the caller's alone where that gives way.
    /// </param>
    /// <param name="make">Makes what a thread reuses from part to part.</param>
    /// <remarks>What a part throws is thrown as it is; of several the first.</remarks>
    public static void For<TLocal>(
        int count,
        int threads,
        Func<TLocal> make,
        Action<int, TLocal> part,
        CancellationToken cancellation = default
    )
    {
        if (threads < 1)
            threads = LowPriorityThread.IsCurrent ? 1 : Environment.ProcessorCount;
        if (threads > 1 && count > 1 && !LowPriorityThread.IsCurrent)
        {
            try
            {
                Parallel.For(
                    0,
                    count,
                    new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                    make,
                    (i, _, own) =>
                    {
                        part(i, own);
                        return own;
                    },
                    _ => { }
                );
            }
            catch (AggregateException e)
            {
                ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
            }
            return;
        }
        var next = -1;
        var failures = new ConcurrentQueue<ExceptionDispatchInfo>();
        var others = Enumerable
            .Range(1, Math.Max(0, Math.Min(threads, count) - 1))
            .Select(_ => LowPriorityThread.StartBeside(Take))
            .ToList();
        Take();
        foreach (var other in others)
            other.Join();
        if (failures.TryPeek(out var failure))
            failure.Throw();

        void Take()
        {
            try
            {
                var own = make();
                while (Interlocked.Increment(ref next) is var i && i < count)
                {
                    cancellation.ThrowIfCancellationRequested();
                    part(i, own);
                }
            }
            catch (Exception e)
            {
                failures.Enqueue(ExceptionDispatchInfo.Capture(e));
                // It ends for all of them.
                Volatile.Write(ref next, count);
            }
        }
    }

    public static void For(int count, Action<int> part, int threads = -1, CancellationToken cancellation = default) =>
        For(count, threads, () => 0, (i, _) => part(i), cancellation);
}
