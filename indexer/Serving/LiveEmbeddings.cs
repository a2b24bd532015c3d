using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Endpoint;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Lexical;
using Microsoft.Extensions.Logging;

namespace Knowledge.Indexer.Serving;

/// <summary>What the passages of a running server mean: by a table of words as soon as they are indexed, by an encoder once it has embedded them all.</summary>
/// <remarks>A query goes by one model for all documents. Embedding never holds up an ingest or an answer: it goes on beside them, on half of the cores at most, and what it made is kept in a file.</remarks>
internal sealed partial class LiveEmbeddings(EmbedderSettings settings, string dataDirectory, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    /// <summary>Queries that wait for an encoder; more are answered without it.</summary>
    private static readonly int MostWaiting = Math.Max(2, Environment.ProcessorCount);

    [ThreadStatic]
    private static List<int>? rowsOfThread;

    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly SemaphoreSlim encoding = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private EmbeddingModel? table;
    private volatile EmbeddingModel? encoder;
    private volatile PassageVectors? ofTable;
    private volatile PassageVectors? ofEncoder;
    private volatile string? loadProblem;
    private volatile string? embedProblem;
    private volatile string? queryProblem;
    private LexicalIndex index = LexicalIndex.Empty;
    private (int Done, int Of) progress;
    private int waiting;

    /// <summary>Vectors of the table; null when there is none. <paramref name="checksum"/> tells by which.</summary>
    public PassageVectors? Kept(out ulong checksum)
    {
        checksum = TableOf(table)?.Checksum ?? 0;
        return ofTable;
    }

    public EmbeddingStatus Status
    {
        get
        {
            var (done, of) = progress;
            return new(table?.Name ?? EmbedderSettings.None, Shown, ofEncoder is not null ? encoder!.Name : table?.Name ?? EmbedderSettings.None, done, of, ofEncoder is not null, (ofTable?.MemoryBytes ?? 0) + (ofEncoder?.MemoryBytes ?? 0), Degraded);
        }
    }

    public IReadOnlyList<string> Degraded => [.. new[] { loadProblem, embedProblem, queryProblem }.OfType<string>()];

    /// <summary>Loads the table, and beside everything else the encoder.</summary>
    public void Start()
    {
        if (settings.Embedder == EmbedderSettings.None) return;
        table = LoadTable();
        if (table.Name == EmbedderSettings.BuiltIn && settings.Embedder != EmbedderSettings.BuiltIn && loadProblem is null) running = Task.Run(RunAsync);
    }

    /// <summary>Follows a change of the index. What has no vector by the table gets one now, in microseconds a passage; what the encoder has not seen is found by its words until it has.</summary>
    /// <param name="restored">Vectors of the same table that were kept.</param>
    public void Follow(LexicalIndex now, PassageVectors? restored = null)
    {
        if (TableOf(table) is not { } words) return;
        var vectors = PassageVectors.Of(now, words, Environment.ProcessorCount, ofTable ?? restored);
        vectors.Prepare(now);
        ofTable = vectors;
        lock (gate)
        {
            index = now;
            ofEncoder = ofEncoder?.For(now);
        }
        changed.Release();
    }

    /// <summary>What a query means; null when nothing can be said, or no meaning is compared.</summary>
    /// <param name="words">What of it is to be embedded.</param>
    /// <param name="atOnce">Whether it goes by the table in any case: somebody is typing.</param>
    public async ValueTask<(Meaning? Meaning, string? Degraded)> MeaningOf(string words, bool atOnce, CancellationToken cancellation)
    {
        if (table is null || string.IsNullOrWhiteSpace(words)) return (null, null);
        if (atOnce || encoder is not { } model || ofEncoder is not { } passages) return (ByTable(words), null);
        var (direction, problem) = await TryEmbed(model, words, cancellation);
        return problem is null ? (direction is null ? null : new(passages, direction, model.Weights), null) : (ByTable(words), problem);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
        changed.Dispose();
        encoding.Dispose();
    }

    private static StaticTable? TableOf(EmbeddingModel? model) => (StaticTable?)model?.Passages.GetService(typeof(StaticTable));

    private Meaning? ByTable(string words) =>
        ofTable is { } passages && QueryVector.Of(TableOf(table)!.Embed(words, rowsOfThread ??= [])) is { } direction ? new(passages, direction, table!.Weights) : null;

    private async Task<(QueryVector? Direction, string? Problem)> TryEmbed(EmbeddingModel model, string words, CancellationToken cancellation)
    {
        var deadline = settings.QueryDeadline ?? model.QueryDeadline;
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return (null, $"{model.Name} has more queries than it can take; the built-in table was used.");
        }
        using var late = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await encoding.WaitAsync(either.Token);
            try
            {
                // A generator need not listen to being cancelled.
                var vectors = await model.Queries.GenerateAsync([words], cancellationToken: either.Token).WaitAsync(either.Token);
                if (vectors.Count != 1 || vectors[0].Vector.Length != model.Dimensions) throw new InvalidDataException("There came no vector of the query.");
                queryProblem = null;
                return (QueryVector.Of(vectors[0].Vector.Span), null);
            }
            finally
            {
                encoding.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"{model.Name} took more than {deadline.TotalMilliseconds:0} ms for the query; the built-in table was used.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (queryProblem is null) LogQueryFailed(e, model.Name);
            queryProblem = $"{model.Name} cannot embed queries ({e.Message}); the built-in table is used.";
            return (null, queryProblem);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private async Task RunAsync()
    {
        VectorCache? cache = null;
        try
        {
            if (await LoadAsync() is not { } model) return;
            cache = Open(model);
            var retry = FirstRetry;
            while (true)
            {
                await changed.WaitAsync(stopping.Token);
                try
                {
                    await EmbedAsync(model, cache);
                    (embedProblem, retry) = (null, FirstRetry);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    if (embedProblem is null) LogEmbeddingFailed(e, model.Name);
                    embedProblem = $"{model.Name} cannot embed passages ({e.Message}); {(ofEncoder is null ? "the built-in table is used" : "what is new is found by its words")}, and it is tried again.";
                    await Task.Delay(retry, time, stopping.Token);
                    retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
                    changed.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        finally
        {
            cache?.Dispose();
        }
    }

    private EmbeddingModel LoadTable()
    {
        var weighed = new EmbedderSettings { Weight = settings.Weight };
        if (!File.Exists(settings.Embedder)) return EmbeddingModel.Table(weighed);
        try
        {
            return EmbeddingModel.Table(settings);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            NotLoaded(e);
            return EmbeddingModel.Table(weighed);
        }
    }

    // What cannot be loaded does not keep the server from answering. A service that is down may come back, files do not mend themselves.
    private async Task<EmbeddingModel?> LoadAsync()
    {
        var retry = FirstRetry;
        while (true)
            try
            {
                encoder = await EmbeddingModel.LoadAsync(settings, Math.Max(1, Environment.ProcessorCount / 2), stopping.Token);
                loadProblem = null;
                return encoder;
            }
            catch (EndpointException e)
            {
                if (loadProblem is null) NotLoaded(e);
                await Task.Delay(retry, time, stopping.Token);
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
            }
            catch (Exception e) when (e is EncoderException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                NotLoaded(e);
                return null;
            }
    }

    private void NotLoaded(Exception e)
    {
        loadProblem = $"The embedder {Shown} cannot be used ({e.Message}); the built-in table is used.";
        LogNotLoaded(Shown, e.Message);
    }

    // An address may hold a password.
    private string Shown => EndpointAddress.Of(settings.Embedder)?.Host ?? settings.Embedder;

    private VectorCache? Open(EmbeddingModel model)
    {
        if (model.Kind == EmbedderKind.Table) return null;
        try
        {
            return VectorCache.Open(Path.Combine(dataDirectory, "vectors"), model.Identity, model.Dimensions);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(e, model.Name);
            return null;
        }
    }

    private async Task EmbedAsync(EmbeddingModel model, VectorCache? cache)
    {
        LexicalIndex wanted;
        lock (gate) wanted = index;
        var started = time.GetTimestamp();
        var vectors = await PassageVectors.Embed(wanted, model.Passages, cache, ofEncoder, new Reported(this), stopping.Token);
        vectors.Prepare(wanted);
        lock (gate) ofEncoder = wanted == index ? vectors : vectors.For(index);
        if (progress.Of > 0) LogEmbedded(progress.Of, model.Name, time.GetElapsedTime(started).TotalSeconds);
        progress = default;
    }

    private sealed class Reported(LiveEmbeddings of) : IProgress<(int Done, int Of)>
    {
        public void Report((int Done, int Of) value) => of.progress = value;
    }

    [LoggerMessage(LogLevel.Warning, "The embedder {Embedder} was not loaded: {Reason}; the built-in table is used")]
    private partial void LogNotLoaded(string embedder, string reason);

    [LoggerMessage(LogLevel.Warning, "Vectors of {Model} are not kept; they are made anew after the next start")]
    private partial void LogNotKept(Exception e, string model);

    [LoggerMessage(LogLevel.Information, "Embedded {Texts} texts with {Model} in {Seconds:0.0} s")]
    private partial void LogEmbedded(int texts, string model, double seconds);

    [LoggerMessage(LogLevel.Error, "Embedding passages with {Model} failed; it is tried again")]
    private partial void LogEmbeddingFailed(Exception e, string model);

    [LoggerMessage(LogLevel.Error, "Embedding a query with {Model} failed; the built-in table is used")]
    private partial void LogQueryFailed(Exception e, string model);
}

/// <summary>What compares meanings in a running server, and how far it is.</summary>
/// <param name="Table">Name of the table that is there at once; none where no meaning is compared.</param>
/// <param name="Wanted">What was asked for.</param>
/// <param name="InUse">What queries go by.</param>
/// <param name="Done">Texts that were embedded of those that have to be (<paramref name="Of"/>); both 0 when nothing is to be done.</param>
/// <param name="IsComplete">Whether an encoder has embedded all that there was.</param>
public sealed record EmbeddingStatus(string Table, string Wanted, string InUse, int Done, int Of, bool IsComplete, long MemoryBytes, IReadOnlyList<string> Problems);
