using System.Diagnostics;
using Spectre.Console;

namespace Knowledge.Indexer.Importing;

/// <summary>Says how far reading is: bytes of a file, or entries of an archive.</summary>
/// <param name="what">What is being done, in a few words.</param>
public delegate void ImportProgress(string what, long done, long total);

/// <summary>Shows progress on standard error: a bar on a terminal, else a line every ten seconds, so that a log stays short.</summary>
internal static class ImportProgressDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    public static T Show<T>(Func<ImportProgress, T> work)
    {
        if (Console.IsErrorRedirected)
            return work(Lines());
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var tasks = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
                return work(
                    (what, done, total) =>
                    {
                        if (!tasks.TryGetValue(what, out var task))
                            tasks[what] = task = context.AddTask(Markup.Escape(what), maxValue: Math.Max(1, total));
                        task.Value = done;
                    }
                );
            });
    }

    private static ImportProgress Lines()
    {
        var last = Stopwatch.GetTimestamp();
        return (what, done, total) =>
        {
            if (Stopwatch.GetElapsedTime(last) < BetweenLines)
                return;
            last = Stopwatch.GetTimestamp();
            Console.Error.WriteLine($"kb: {what}: {(total > 0 ? 100 * done / total : 100)} %");
        };
    }
}
