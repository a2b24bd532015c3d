using Knowledge.Indexer.Embeddings;
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
internal sealed partial class LiveEmbeddings : IAsyncDisposable
{
    [ThreadStatic]
    private static List<int>? rowsOfThread;

    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly EmbedderLoading loading;
    private readonly BackgroundLoop loop;
    private readonly QueryVectors queries;
    private readonly LearnedVectors learned = new();
    private readonly Lock gate = new();
    private EmbeddingModel? table;
    private EmbeddingModel? wanted;
    private VectorCache? cache;
    private volatile PassageVectors? ofTable;
    private volatile EncodedSet? inUse;
    private PassageVectors? made;
    private LexicalIndex index = LexicalIndex.Empty;
    private (int Done, int Of) progress;
    private bool isGivenUp;
    private volatile bool hasChanged;

    public LiveEmbeddings(EmbedderLoading loading, BackgroundLoops loops, TimeProvider time, ILogger logger)
    {
        (this.loading, this.time, this.logger) = (loading, time, logger);
        queries = new(loading.Settings.QueryDeadline, time, logger);
        loop = loops.Add(
            new("embeddings", "Passages are not embedded", TimeSpan.FromMinutes(1))
            {
                Backoff = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
                Sentence = SentenceOf,
            },
            RoundAsync
        );
    }

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
                loading.Problem is { } load ? $"The embedder {loading.Shown} cannot be used ({load}); {Used} is used." : null,
                loop.Problem,
                queries.Problem,
            }.OfType<string>(),
        ];

    // What cannot be loaded is told of above.
    private string? SentenceOf(string reason) =>
        loading.Problem is not null ? null
        : inUse is { IsEarlier: false } ? $"{reason}; what is new is found by its words, and it is tried again."
        : $"{reason}; {Used} is used, and it is tried again.";

    private string Used => inUse is { } set ? $"{set.Model.Name}, the one before," : "the built-in table";

    /// <summary>Loads the table, and beside everything else the encoder.</summary>
    public void Start()
    {
        table = loading.Table();
        if (loading.Problem is not null)
            return;
        if (table?.Name == EmbedderSettings.BuiltIn && loading.Settings.Embedder != EmbedderSettings.BuiltIn)
            loop.Start();
        // Whoever left an encoder for a table does not want it back with the next one.
        else
            loading.Remember(null);
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
        Wake();
    }

    /// <summary>Follows what is learned: phrases have vectors by the table now, and by the encoder when it comes to it.</summary>
    public void Follow(SearchPhrases phrases, Func<string, string> wordsOf)
    {
        if (TableOf(table) is { } words && learned.Follow(phrases, wordsOf, words))
            Wake();
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
        await loop.DisposeAsync();
        cache?.Dispose();
        queries.Dispose();
    }

    private EmbeddingStatus StatusOf(EncodedSet? set, (int Done, int Of) progress) =>
        new(
            table?.Name ?? EmbedderSettings.None,
            loading.Shown,
            set?.Model.Name ?? table?.Name ?? EmbedderSettings.None,
            progress.Done,
            progress.Of,
            set is { IsEarlier: false },
            new[] { ofTable, set?.Passages, made }.Distinct().Sum(vectors => vectors?.MemoryBytes ?? 0),
            Degraded
        );

    private static StaticTable? TableOf(EmbeddingModel? model) => (StaticTable?)model?.Passages.GetService(typeof(StaticTable));

    private Meaning? ByTable(string words) =>
        ofTable is { } passages && QueryVector.Of(TableOf(table)!.Embed(words, rowsOfThread ??= [])) is { } direction
            ? new(passages, direction, table!.Weights, learned.OfTable)
            : null;

    private void Wake()
    {
        hasChanged = true;
        loop.Wake();
    }

    private async Task<RoundResult> RoundAsync(CancellationToken cancellation)
    {
        if (wanted is null && !isGivenUp)
            try
            {
                (wanted, var mayPass) = await loading.WantedAsync(cancellation);
                if (mayPass)
                {
                    await UseEarlierAsync(null, cancellation);
                    return RoundResult.Failed($"The embedder {loading.Shown} does not answer");
                }
                isGivenUp = wanted is null;
                cache = wanted is null ? null : loading.Cache(wanted);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                return RoundResult.Failed($"The embedder {loading.Shown} cannot be loaded ({FailureReason.Of(e)})", e);
            }
        if (wanted is not { } model || !hasChanged)
            return RoundResult.Done;
        // What changes from here on is for the next round.
        hasChanged = false;
        try
        {
            await UseEarlierAsync(model, cancellation);
            await EmbedAsync(model, cancellation);
            await learned.EmbedAsync(model, cancellation);
            return RoundResult.Done;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            hasChanged = true;
            return RoundResult.Failed($"{model.Name} cannot embed passages ({e.Message})", e);
        }
    }

    private async Task UseEarlierAsync(EmbeddingModel? model, CancellationToken cancellation)
    {
        LexicalIndex now;
        lock (gate)
            now = index;
        if (await loading.EarlierAsync(now, model, cache, cancellation) is not var (earlier, vectors))
            return;
        lock (gate)
            inUse = new(earlier, now == index ? vectors : vectors.For(index), IsEarlier: true);
    }

    private async Task EmbedAsync(EmbeddingModel model, CancellationToken cancellation)
    {
        LexicalIndex now;
        PassageVectors? before;
        lock (gate)
            (now, before) = (index, made);
        var started = time.GetTimestamp();
        var vectors = await PassageVectors.Embed(now, model.Passages, cache, before, new Reported(this), cancellation);
        vectors.Prepare(now, model.Weights);
        bool isSwitch;
        lock (gate)
        {
            made = now == index ? vectors : vectors.For(index);
            var isInUse = inUse is { IsEarlier: false };
            isSwitch = EncoderSwitch.IsDue(isInUse, made.ShareOf(index));
            if (isSwitch || isInUse)
                inUse = new(model, made, IsEarlier: false);
        }
        if (progress.Of > 0)
            LogEmbedded(progress.Of, model.Name, time.GetElapsedTime(started).TotalSeconds);
        progress = default;
        if (!isSwitch)
            return;
        queries.Forget();
        if (cache is not null)
            loading.Remember(model);
    }

    private sealed class Reported(LiveEmbeddings of) : IProgress<(int Done, int Of)>
    {
        public void Report((int Done, int Of) value) => of.progress = value;
    }

    [LoggerMessage(LogLevel.Information, "Embedded {Texts} texts with {Model} in {Seconds:0.0} s")]
    private partial void LogEmbedded(int texts, string model, double seconds);
}
