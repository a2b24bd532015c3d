using Knowledge.Api.Background;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Importing;
using Knowledge.Indexer.Threads;

namespace Knowledge.Api.Live;

/// <summary>
/// Makes archives of directories under the data directory and keeps them up to date. They hold nothing that cannot be made again: one
/// that is damaged is deleted and made anew.
/// </summary>
internal sealed partial class ArchiveBuilds : IBackgroundWork
{
    private const int MaxDepth = 32;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ILogger<ArchiveBuilds> logger;
    private readonly IReadOnlyList<BackgroundLoop> loops;

    private readonly LiveArchives archives;

    public ArchiveBuilds(
        ServingOptions options,
        LiveArchives archives,
        BackgroundLoops loops,
        TimeProvider time,
        ILogger<ArchiveBuilds> logger
    )
    {
        (this.archives, this.logger) = (archives, logger);
        this.loops =
        [
            .. options.ArchivedContent.Select(
                (content, i) =>
                {
                    var own = OwnIn(options)[i].Directory;
                    TimeSpan? keep = options.ArchiveKeep.TryGetValue(content.Name, out var longest) ? longest : null;
                    Built? built = null;
                    return loops.Add(
                        new($"archive-build-{i + 1}", "An archive is not brought up to date", Interval)
                        {
                            Backoff = new(Interval, TimeSpan.FromMinutes(30)),
                            Sentence = reason => options.SayOf(content, "is not brought up to date", reason),
                        },
                        // Searches of what is served are not to notice it.
                        cancellation =>
                            LowPriorityThread.Run(
                                LowPriority.Last,
                                () => Build(content, own, keep, ref built, time, cancellation),
                                cancellation
                            )
                    );
                }
            ),
        ];
    }

    /// <summary>In the data directory.</summary>
    public const string Folder = "archives";

    /// <summary>Where the archives that the server makes lie.</summary>
    public static IReadOnlyList<ArchiveDirectory> OwnIn(ServingOptions options) =>
        [.. options.ArchivedContent.Select(a => new ArchiveDirectory(a.Name, Path.Combine(options.DataDirectory, Folder, a.Name)))];

    /// <summary>Those that lie in a data directory, whatever made them.</summary>
    public static IReadOnlyList<ArchiveDirectory> OwnIn(string dataDirectory)
    {
        var place = Path.Combine(dataDirectory, "archives");
        return !Directory.Exists(place)
            ? []
            :
            [
                .. Directory
                    .GetDirectories(place)
                    .Where(d => File.Exists(ArchiveManifest.PathIn(d)))
                    .Order(StringComparer.Ordinal)
                    .Select(d => new ArchiveDirectory(Path.GetFileName(d), d)),
            ];
    }

    /// <summary>What was archived last: files as they were, and the day, since what is kept depends on it.</summary>
    private readonly record struct Built(DateTime Newest, long Files, DateOnly Day);

    public void Start()
    {
        foreach (var loop in loops)
            loop.Start();
    }

    private RoundResult Build(
        ArchiveDirectory content,
        string own,
        TimeSpan? keep,
        ref Built? built,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (FileStamps.OfDirectory(content.Directory, MaxDepth) is not var (newest, files))
            return RoundResult.Failed($"the directory '{content.Directory}' cannot be listed");
        var stamp = new Built(newest, files, keep is null ? default : DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        if (archives.IsLeftOut(content.Name) && !CanBeOpened(content.Name, own))
        {
            LogMadeAnew(content.Name);
            Directory.Delete(own, recursive: true);
            built = null;
        }
        if (stamp == built)
            return RoundResult.Done;
        try
        {
            var build = new ArchiveBuild(
                ArchiveItem.Directory,
                own,
                (_, progress, _) => ArchiveItem.OfDirectory(content.Directory, progress)
            )
            {
                IsWhole = true,
                Keep = keep,
                Threads = 1,
                Time = time,
            };
            var report = build.Run((_, _, _) => { }, cancellation);
            built = stamp;
            LogBuilt(content.Name, report.Added, report.Updated, report.Deleted, report.Sections);
            return RoundResult.Done;
        }
        catch (Exception e) when (e is ImportException or ArchiveException)
        {
            return RoundResult.Failed(e.Message);
        }
    }

    private static bool CanBeOpened(string name, string own)
    {
        try
        {
            OpenArchive.Open(name, own).Dispose();
            return true;
        }
        catch (ArchiveException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Archived {Name}: {Added} added, {Updated} updated, {Deleted} deleted, {Sections} sections")]
    private partial void LogBuilt(string name, int added, int updated, int deleted, long sections);

    [LoggerMessage(LogLevel.Warning, "The archive {Name} is damaged and is made anew")]
    private partial void LogMadeAnew(string name);
}
