using Knowledge.Api.Background;
using Knowledge.Api.Backups;
using Knowledge.Api.Store;

namespace Knowledge.Api.Live;

/// <param name="Newest">When the newest backup of this store was made; null when there is none, or it cannot be told.</param>
/// <param name="Bytes">Of its file.</param>
public sealed record BackupStatus(string Directory, TimeSpan Every, int Keep, DateTimeOffset? Newest, long Bytes);

/// <summary>
/// Makes a backup now and then, keeps the newest ones, and makes none of a store that is damaged or is not the one that it was: then it
/// names the newest one that is good.
/// </summary>
internal sealed partial class ScheduledBackups : IBackgroundWork
{
    private readonly LiveKnowledge live;
    private readonly string dataDirectory;
    private readonly BackupSettings? settings;
    private readonly TimeProvider time;
    private readonly ILogger<ScheduledBackups> logger;
    private readonly BackgroundLoop? loop;
    private volatile BackupStatus? status;
    private string? offer;

    public ScheduledBackups(
        LiveKnowledge live,
        ServingOptions options,
        BackgroundLoops loops,
        TimeProvider time,
        ILogger<ScheduledBackups> logger
    )
    {
        (this.live, dataDirectory, settings, this.time, this.logger) = (live, options.DataDirectory, options.Backups, time, logger);
        if (settings is null)
            return;
        status = new(settings.Directory, settings.Every, settings.Keep, null, 0);
        loop = loops.Add(
            new("backup", "No backups are made", settings.Every)
            {
                // After a failure sooner than the next one is due, and never in quick succession: each reads the whole store.
                Backoff = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30)),
            },
            cancellation => Task.Run(() => Round(cancellation), cancellation)
        );
    }

    /// <summary>Null when no backups were asked for.</summary>
    public BackupStatus? Status => status;

    public void Start() => loop?.Start();

    internal RoundResult Round(CancellationToken cancellation)
    {
        if (!Directory.Exists(settings!.Directory))
            return RoundResult.Failed("the directory of --backup-to is not there; mount or make it");
        try
        {
            if (live.IsStoreDamaged)
                return RoundResult.Failed(offer ??= Offer(StoreMark.Read(dataDirectory)?.Identity, cancellation));
            if (live.StoreIdentity is not { } identity)
                return RoundResult.Failed("the store is not there");
            return BackUp(settings, identity, cancellation);
        }
        catch (BackupException e)
        {
            return RoundResult.Failed(e.InnerException is StoreException ? "the store cannot be copied" : "the store is damaged", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RoundResult.Failed($"the directory of --backup-to: {FailureReason.Of(e)}", e);
        }
    }

    private RoundResult BackUp(BackupSettings settings, string identity, CancellationToken cancellation)
    {
        var earlier = BackupFiles.In(settings.Directory, identity);
        var now = time.GetUtcNow();
        Tell(earlier);
        if (BackupSchedule.UntilNext(NewestOf(earlier)?.Created, now, settings.Every) is var wait && wait > TimeSpan.Zero)
            return RoundResult.After(wait);
        var started = time.GetTimestamp();
        var next = BackupFiles.Next(settings.Directory, identity, earlier, now);
        BackupFiles.DeleteUnfinished(settings.Directory, identity);
        var manifest = BackupWriter.Write(dataDirectory, next.Path, settings.Passphrase, now, cancellation: cancellation);
        LogMade(next.Name, manifest.TotalBytes, time.GetElapsedTime(started).TotalSeconds);
        Tell([next]);
        foreach (var old in earlier.Skip(settings.Keep - 1))
            File.Delete(old.Path);
        return RoundResult.Done;
    }

    private static BackupFile? NewestOf(IReadOnlyList<BackupFile> newestFirst) => newestFirst.Count > 0 ? newestFirst[0] : null;

    private void Tell(IReadOnlyList<BackupFile> newestFirst) =>
        status = status! with
        {
            Newest = NewestOf(newestFirst)?.Created,
            Bytes = newestFirst is [var newest, ..] ? new FileInfo(newest.Path).Length : 0,
        };

    // The newest one of which every byte is as it was written.
    private string Offer(string? identity, CancellationToken cancellation)
    {
        foreach (var file in BackupFiles.In(settings!.Directory, identity))
            try
            {
                BackupReader.Verify(file.Path, settings.Passphrase, cancellation: cancellation);
                LogOffered(file.Path, dataDirectory);
                return $"the store is damaged; the newest good backup is {file.Name}: stop the server, move the data directory away, "
                    + "and put it back with the command restore";
            }
            catch (Exception e) when (e is BackupException or IOException or UnauthorizedAccessException)
            {
                LogNotGood(e, file.Path);
            }
        return "the store is damaged, and no good backup of it is in the directory of --backup-to";
    }

    [LoggerMessage(LogLevel.Information, "Made the backup {Name} of {Bytes} bytes in {Seconds:0.0} s")]
    private partial void LogMade(string name, long bytes, double seconds);

    [LoggerMessage(LogLevel.Error, "The store in {Directory} is damaged; the newest good backup is {Path}")]
    private partial void LogOffered(string path, string directory);

    [LoggerMessage(LogLevel.Warning, "The backup {Path} cannot be put back")]
    private partial void LogNotGood(Exception e, string path);
}
