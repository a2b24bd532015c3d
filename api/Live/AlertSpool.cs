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
/// A file for each batch, which appears whole or not at all. Each request gets an event id, if it has none, so that a batch that is put
/// into the inbox twice, because the node ended before its file was deleted, is kept once.
/// </remarks>
internal sealed class AlertSpool
{
    public const int MaxPosts = 20_000;
    public const long MaxBytes = 256L << 20;

    private const string Ending = ".json";

    private readonly string directory;
    private readonly Queue<(string File, int Posts, long Bytes)> waiting = new();
    private long last;

    /// <exception cref="IOException">The directory cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public AlertSpool(string dataDirectory)
    {
        directory = Path.Combine(dataDirectory, "waiting-alerts");
        DataFiles.MakeDirectory(dataDirectory);
        DataFiles.MakeDirectory(directory);
        foreach (var unfinished in Directory.GetFiles(directory, "*.new"))
            File.Delete(unfinished);
        foreach (var file in Directory.GetFiles(directory, "*" + Ending).Order(StringComparer.Ordinal))
            Enqueue(file, Read(file).Count);
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
        last = Math.Max(last + 1, DateTime.UtcNow.Ticks);
        var file = Path.Combine(directory, last.ToString("D20", CultureInfo.InvariantCulture) + Ending);
        var text = JsonSerializer.Serialize(posts.Select(p => p with { EventId = p.EventId ?? $"kept {Guid.NewGuid():N}" }));
        DataFiles.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file);
        DirectorySync.Of(directory);
        Enqueue(file, posts.Count);
        return true;
    }

    /// <summary>Puts the oldest batch into the inbox.</summary>
    /// <param name="accept">Keeps them; false when it cannot just now.</param>
    /// <returns>Whether there was one, and it was kept.</returns>
    public bool TryEmptyOne(Func<IReadOnlyList<ReceivedPost>, bool> accept)
    {
        if (!waiting.TryPeek(out var oldest) || !accept(Read(oldest.File)))
            return false;
        File.Delete(oldest.File);
        waiting.Dequeue();
        (Waiting, Bytes) = (Waiting - oldest.Posts, Bytes - oldest.Bytes);
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
