using System.Diagnostics;
using System.Globalization;

namespace Knowledge.Indexer.Commands;

/// <summary>Says on stderr how far the embedding is: on one line for people, now and then for a log.</summary>
internal sealed class EmbeddingProgress(string what) : IProgress<(int Done, int Of)>
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private long last = Stopwatch.GetTimestamp();

    public void Report((int Done, int Of) value)
    {
        var isLast = value.Done == value.Of;
        if (!isLast && Stopwatch.GetElapsedTime(last) < (Console.IsErrorRedirected ? LogInterval : TerminalInterval))
            return;
        last = Stopwatch.GetTimestamp();
        var start = Console.IsErrorRedirected ? "" : "\r";
        var end = Console.IsErrorRedirected || isLast ? Environment.NewLine : "";
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"{start}kb: {value.Done:N0} of {value.Of:N0} {what}{end}"));
    }
}
