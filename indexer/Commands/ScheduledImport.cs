using System.CommandLine.Parsing;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Importing;

namespace Knowledge.Indexer.Commands;

/// <summary>An import that a server runs by itself: <c>1h confluence /exports/ops.zip --out /srv/wiki</c>.</summary>
/// <param name="Every">Time from the end of one run to the beginning of the next.</param>
public sealed record ScheduledImport(TimeSpan Every, ImportJob Job)
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(31);

    /// <param name="text">An interval in minutes, hours or days (<c>15m</c>, <c>1h</c>, <c>1d</c>), then the words of <c>kb
    /// import</c>; quotes hold words with blanks together.</param>
    /// <returns>The import, or what is wrong as one line.</returns>
    public static (ScheduledImport? Import, string? Error) Parse(string text)
    {
        string[] words = [.. CommandLineParser.SplitCommandLine(text)];
        if (words.Length == 0 || DurationParser.Parse(words[0]) is not { } every || every < MinInterval || every > MaxInterval)
            return (
                null,
                $"--import '{text}' must begin with an interval of 1m to 31d, such as 15m, 1h or 1d, followed by the words of kb import"
            );
        var (job, error) = ImportCommand.Parse(words[1..]);
        return job is null ? (null, $"--import '{text}': {error}") : (new(every, job), null);
    }
}
