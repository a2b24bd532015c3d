using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Live;

/// <summary>
/// Reads each source on a thread of its own: a directory that does not answer (a network share that hangs) is left to itself, the
/// other sources go on, and what it gives is taken when it comes back.
/// </summary>
/// <remarks>Used by one look at a time. No second reading of a source begins while one is under way, so threads do not pile up.</remarks>
internal sealed class SourceReadings(TimeSpan patience)
{
    /// <summary>A reading that is overdue is not waited for as long again.</summary>
    private static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, Task<SourceSnapshot>> underWay = [];

    /// <summary>What the source gives; null when it has not come back in time.</summary>
    public SourceSnapshot? Read(string source, Func<SourceSnapshot> read, CancellationToken cancellation)
    {
        var isOverdue = underWay.Remove(source, out var reading);
        reading ??= Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            if (Task.WaitAny([reading], (int)(isOverdue ? ShortPatience : patience).TotalMilliseconds, cancellation) == 0)
                return reading.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!reading.IsCompleted)
        {
            underWay[source] = reading;
            throw;
        }
        underWay[source] = reading;
        return null;
    }
}
