using System.Collections.Concurrent;

namespace Knowledge.Indexer.Sources;

/// <summary>
/// Reads something in the directory of a source for somebody who waits for it, on a thread of its own: a directory that does not answer
/// (a network share that hangs) costs that thread, and whoever asks is told so, at once as long as it hangs.
/// </summary>
public static class SourceAccess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // What has not come back, by directory: it hangs for everybody in this process.
    private static readonly ConcurrentDictionary<string, Task> Hanging = new(StringComparer.Ordinal);

    /// <exception cref="IOException">The directory does not answer; beside it whatever <paramref name="read"/> throws.</exception>
    public static async Task<T> ReadAsync<T>(string directory, Func<T> read)
    {
        if (Hanging.TryGetValue(directory, out var underWay))
        {
            if (!underWay.IsCompleted)
                throw Silent(directory);
            Hanging.TryRemove(KeyValuePair.Create(directory, underWay));
        }
        var reading = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await reading.WaitAsync(Patience);
        }
        catch (TimeoutException) when (!reading.IsCompleted)
        {
            Hanging[directory] = reading;
            throw Silent(directory);
        }
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static T Read<T>(string directory, Func<T> read) => ReadAsync(directory, read).GetAwaiter().GetResult();

    private static IOException Silent(string directory) => new($"The directory '{directory}' does not answer.");
}
