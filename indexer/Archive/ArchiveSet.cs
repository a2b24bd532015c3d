namespace Knowledge.Indexer.Archive;

/// <summary>
/// Archives without a server: each is opened, and opened again when it was written since. Safe to use from many threads.
/// </summary>
/// <param name="tell">Called with one line for an archive that cannot be read.</param>
public sealed class ArchiveSet(IReadOnlyList<ArchiveDirectory> directories, TimeProvider time, Action<string> tell) : IDisposable
{
    /// <summary>Time for a search: nobody else waits for this process.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromSeconds(2);

    private readonly Lock looking = new();
    private readonly OpenArchive?[] open = new OpenArchive?[directories.Count];
    private readonly string?[] problems = new string?[directories.Count];
    private long lookedAt;

    public static ArchiveSet None { get; } = new([], TimeProvider.System, _ => { });

    /// <summary>Whether there are any, be they open or not.</summary>
    public bool Any => directories.Count > 0;

    /// <summary>Those that are not searched just now, a line each.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (looking)
                return [.. problems.OfType<string>()];
        }
    }

    /// <exception cref="ArchiveException">One of them cannot be opened.</exception>
    public ArchiveSet Open()
    {
        lock (looking)
        {
            for (var i = 0; i < open.Length; i++)
                open[i] = OpenArchive.Open(directories[i].Name, directories[i].Directory);
            lookedAt = time.GetTimestamp();
            return this;
        }
    }

    public ArchiveResult Search(ArchiveRequest request)
    {
        if (!Any)
            return ArchiveResult.None;
        var found = ArchiveSearch.Search(Current(), request, time.GetUtcNow(), Unreadable);
        lock (looking)
            return found with { LeftOut = [.. directories.Where((_, i) => open[i] is null).Select(d => d.Name)] };
    }

    /// <summary>The page that a text means by its address or the id of a hit; null when there is none.</summary>
    public ArchivedPage? Page(string text)
    {
        var archives = Current();
        foreach (var address in ArchiveAddress.Read(text).Pages)
            if (archives.Find(a => string.Equals(a.Name, address.Archive, StringComparison.OrdinalIgnoreCase)) is { } archive)
                try
                {
                    if (archive.Page(address.Id, time.GetUtcNow()) is { } page)
                        return page;
                }
                catch (Exception e) when (OpenArchive.IsUnreadable(e))
                {
                    Unreadable(archive, e);
                }
        return null;
    }

    public void Dispose()
    {
        lock (looking)
            for (var i = 0; i < open.Length; i++)
                Interlocked.Exchange(ref open[i], null)?.Dispose();
    }

    private List<OpenArchive> Current()
    {
        lock (looking)
        {
            if (time.GetElapsedTime(lookedAt) >= LooksAgainAfter)
            {
                for (var i = 0; i < open.Length; i++)
                    Look(i);
                lookedAt = time.GetTimestamp();
            }
            return [.. open.OfType<OpenArchive>()];
        }
    }

    private void Look(int i)
    {
        var (name, directory) = directories[i];
        if (open[i]?.Stamp == OpenArchive.StampOf(directory))
            return;
        OpenArchive? now = null;
        string? problem = null;
        try
        {
            now = OpenArchive.Open(name, directory, open[i]);
        }
        catch (ArchiveException e)
        {
            problem = $"The archive {name} is not searched: {e.Message}.";
        }
        open[i]?.Dispose();
        open[i] = now;
        Say(i, problem);
    }

    // It is opened anew by the next look, and then all of it is looked at.
    private void Unreadable(OpenArchive archive, Exception e)
    {
        lock (looking)
            if (Array.IndexOf(open, archive) is >= 0 and var i)
            {
                archive.Dispose();
                open[i] = null;
                Say(i, $"The archive {archive.Name} is left out: '{archive.Location}' cannot be read ({e.GetType().Name}).");
            }
    }

    private void Say(int i, string? problem)
    {
        if (problem is not null && problem != problems[i])
            tell(problem);
        problems[i] = problem;
    }
}
