using Knowledge.Indexer.Files;

namespace Knowledge.Indexer.Threads;

/// <summary>What work gets of a processor that others want too; as Linux' nice values.</summary>
internal enum LowPriority
{
    /// <summary>Somebody waits for it, but less than for an answer: some third of what an ordinary thread gets beside it.</summary>
    Later = 5,

    /// <summary>Nobody waits for it: some sixtieth.</summary>
    Last = 19,
}

/// <summary>Work on a thread of its own that gives way to others.</summary>
/// <remarks>
/// .NET leaves priorities of threads alone on Linux, where a thread has a nice value of its own. A thread may not take its back, so
/// none of the pool is used, and it ends with the work. Threads that the work starts in turn are ordinary ones, save by
/// <see cref="Processors"/>. Whatever it locks meanwhile, others wait for as long as it takes there: an answer must want nothing of it.
/// </remarks>
internal static class LowPriorityThread
{
    [ThreadStatic]
    private static bool isCurrent;

    /// <summary>Whether the caller runs on one.</summary>
    public static bool IsCurrent => isCurrent;

    public static Task<T> Run<T>(LowPriority priority, Func<T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(
            () =>
            {
                isCurrent = true;
                GiveWay(priority);
                return work();
            },
            cancellation,
            // What goes on after it would be slow too.
            TaskCreationOptions.LongRunning
                | TaskCreationOptions.DenyChildAttach
                | TaskCreationOptions.RunContinuationsAsynchronously,
            TaskScheduler.Default
        );

    private static void GiveWay(LowPriority priority)
    {
        if (!OperatingSystem.IsLinux())
            Thread.CurrentThread.Priority = priority == LowPriority.Last ? ThreadPriority.Lowest : ThreadPriority.BelowNormal;
        else
            // Of a thread, not of the process, where 0 stands for the caller. Refused, it is as fast as any other.
            _ = LinuxCalls.SetPriority(LinuxCalls.OfProcess, 0, (int)priority);
    }
}
