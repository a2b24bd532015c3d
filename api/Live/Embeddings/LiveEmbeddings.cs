using Knowledge.Api.Background;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Live.Embeddings;

/// <summary>
/// What the passages of a running server mean: by a table of words as soon as they are indexed, by an encoder once it has embedded
/// them all.
/// </summary>
/// <remarks>
/// A query goes by one model for all documents; after a change of encoder by the one before, if its vectors are still there, until
/// the new one has embedded them all. Embedding never holds up an ingest or an answer: it runs in the background, on half of the cores
/// at most, and what it made is kept in a file.
/// </remarks>
internal sealed class LiveEmbeddings : IAsyncDisposable
{
    [ThreadStatic]
    private static List<int>? rowsOfThread;

    private readonly EmbedderLoading loading;
    private readonly LearnedVectors learned = new();
    private readonly QueryVectors queries;
    private readonly EncoderVectors encoder;
    private readonly BackgroundLoop loop;
    private EmbeddingModel? table;
    private volatile PassageVectors? ofTable;
    private volatile bool hasTaken;

    public LiveEmbeddings(EmbedderLoading loading, BackgroundLoops loops, TimeProvider time, ILogger logger)
    {
        this.loading = loading;
        queries = new(loading.Settings.QueryDeadline, time, logger);
        encoder = new(loading, learned, queries.Forget, time, logger);
        loop = loops.Add(
            new("embeddings", "Passages are not embedded", TimeSpan.FromMinutes(1))
            {
                Backoff = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
                Sentence = SentenceOf,
            },
            encoder.RoundAsync
        );
    }

    /// <summary>Vectors of the table; null when there is none. <paramref name="checksum"/> tells by which.</summary>
    public PassageVectors? CurrentTableVectors(out ulong checksum)
    {
        checksum = TableOf(table)?.Checksum ?? 0;
        return ofTable;
    }

    public EmbeddingStatus Status => StatusOf(encoder.InUse, encoder.Progress);

    public IReadOnlyList<string> Degraded =>
        [
            .. new[]
            {
                loading.Problem is { } load ? $"The embedder {loading.Shown} cannot be used ({load}); {Used} is used." : null,
                loading.Lack,
                loop.Problem,
                queries.Problem,
            }.OfType<string>(),
        ];

    // What cannot be loaded is told of above.
    private string? SentenceOf(string reason) =>
        loading.Problem is not null ? null
        : encoder.InUse is { IsEarlier: false } ? $"{reason}; what is new is found by its words, and it is tried again."
        : $"{reason}; {Used} is used, and it is tried again.";

    private string Used => encoder.InUse is { } set ? $"{set.Model.Name}, the one before," : "the built-in table";

    /// <summary>Loads the table, and in the background the encoder.</summary>
    public void Start()
    {
        table = loading.Table();
        if (loading.Problem is not null)
            return;
        loading.SayIfAbsent();
        if (!loading.WantsEncoder)
            // Whoever left an encoder for a table does not want it back with the next one.
            loading.Remember(null);
        // The built-in one is not loaded beside the first reading of the sources.
        else if (loading.Settings.Embedder != EmbedderSettings.BuiltIn)
            loop.Start();
    }

    /// <summary>
    /// Follows a change of the index. What has no vector by the table gets one now, in microseconds a passage; what the encoder has
    /// not seen is found by its words until it has.
    /// </summary>
    /// <param name="restored">Vectors of the same table that were kept.</param>
    public void Follow(LexicalIndex now, PassageVectors? restored = null)
    {
        Take(now, restored);
        Wake();
    }

    /// <summary>
    /// The first half of it, which gives no work to the pool: nothing is embedded by the encoder before <see cref="Wake"/>.
    /// </summary>
    public void Take(LexicalIndex now, PassageVectors? restored = null)
    {
        if (TableOf(table) is not { } words)
            return;
        var vectors = PassageEmbedding.Of(now, words, threads: -1, ofTable ?? restored);
        vectors.Prepare(now, table!.Weights);
        ofTable = vectors;
        encoder.Follow(now);
        hasTaken = true;
    }

    /// <summary>What the encoder has not seen is embedded in the background.</summary>
    public void Wake()
    {
        if (!hasTaken)
            return;
        hasTaken = false;
        if (loading.WantsEncoder && !loop.IsStarted)
            loop.Start();
        loop.Wake();
    }

    /// <summary>Follows what is learned: phrases have vectors by the table now, and by the encoder when it comes to it.</summary>
    public void Follow(SearchPhrases phrases, Func<string, string> wordsOf)
    {
        if (TableOf(table) is not { } words || !learned.Follow(phrases, wordsOf, words))
            return;
        encoder.Changed();
        loop.Wake();
    }

    /// <summary>What a query means; null when nothing can be said, or no meaning is compared.</summary>
    /// <param name="words">What of it is to be embedded.</param>
    /// <param name="atOnce">Whether it goes by the table in any case: somebody is typing.</param>
    public async ValueTask<(QueryEmbedding? Meaning, string? Degraded)> EmbedQueryAsync(
        string words,
        bool atOnce,
        CancellationToken cancellation
    )
    {
        if (table is null || string.IsNullOrWhiteSpace(words))
            return (null, null);
        if (atOnce || encoder.InUse is not { } set)
            return (EmbedByTable(words), null);
        var vector = await queries.Of(set.Model, words, cancellation);
        return vector.IsByTable
            ? (EmbedByTable(words), vector.Problem)
            : (vector.Direction is { } direction ? new(set.Passages, direction, set.Model.Weights, learned.Of(set.Model)) : null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync();
        encoder.Dispose();
        queries.Dispose();
    }

    private EmbeddingStatus StatusOf(EncoderInUse? set, (int Done, int Of) progress) =>
        new(
            table?.Name ?? EmbedderSettings.None,
            loading.Shown,
            set?.Model.Name ?? table?.Name ?? EmbedderSettings.None,
            progress.Done,
            progress.Of,
            set is { IsEarlier: false },
            new[] { ofTable, set?.Passages, encoder.Made }.Distinct().Sum(vectors => vectors?.MemoryBytes ?? 0),
            Degraded
        );

    private static StaticTable? TableOf(EmbeddingModel? model) => (StaticTable?)model?.Passages.GetService(typeof(StaticTable));

    private QueryEmbedding? EmbedByTable(string words) =>
        ofTable is { } passages && QueryVector.Of(TableOf(table)!.Embed(words, rowsOfThread ??= [])) is { } direction
            ? new(passages, direction, table!.Weights, learned.OfTable)
            : null;
}
