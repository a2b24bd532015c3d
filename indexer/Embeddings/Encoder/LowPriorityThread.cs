using Knowledge.Indexer.Files;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>Work on a thread of its own that gets a processor when no other wants it.</summary>
/// <remarks>
/// .NET leaves priorities of threads alone on Linux, where a thread has a nice value of its own. A thread may not take its back, so
/// none of the pool is used, and it ends with the work. Threads that the work starts in turn are ordinary ones.
/// </remarks>
internal static class LowPriorityThread
{
    // The last of nice values: some sixtieth of what an ordinary thread gets beside it.
    private const int Last = 19;

    public static Task<T> Run<T>(Func<T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(
            () =>
            {
                GiveWay();
                return work();
            },
            cancellation,
            // What goes on after it would be slow too.
            TaskCreationOptions.LongRunning
                | TaskCreationOptions.DenyChildAttach
                | TaskCreationOptions.RunContinuationsAsynchronously,
            TaskScheduler.Default
        );

    private static void GiveWay()
    {
        if (!OperatingSystem.IsLinux())
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
        else
            // Of a thread, not of the process, where 0 stands for the caller. Refused, it is as fast as any other.
            _ = LinuxCalls.SetPriority(LinuxCalls.OfProcess, 0, Last);
    }
}
