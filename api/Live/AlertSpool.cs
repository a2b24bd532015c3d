using System.Globalization;
using System.Text.Json;
using Knowledge.Api.Store;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Live;

/// <summary>
/// What senders posted while the database that nodes share was away: kept on this node's disk, durable before it is acknowledged, and
/// put into the inbox in order when the database is back.
/// </summary>
/// <remarks>
/// A file for each batch, which appears whole or not at all. A batch may be put into the inbox twice, when the node ends before its file
/// is deleted: requests have ids by which they are kept once.
/// </remarks>
internal sealed class AlertSpool
{
    /// <summary>Where it lies in the data directory.</summary>
    public const string Folder = "waiting-alerts";

    public const int MaxPosts = 20_000;
    public const long MaxBytes = 256L << 20;

    private const int MaxAtOnce = 500;
    private const string Ending = ".json";

    private readonly string directory;
    private readonly TimeProvider time;
    private readonly Queue<(string File, int Posts, long Bytes)> waiting = new();
    private long last;

    /// <exception cref="IOException">The directory cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public AlertSpool(string dataDirectory, TimeProvider time)
    {
        this.time = time;
        directory = Path.Combine(dataDirectory, Folder);
        DataFiles.MakeDirectory(dataDirectory);
        DataFiles.MakeDirectory(directory);
        foreach (var unfinished in Directory.GetFiles(directory, "*.new"))
            File.Delete(unfinished);
        foreach (var file in Directory.GetFiles(directory, "*" + Ending).Order(StringComparer.Ordinal))
        {
            Enqueue(file, Read(file).Count);
            // What comes goes behind it, whatever the clock says.
            if (long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                last = number;
        }
    }

    /// <summary>How many requests wait.</summary>
    public int Waiting { get; private set; }

    private long Bytes { get; set; }

    /// <summary>Keeps all of them, or none where there is no room; durable when it returns.</summary>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public bool TryKeep(IReadOnlyList<ReceivedPost> posts)
    {
        if (Waiting + posts.Count > MaxPosts || Bytes + posts.Sum(p => (long)p.Body.Length) > MaxBytes)
            return false;
        last = Math.Max(last + 1, time.GetUtcNow().UtcTicks);
        var file = Path.Combine(directory, last.ToString("D20", CultureInfo.InvariantCulture) + Ending);
        var text = JsonSerializer.Serialize(posts);
        DataFiles.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file);
        DirectorySync.Of(directory);
        Enqueue(file, posts.Count);
        return true;
    }

    /// <summary>Puts the oldest into the inbox, as many as are kept in one transaction.</summary>
    /// <param name="accept">Keeps them; false when it cannot just now.</param>
    /// <returns>Whether there were any, and they were kept.</returns>
    public bool TryEmptySome(Func<IReadOnlyList<ReceivedPost>, bool> accept)
    {
        var posts = new List<ReceivedPost>();
        var files = 0;
        foreach (var (file, count, _) in waiting)
        {
            if (files > 0 && posts.Count + count > MaxAtOnce)
                break;
            posts.AddRange(Read(file));
            files++;
        }
        if (files == 0 || !accept(posts))
            return false;
        for (; files > 0; files--)
        {
            var (file, count, bytes) = waiting.Dequeue();
            File.Delete(file);
            (Waiting, Bytes) = (Waiting - count, Bytes - bytes);
        }
        return true;
    }

    private static IReadOnlyList<ReceivedPost> Read(string file) =>
        JsonSerializer.Deserialize<IReadOnlyList<ReceivedPost>>(File.ReadAllText(file)) ?? [];

    private void Enqueue(string file, int posts)
    {
        var bytes = new FileInfo(file).Length;
        waiting.Enqueue((file, posts, bytes));
        (Waiting, Bytes) = (Waiting + posts, Bytes + bytes);
    }
}
