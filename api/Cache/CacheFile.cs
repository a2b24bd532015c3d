using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Store;
using LiteDB;

namespace Knowledge.Api.Cache;

/// <summary>
/// What may be lost at any time and only costs time to make again, in a file of its own beside the store (<c>cache.db</c>, LiteDB).
/// Anything that goes wrong closes the file, deletes it and forgets it; nobody who asks notices more than a miss.
/// </summary>
/// <remarks>
/// One lock around all of it, and documents without a mapper: LiteDB's mapper races. Each value carries its hash, because a file in
/// which somebody wrote opens all the same. Not for what must not be lost: ARCHITECTURE.md has the figures.
/// </remarks>
internal sealed partial class CacheFile : IDisposable
{
    public const string FileName = "cache.db";

    /// <summary>The log of LiteDB, beside it.</summary>
    public const string LogName = "cache-log.db";

    /// <summary>Beyond this the file is begun anew: what is in use is made again, what is not is gone.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    private const int MaxValueCharacters = 1 << 20;

    /// <summary>A file that is broken in a certain way can keep whoever reads it; others do not wait for that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan TriesAgainAfter = TimeSpan.FromSeconds(30);

    private readonly string directory;
    private readonly long maxBytes;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock access = new();
    private LiteDatabase? open;
    private long? failedAt;
    private bool isDisposed;

    /// <param name="directory">That of the store; made when something is first kept.</param>
    public CacheFile(string directory, TimeProvider time, ILogger logger, long maxBytes = DefaultMaxBytes) =>
        (this.directory, this.time, this.logger, this.maxBytes) = (directory, time, logger, maxBytes);

    private string Place => Path.Combine(directory, FileName);

    /// <summary>What was kept under a key; null when nothing was, or not any more.</summary>
    public string? Find(CacheKind kind, string key) =>
        Use(database =>
        {
            var found = database.GetCollection(kind.ToString()).FindById(key);
            if (found is null)
                return null;
            if (found["value"] is not { IsString: true } value || found["hash"] is not { IsString: true } hash)
                throw new InvalidDataException("a value is no text");
            return hash.AsString == HashOf(key, value.AsString) ? value.AsString : throw new InvalidDataException("a value was changed");
        });

    /// <summary>Keeps values by their keys; those that are too long are not kept.</summary>
    public void Keep(CacheKind kind, IEnumerable<KeyValuePair<string, string>> values)
    {
        var documents = values
            .Where(v => v.Value.Length <= MaxValueCharacters)
            .Select(v => new BsonDocument
            {
                ["_id"] = v.Key,
                ["value"] = v.Value,
                ["hash"] = HashOf(v.Key, v.Value),
            })
            .ToList();
        if (documents.Count == 0)
            return;
        Use<object>(database =>
        {
            database.GetCollection(kind.ToString()).Upsert(documents);
            if (Length() > maxBytes)
            {
                LogFull(maxBytes);
                Forget();
            }
            return null;
        });
    }

    /// <summary>Forgets all that is kept; it is made again when it is asked for.</summary>
    public void Clear()
    {
        lock (access)
            if (!isDisposed)
                Forget();
    }

    /// <summary>Takes the files of the cache away where no server runs.</summary>
    /// <exception cref="IOException">They cannot be taken away.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Delete(string directory)
    {
        foreach (var file in FilesIn(directory))
            File.Delete(file);
    }

    public void Dispose()
    {
        if (!access.TryEnter(Patience))
            return;
        try
        {
            isDisposed = true;
            open?.Dispose();
        }
        catch (Exception e)
        {
            LogFailed(e);
            Forget();
        }
        finally
        {
            open = null;
            access.Exit();
        }
    }

    private T? Use<T>(Func<LiteDatabase, T?> work)
        where T : class
    {
        if (!access.TryEnter(Patience))
            return null;
        try
        {
            if (isDisposed || (failedAt is { } at && time.GetElapsedTime(at) < TriesAgainAfter))
                return null;
            open ??= Open();
            return work(open);
        }
        // Whatever it is: a broken file shows itself as almost any exception.
        catch (Exception e)
        {
            LogFailed(e);
            failedAt = time.GetTimestamp();
            Forget();
            return null;
        }
        finally
        {
            access.Exit();
        }
    }

    private LiteDatabase Open()
    {
        DataFiles.MakeDirectory(directory);
        // Made here, so that nobody else can read them; LiteDB begins an empty file itself.
        foreach (var file in Files())
            DataFiles.Open(file, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        var database = new LiteDatabase(new ConnectionString { Filename = Place, Connection = ConnectionType.Direct });
        try
        {
            // Made now and not by the first who keeps something. An empty key is nobody's.
            foreach (var kind in Enum.GetNames<CacheKind>())
                database.GetCollection(kind).Upsert(new BsonDocument { ["_id"] = "" });
            failedAt = null;
            return database;
        }
        catch
        {
            Close(database);
            throw;
        }
    }

    private void Forget()
    {
        if (open is { } database)
            Close(database);
        open = null;
        foreach (var file in Files())
            try
            {
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogFailed(e);
            }
    }

    // What is closed is deleted: that it could not be written is no news.
    private void Close(LiteDatabase database)
    {
        try
        {
            database.Dispose();
        }
        catch (Exception e)
        {
            LogNotClosed(e);
        }
    }

    private long Length() => Files().Where(File.Exists).Sum(f => new FileInfo(f).Length);

    private IEnumerable<string> Files() => FilesIn(directory);

    private static IEnumerable<string> FilesIn(string directory) => [Path.Combine(directory, FileName), Path.Combine(directory, LogName)];

    private static string HashOf(string key, string value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\0{value}")));

    [LoggerMessage(LogLevel.Warning, "The cache failed and was begun anew; what it held is made again when it is asked for")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(LogLevel.Debug, "The cache could not be closed; its files are deleted")]
    private partial void LogNotClosed(Exception e);

    [LoggerMessage(LogLevel.Information, "The cache was longer than {Bytes} bytes and was begun anew")]
    private partial void LogFull(long bytes);
}

/// <summary>What is kept in the cache.</summary>
internal enum CacheKind
{
    /// <summary>Rendered pages, by the hash of what they are made from.</summary>
    Pages,

    /// <summary>Replies of the assistant, by the hash of what it was sent.</summary>
    Replies,
}
