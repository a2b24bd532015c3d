using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Endpoint;
using Knowledge.Indexer.Index;

namespace Knowledge.Api.Live.Embeddings;

/// <summary>
/// Loads what compares meanings: the table at once, the wanted encoder when it can be had, and the one before until that has
/// embedded all.
/// </summary>
/// <param name="load">Loads the wanted encoder; <see cref="EmbeddingModel.LoadAsync"/> when it is not given.</param>
internal sealed partial class EmbedderLoading(
    EmbedderSettings settings,
    string dataDirectory,
    ILogger logger,
    Func<EmbedderSettings, int, CancellationToken, Task<EmbeddingModel?>>? load = null
)
{
    private readonly string directory = Path.Combine(dataDirectory, "vectors");
    private volatile string? problem;
    private volatile string? lack;
    private string? unusable;
    private bool isEarlierTried;

    public EmbedderSettings Settings => settings;

    /// <summary>Vectors that other nodes make, and take over; null for one node alone.</summary>
    public SharedVectors? Shared { get; init; }

    /// <summary>Why the wanted embedder is not used; null when it is, or may still be.</summary>
    public string? Problem => problem;

    /// <summary>What the wanted embedder does worse than it should; null for nothing.</summary>
    public string? Lack => lack;

    /// <summary>Whether files that could not be loaded are others now: a disk was mended, or a copy is complete.</summary>
    public bool MayBeMended => WantsEncoder && FilesNow() != unusable;

    /// <summary>The wanted embedder for people: an address may hold a password.</summary>
    public string Shown { get; } = EndpointAddress.Of(settings.Embedder)?.Host ?? settings.Embedder;

    /// <summary>Whether an encoder is to follow the table.</summary>
    public bool WantsEncoder => !settings.IsWithoutEncoder;

    private static int Threads => Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The table that was asked for, else the built-in one; null where no meaning is compared.</summary>
    public EmbeddingModel? Table()
    {
        if (settings.Embedder == EmbedderSettings.None)
            return null;
        var builtIn = new EmbedderSettings(EmbedderSettings.Table) { Weight = settings.Weight };
        try
        {
            var isGiven = settings.Embedder is not (EmbedderSettings.BuiltIn or EmbedderSettings.Table) && File.Exists(settings.Embedder);
            return EmbeddingModel.Table(isGiven ? settings : builtIn);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            NotLoaded(e);
            return EmbeddingModel.Table(builtIn);
        }
    }

    /// <summary>The wanted encoder; null when it cannot be had, and <see cref="Problem"/> says why.</summary>
    /// <returns>
    /// Whether it may be had later: a service that is down may come back, missing or damaged files only when they change.
    /// </returns>
    public async Task<(EmbeddingModel? Model, bool MayPass)> WantedAsync(CancellationToken cancellation)
    {
        // What changes while it is read is tried again.
        var files = FilesNow();
        try
        {
            var model = await (load ?? EmbeddingModel.LoadAsync)(settings, Threads, cancellation);
            problem = null;
            if ((lack = model?.Lack) is { } sentence)
                LogLack(sentence);
            return (model, false);
        }
        catch (EndpointException e)
        {
            if (problem is null)
                NotLoaded(e);
            return (null, true);
        }
        catch (Exception e) when (e is EncoderException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            unusable = files;
            NotLoaded(e);
            return (null, false);
        }
    }

    /// <summary>Where vectors of an encoder are kept; null when they cannot be, or need not.</summary>
    public VectorCache? Cache(EmbeddingModel model)
    {
        if (model.Kind == EmbedderKind.Table)
            return null;
        try
        {
            var cache = VectorCache.Open(directory, model.Identity, model.Dimensions);
            if (Shared is { } shared)
                cache.Made = made => shared.Keep(model, made);
            return cache;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(e, model.Name);
            return null;
        }
    }

    /// <summary>Vectors could not be written: they are in memory only.</summary>
    public void NotKept(EmbeddingModel model, Exception e) => LogNotKept(e, model.Name);

    /// <summary>The encoder before with its vectors, while the wanted one has not embedded all.</summary>
    /// <remarks>It is tried once: one that is not there is not waited for.</remarks>
    /// <param name="wanted">Null while it cannot be had.</param>
    /// <param name="cache">Of the wanted one.</param>
    public async Task<(EmbeddingModel Model, PassageVectors Passages)?> EarlierAsync(
        LexicalIndex index,
        EmbeddingModel? wanted,
        VectorCache? cache,
        CancellationToken cancellation
    )
    {
        if (isEarlierTried || index.PassageUnits == 0)
            return null;
        isEarlierTried = true;
        if (PreviousEmbedder.Read(directory) is not { } last || last.IsOf(settings) || last.Identity == wanted?.Identity)
            return null;
        if (cache is not null && PassageEmbedding.MissingFrom(index, cache) == 0)
            return null;
        try
        {
            if (await last.LoadAsync(index, EncoderSwitch.NearlyAll, directory, settings, Threads, cancellation) is not { } earlier)
                return null;
            LogEarlier(earlier.Model.Name);
            return earlier;
        }
        catch (Exception e) when (e is EncoderException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            LogNoEarlier(e.Message);
            return null;
        }
    }

    /// <summary>Keeps by which encoder queries go, for a start with another one; null to forget it.</summary>
    public void Remember(EmbeddingModel? model)
    {
        try
        {
            PreviousEmbedder.Write(directory, model is null ? null : PreviousEmbedder.Of(settings, model));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotRemembered(e, Shown);
        }
    }

    /// <summary>Says it once where the encoder that comes with the product was left out of it.</summary>
    public void SayIfAbsent()
    {
        if (settings.IsBuiltInAbsent)
            LogAbsent(BuiltInEncoder.Absent);
    }

    // Each file of its directory with length and time; null while that cannot be told, and of an endpoint.
    private string? FilesNow()
    {
        if (EndpointAddress.IsAddress(settings.Embedder))
            return null;
        try
        {
            var files = new DirectoryInfo(EmbeddingModel.DirectoryOf(settings)).EnumerateFiles();
            return string.Join('\n', files.Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void NotLoaded(Exception e)
    {
        problem = e.Message;
        LogNotLoaded(Shown, e.Message);
    }

    [LoggerMessage(LogLevel.Information, "{Sentence}")]
    private partial void LogAbsent(string sentence);

    [LoggerMessage(LogLevel.Warning, "The embedder {Embedder} was not loaded: {Reason}; the built-in table is used")]
    private partial void LogNotLoaded(string embedder, string reason);

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private partial void LogLack(string sentence);

    [LoggerMessage(LogLevel.Warning, "Vectors of {Model} are not kept; they are made anew after the next start")]
    private partial void LogNotKept(Exception e, string model);

    [LoggerMessage(LogLevel.Information, "Queries use {Model}, the previous encoder, until the new one has embedded all passages")]
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
