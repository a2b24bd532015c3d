namespace Knowledge.Indexer.Threads;

/// <summary>
/// Work in parts, on all processors; on the caller's thread alone where that gives way to others, as the pool's would not.
/// </summary>
internal static class Processors
{
    /// <param name="threads">At most, the caller's counted; below 1 as many as there are processors.</param>
    /// <param name="make">Makes what a thread reuses from part to part.</param>
    public static void For<TLocal>(
        int count,
        int threads,
        Func<TLocal> make,
        Action<int, TLocal> part,
        CancellationToken cancellation = default
    )
    {
        if (count == 0)
            return;
        if (threads == 1 || count == 1 || LowPriorityThread.IsCurrent)
        {
            var own = make();
            for (var i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                part(i, own);
            }
            return;
        }
        Parallel.For(
            0,
            count,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = threads < 1 ? Environment.ProcessorCount : threads,
                CancellationToken = cancellation,
            },
            make,
            (i, _, own) =>
            {
                part(i, own);
                return own;
            },
            _ => { }
        );
    }

    public static void For(int count, Action<int> part, int threads = -1) => For(count, threads, () => 0, (i, _) => part(i));
}
