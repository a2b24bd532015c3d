using System.Diagnostics;
using Knowledge.Api.Background;
using Knowledge.Indexer.Archive;

namespace Knowledge.Api.Live;

/// <summary>
/// The archives of a running server. Each is opened in the background and again when it was written; one that is damaged is left out
/// and said. Searches take turns, so that they never take all processors from what is searched all the time.
/// </summary>
internal sealed partial class LiveArchives : IBackgroundWork, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstWithin = TimeSpan.FromSeconds(2);

    private readonly TimeProvider time;
    private readonly ILogger<LiveArchives> logger;
    private readonly SemaphoreSlim turn = new(1);
    private readonly Place[] places;

    public LiveArchives(ServingOptions options, BackgroundLoops loops, TimeProvider time, ILogger<LiveArchives> logger)
    {
        (this.time, this.logger) = (time, logger);
        places =
        [
            .. options.Archives.Select(a => new Place(a, isOwn: false)),
            .. ArchiveBuilds.OwnIn(options).Select(a => new Place(a, isOwn: true)),
        ];
        foreach (var (i, place) in places.Index())
            place.Loop = loops.Add(
                new($"archive-{i + 1}", "An archive is not searched", Interval)
                {
                    Backoff = new(Interval, TimeSpan.FromSeconds(30)),
                    Sentence = reason => options.SayOf(place.Directory, "is not searched", reason),
                },
                _ => Task.Run(() => Look(place))
            );
    }

    /// <summary>One archive, as it is now.</summary>
    /// <param name="isOwn">Whether this server makes it.</param>
    private sealed class Place(ArchiveDirectory directory, bool isOwn)
    {
        public ArchiveDirectory Directory => directory;
        public bool IsOwn => isOwn;
        public BackgroundLoop? Loop { get; set; }

        /// <summary>Null while it is not open.</summary>
        public OpenArchive? Open;

        /// <summary>That which could not be read in a search.</summary>
        public OpenArchive? Damaged;
    }

    /// <summary>Of all, be they open or not.</summary>
    public IEnumerable<string> Names => places.Select(p => p.Directory.Name);

    /// <summary>Whether there is one of this name which cannot be searched.</summary>
    public bool IsLeftOut(string name) => places.Any(p => p.Directory.Name == name && p.Open is null && p.Loop!.IsFailing);

    public void Start()
    {
        foreach (var place in places)
            place.Loop!.Start();
    }

    /// <summary>Searches those that are open, within the time of the request.</summary>
    /// <param name="shows">By name, which whoever asks may see.</param>
    public async Task<ArchiveResult> SearchAsync(ArchiveRequest request, Func<string, bool> shows, CancellationToken cancellation)
    {
        var closed = places.Where(p => Volatile.Read(ref p.Open) is null).Select(p => p.Directory.Name).Where(shows).ToList();
        var found = await InTurnAsync(
            request.Within,
            new ArchiveResult([], false, 0, false),
            left => ArchiveSearch.Search(Shown(shows), request with { Within = left }, time.GetUtcNow(), Failed),
            cancellation
        );
        return found with { LeftOut = closed };
    }

    /// <summary>How often they speak of what was asked; null when they do not.</summary>
    /// <param name="shows">By name, which whoever asks may see.</param>
    public Task<ArchiveMentions?> MentionsAsync(string query, TimeSpan within, Func<string, bool> shows, CancellationToken cancellation) =>
        InTurnAsync<ArchiveMentions?>(
            within,
            null,
            left => ArchiveSearch.Mentions(Shown(shows), query, time.GetUtcNow(), left, Failed),
            cancellation
        );

    /// <summary>A page as it was archived; null when there is none.</summary>
    /// <param name="shows">By name, as the archive has it, which whoever asks may see.</param>
    public ArchivedPage? Page(string archive, string id, Func<string, bool> shows)
    {
        if (Shown(shows).Find(a => string.Equals(a.Name, archive, StringComparison.OrdinalIgnoreCase)) is not { } open)
            return null;
        try
        {
            return open.Page(id, time.GetUtcNow());
        }
        catch (Exception e) when (OpenArchive.IsUnreadable(e))
        {
            Failed(open, e);
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var place in places)
            Interlocked.Exchange(ref place.Open, null)?.Dispose();
        turn.Dispose();
    }

    private List<OpenArchive> Opened => [.. places.Select(p => Volatile.Read(ref p.Open)).OfType<OpenArchive>()];

    private List<OpenArchive> Shown(Func<string, bool> shows) => [.. Opened.Where(a => shows(a.Name))];

    private async Task<T> InTurnAsync<T>(TimeSpan within, T tooLate, Func<TimeSpan, T> work, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        if (!await turn.WaitAsync(within, cancellation))
            return tooLate;
        try
        {
            return await Task.Run(() => work(within - Stopwatch.GetElapsedTime(started)), CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    private void Failed(OpenArchive archive, Exception e)
    {
        if (places.FirstOrDefault(p => p.Open == archive) is not { } place || Interlocked.Exchange(ref place.Damaged, archive) == archive)
            return;
        LogFailed(e, archive.Name);
        place.Loop?.Retry();
    }

    // After an error in reading it is opened anew, and all of it is looked at again.
    private RoundResult Look(Place place)
    {
        var open = place.Open;
        var isDamaged = open is not null && place.Damaged == open;
        if (open is not null && !isDamaged && open.Stamp == OpenArchive.StampOf(place.Directory.Directory))
            return RoundResult.Done;
        OpenArchive? opened = null;
        string? problem = null;
        try
        {
            // The server makes it at its first start.
            if (place.IsOwn && open is null && ArchiveManifest.Read(place.Directory.Directory) is null)
                return RoundResult.Done;
            opened = OpenArchive.Open(place.Directory.Name, place.Directory.Directory, isDamaged ? null : open);
            // The first search compiles its code and reads what every search reads: nobody should wait for that.
            ArchiveSearch.Search([opened], new("archive", 1, 0, false, FirstWithin), time.GetUtcNow());
            LogOpened(opened.Name, opened.Sections);
        }
        catch (ArchiveException e)
        {
            problem = e.Message;
        }
        Interlocked.Exchange(ref place.Open, opened)?.Dispose();
        return problem is null ? RoundResult.Done : RoundResult.Failed(problem);
    }

    [LoggerMessage(LogLevel.Information, "Opened the archive {Name} with {Sections} sections")]
    private partial void LogOpened(string name, int sections);

    [LoggerMessage(LogLevel.Error, "The archive {Name} cannot be read and is opened again")]
    private partial void LogFailed(Exception e, string name);
}
