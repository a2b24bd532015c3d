using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Endpoint;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Learning;
using Knowledge.Indexer.Lexical;
using Microsoft.Extensions.Logging;

namespace Knowledge.Indexer.Serving;

/// <summary>
/// What the passages of a running server mean: by a table of words as soon as they are indexed, by an encoder once it has embedded
/// them all.
/// </summary>
/// <remarks>
/// A query goes by one model for all documents; after a change of encoder by the one before, if its vectors are still there, until
/// the new one has embedded them all. Embedding never holds up an ingest or an answer: it goes on beside them, on half of the cores
/// at most, and what it made is kept in a file.
/// </remarks>
internal sealed partial class LiveEmbeddings(EmbedderSettings settings, string dataDirectory, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    // What changed while it was embedded is missing, and is found by its words.
    private const double NearlyAll = 0.9;

    [ThreadStatic]
    private static List<int>? rowsOfThread;

    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly QueryVectors queries = new(settings.QueryDeadline, time, logger);
    private readonly LearnedVectors learned = new();
    private readonly string directory = Path.Combine(dataDirectory, "vectors");
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private EmbeddingModel? table;
    private volatile PassageVectors? ofTable;
    private volatile EncodedSet? inUse;
    private volatile string? loadProblem;
    private volatile string? embedProblem;
    private PassageVectors? made;
    private LexicalIndex index = LexicalIndex.Empty;
    private (int Done, int Of) progress;
    private bool isEarlierTried;

    /// <summary>An encoder that queries go by, and what it made of all passages: exchanged as one.</summary>
    /// <param name="IsEarlier">Whether it is the one before, until the wanted one has embedded them all.</param>
    private sealed record EncodedSet(EmbeddingModel Model, PassageVectors Passages, bool IsEarlier);

    /// <summary>Vectors of the table; null when there is none. <paramref name="checksum"/> tells by which.</summary>
    public PassageVectors? Kept(out ulong checksum)
    {
        checksum = TableOf(table)?.Checksum ?? 0;
        return ofTable;
    }

    public EmbeddingStatus Status => StatusOf(inUse, progress);

    public IReadOnlyList<string> Degraded =>
        [
            .. new[]
            {
                loadProblem is { } load ? $"The embedder {Shown} cannot be used ({load}); {Used} is used." : null,
                embedProblem is { } embed
                    ? $"{embed}; {(inUse is { IsEarlier: false } ? "what is new is found by its words" : $"{Used} is used")}, and it is tried again."
                    : null,
                queries.Problem,
            }.OfType<string>(),
        ];

    private string Used => inUse is { } set ? $"{set.Model.Name}, the one before," : "the built-in table";

    /// <summary>Loads the table, and beside everything else the encoder.</summary>
    public void Start()
    {
        if (settings.Embedder != EmbedderSettings.None)
            table = LoadTable();
        if (loadProblem is not null)
            return;
        if (table?.Name == EmbedderSettings.BuiltIn && settings.Embedder != EmbedderSettings.BuiltIn)
            running = Task.Run(RunAsync);
        // Whoever left an encoder for a table does not want it back with the next one.
        else
            Remember(null);
    }

    /// <summary>
    /// Follows a change of the index. What has no vector by the table gets one now, in microseconds a passage; what the encoder has
    /// not seen is found by its words until it has.
    /// </summary>
    /// <param name="restored">Vectors of the same table that were kept.</param>
    public void Follow(LexicalIndex now, PassageVectors? restored = null)
    {
        if (TableOf(table) is not { } words)
            return;
        var vectors = PassageVectors.Of(now, words, Environment.ProcessorCount, ofTable ?? restored);
        vectors.Prepare(now, table!.Weights);
        ofTable = vectors;
        lock (gate)
        {
            index = now;
            made = made?.For(now);
            if (inUse is { } set)
                inUse = set with { Passages = set.IsEarlier ? set.Passages.For(now) : made! };
        }
        changed.Release();
    }

    /// <summary>Follows what is learned: phrases have vectors by the table now, and by the encoder when it comes to it.</summary>
    public void Follow(SearchPhrases phrases, Func<string, string> wordsOf)
    {
        if (TableOf(table) is { } words && learned.Follow(phrases, wordsOf, words))
            changed.Release();
    }

    /// <summary>What a query means; null when nothing can be said, or no meaning is compared.</summary>
    /// <param name="words">What of it is to be embedded.</param>
    /// <param name="atOnce">Whether it goes by the table in any case: somebody is typing.</param>
    public async ValueTask<(Meaning? Meaning, string? Degraded)> MeaningOf(string words, bool atOnce, CancellationToken cancellation)
    {
        if (table is null || string.IsNullOrWhiteSpace(words))
            return (null, null);
        if (atOnce || inUse is not { } set)
            return (ByTable(words), null);
        var (direction, problem) = await queries.Of(set.Model, words, cancellation);
        return problem is null
            ? (direction is null ? null : new(set.Passages, direction, set.Model.Weights, learned.Of(set.Model)), null)
            : (ByTable(words), problem);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
        changed.Dispose();
        queries.Dispose();
    }

    private EmbeddingStatus StatusOf(EncodedSet? set, (int Done, int Of) progress) =>
        new(
            table?.Name ?? EmbedderSettings.None,
            Shown,
            set?.Model.Name ?? table?.Name ?? EmbedderSettings.None,
            progress.Done,
            progress.Of,
            set is { IsEarlier: false },
            new[] { ofTable, set?.Passages, made }.Distinct().Sum(vectors => vectors?.MemoryBytes ?? 0),
            Degraded
        );

    private static int Threads => Math.Max(1, Environment.ProcessorCount / 2);

    private static StaticTable? TableOf(EmbeddingModel? model) => (StaticTable?)model?.Passages.GetService(typeof(StaticTable));

    private Meaning? ByTable(string words) =>
        ofTable is { } passages && QueryVector.Of(TableOf(table)!.Embed(words, rowsOfThread ??= [])) is { } direction
            ? new(passages, direction, table!.Weights, learned.OfTable)
            : null;

    private async Task RunAsync()
    {
        VectorCache? cache = null;
        try
        {
            if (await LoadAsync() is not { } model)
                return;
            cache = Open(model);
            var retry = FirstRetry;
            while (true)
            {
                await changed.WaitAsync(stopping.Token);
                try
                {
                    await UseEarlierAsync(model, cache);
                    await EmbedAsync(model, cache);
                    await learned.EmbedAsync(model, stopping.Token);
                    (embedProblem, retry) = (null, FirstRetry);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    if (embedProblem is null)
                        LogEmbeddingFailed(e, model.Name);
                    embedProblem = $"{model.Name} cannot embed passages ({e.Message})";
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
        try
        {
            return EmbeddingModel.Table(File.Exists(settings.Embedder) ? settings : weighed);
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
                var model = await EmbeddingModel.LoadAsync(settings, Threads, stopping.Token);
                loadProblem = null;
                return model;
            }
            catch (EndpointException e)
            {
                if (loadProblem is null)
                    NotLoaded(e);
                await UseEarlierAsync(null, null);
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
        loadProblem = e.Message;
        LogNotLoaded(Shown, e.Message);
    }

    // An address may hold a password.
    private string Shown => EndpointAddress.Of(settings.Embedder)?.Host ?? settings.Embedder;

    private VectorCache? Open(EmbeddingModel model)
    {
        if (model.Kind == EmbedderKind.Table)
            return null;
        try
        {
            return VectorCache.Open(directory, model.Identity, model.Dimensions);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(e, model.Name);
            return null;
        }
    }

    // Only once: one that is not there is not waited for.
    private async Task UseEarlierAsync(EmbeddingModel? wanted, VectorCache? cache)
    {
        LexicalIndex now;
        lock (gate)
            now = index;
        if (isEarlierTried || now.PassageUnits == 0)
            return;
        isEarlierTried = true;
        if (LastEmbedder.Read(directory) is not { } last || last.IsOf(settings) || last.Identity == wanted?.Identity)
            return;
        if (cache is not null && PassageVectors.MissingFrom(now, cache) == 0)
            return;
        try
        {
            if (await last.LoadAsync(now, NearlyAll, directory, settings, Threads, stopping.Token) is not { } earlier)
                return;
            var (model, vectors) = earlier;
            lock (gate)
                inUse = new(model, now == index ? vectors : vectors.For(index), IsEarlier: true);
            LogEarlier(model.Name);
        }
        catch (Exception e) when (e is EncoderException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            LogNoEarlier(e.Message);
        }
    }

    private async Task EmbedAsync(EmbeddingModel model, VectorCache? cache)
    {
        LexicalIndex wanted;
        PassageVectors? before;
        lock (gate)
            (wanted, before) = (index, made);
        var started = time.GetTimestamp();
        var vectors = await PassageVectors.Embed(wanted, model.Passages, cache, before, new Reported(this), stopping.Token);
        vectors.Prepare(wanted, model.Weights);
        bool isSwitch;
        lock (gate)
        {
            made = wanted == index ? vectors : vectors.For(index);
            isSwitch = inUse is not { IsEarlier: false } && made.ShareOf(index) >= NearlyAll;
            if (isSwitch || inUse is { IsEarlier: false })
                inUse = new(model, made, IsEarlier: false);
        }
        if (progress.Of > 0)
            LogEmbedded(progress.Of, model.Name, time.GetElapsedTime(started).TotalSeconds);
        progress = default;
        if (!isSwitch)
            return;
        queries.Forget();
        if (cache is not null)
            Remember(LastEmbedder.Of(settings, model));
    }

    private void Remember(LastEmbedder? last)
    {
        try
        {
            LastEmbedder.Write(directory, last);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotRemembered(e, Shown);
        }
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

    [LoggerMessage(LogLevel.Information, "Queries go by {Model}, the encoder before, until the new one has embedded all passages")]
    private partial void LogEarlier(string model);

    [LoggerMessage(
        LogLevel.Information,
        "The encoder before was not loaded: {Reason}; the built-in table is used until the new one has embedded all passages"
    )]
    private partial void LogNoEarlier(string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "It is not kept that queries went by {Embedder}; after a change of encoder they go by the built-in table"
    )]
    private partial void LogNotRemembered(Exception e, string embedder);
}
