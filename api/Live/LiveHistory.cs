using Knowledge.Api.Background;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Api.Live;

/// <summary>What git knows about the sources of a running server: read in the background.</summary>
public sealed partial class LiveHistory : IBackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LogLimit = TimeSpan.FromMinutes(5);

    private readonly ServingOptions options;
    private readonly ILogger<LiveHistory> logger;
    private readonly BackgroundLoop loop;
    private volatile IReadOnlyDictionary<string, SourceHistory> current = SourceHistory.None;
    private bool isTold;

    public LiveHistory(ServingOptions options, BackgroundLoops loops, ILogger<LiveHistory> logger)
    {
        (this.options, this.logger) = (options, logger);
        loop = loops.Add(
            new("history", "New commits are not read; the last-changed date of a page may be too old", Interval)
            {
                // A log that could not be read will hardly be a moment later.
                Backoff = new(Interval, TimeSpan.FromMinutes(10)),
            },
            ReadAsync
        );
    }

    /// <summary>By source; empty until it was read, and for ever where there is no checkout or no git.</summary>
    public IReadOnlyDictionary<string, SourceHistory> Current => current;

    /// <summary>Reads, and looks every half minute whether there are new commits.</summary>
    public void Start() => loop.Start();

    private async Task<RoundResult> ReadAsync(CancellationToken stopping)
    {
        var unread = new List<string>();
        foreach (var source in options.Sources.Where(s => GitHistory.IsCheckout(s.Directory)))
        {
            if (SourceHistories.Program(options.Sources) is not { } git)
            {
                if (!isTold)
                    LogNoGit();
                isTold = true;
                break;
            }
            var before = current.GetValueOrDefault(source.Name);
            var after = await GitHistory.ReadAsync(git, source.Directory, before, LogLimit, stopping);
            if (after is null)
            {
                if (!await GitHistory.IsWithoutCommitsAsync(git, source.Directory, stopping))
                    unread.Add(source.Name);
            }
            else if (after != before)
            {
                current = new Dictionary<string, SourceHistory>(current) { [source.Name] = after };
                LogRead(after.Files.Count, source.Name, after.IsPartial);
            }
        }
        return unread.Count == 0
            ? RoundResult.Done
            : RoundResult.Failed($"the git history of source {string.Join(", ", unread)} cannot be read");
    }

    [LoggerMessage(LogLevel.Information, "git is not installed: when a page last changed is told by file time")]
    private partial void LogNoGit();

    [LoggerMessage(LogLevel.Information, "Read the git history of {Files} files of source {Source} (cut short: {IsPartial})")]
    private partial void LogRead(int files, string source, bool isPartial);
}
