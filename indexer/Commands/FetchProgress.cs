using System.Diagnostics;
using System.Globalization;
using Knowledge.Indexer.Embeddings.Models;

namespace Knowledge.Indexer.Commands;

/// <summary>Says on stderr how much of a file has come, where somebody looks.</summary>
internal sealed class FetchProgress : IProgress<ModelFetch.Progress>
{
    private const int Bar = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.2);

    private long last;

    public void Report(ModelFetch.Progress value)
    {
        var isWhole = value.Done == value.Of;
        if (Console.IsErrorRedirected || !isWhole && last != 0 && Stopwatch.GetElapsedTime(last) < Interval)
            return;
        last = Stopwatch.GetTimestamp();
        var filled = value.Of is > 0 and var of ? (int)(Bar * value.Done / of) : 0;
        var bar = new string('#', filled) + new string('.', Bar - filled);
        var end = isWhole ? Environment.NewLine : "";
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{value.File} [{bar}] {value.Done / 1e6:F1} MB{end}"));
    }
}
