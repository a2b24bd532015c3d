using System.Runtime.ExceptionServices;
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
/// none of the pool is used, and it ends with the work. A thread that another starts inherits its nice value, and whoever gives work
/// to the pool may start one of its threads, which would be slow for good: so the work gives none to the pool (it goes on several
/// threads by <see cref="Processors"/>), and what goes on after it is told by an ordinary thread. Whatever it locks, others wait
/// for as long as it takes there: an answer must want nothing of it.
/// </remarks>
internal static class LowPriorityThread
{
    [ThreadStatic]
    private static bool isCurrent;

    /// <summary>Whether the caller runs on one.</summary>
    public static bool IsCurrent => isCurrent;

    public static Task<T> Run<T>(LowPriority priority, Func<T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(
            () => Do(priority, work),
            cancellation,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default
        );

    /// <summary>The same while the caller waits.</summary>
    public static T Do<T>(LowPriority priority, Func<T> work)
    {
        var result = default(T);
        ExceptionDispatchInfo? failure = null;
        Start(() =>
            {
                GiveWay(priority);
                try
                {
                    result = work();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            })
            .Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>One more beside that of the caller, which gives way as much.</summary>
    /// <param name="work">Throws nothing.</param>
    internal static Thread StartBeside(Action work)
    {
        var priority = Thread.CurrentThread.Priority;
        return Start(() =>
        {
            // On Linux it has inherited all.
            if (!OperatingSystem.IsLinux())
                Thread.CurrentThread.Priority = priority;
            work();
        });
    }

    private static Thread Start(Action work)
    {
        var thread = new Thread(() =>
        {
            isCurrent = true;
            work();
        })
        {
            IsBackground = true,
            Name = "gives way",
        };
        thread.Start();
        return thread;
    }

    private static void GiveWay(LowPriority priority)
    {
        if (!OperatingSystem.IsLinux())
            Thread.CurrentThread.Priority = priority == LowPriority.Last ? ThreadPriority.Lowest : ThreadPriority.BelowNormal;
        else
            // Of a thread, not of the process, where 0 stands for the caller. Refused, it is as fast as any other.
            _ = LinuxCalls.SetPriority(LinuxCalls.OfProcess, 0, (int)priority);
    }
}
