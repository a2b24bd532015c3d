using Knowledge.Api.Background;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Index;

namespace Knowledge.Api.Live.Embeddings;

/// <summary>An encoder that queries go by, and what it made of all passages: exchanged as one.</summary>
/// <param name="IsEarlier">Whether it is the one before, until the wanted one has embedded them all.</param>
internal sealed record EncoderInUse(EmbeddingModel Model, PassageVectors Passages, bool IsEarlier);

/// <summary>What an encoder makes of the passages, in the background, and by which encoder queries go meanwhile.</summary>
/// <param name="learned">Phrases that are embedded after the passages.</param>
/// <param name="switched">Called when queries go by the wanted encoder from now on.</param>
internal sealed partial class EncoderVectors(
    EmbedderLoading loading,
    LearnedVectors learned,
    Action switched,
    TimeProvider time,
    ILogger logger
) : IProgress<(int Done, int Of)>, IDisposable
{
    private readonly Lock gate = new();
    private EmbeddingModel? wanted;
    private VectorCache? cache;
    private volatile EncoderInUse? inUse;
    private PassageVectors? made;
    private LexicalIndex index = LexicalIndex.Empty;
    private (int Done, int Of) progress;
    private long? indexedAt;
    private bool isGivenUp;
    private volatile bool hasChanged;

    /// <summary>Null while queries go by the table.</summary>
    public EncoderInUse? InUse => inUse;

    /// <summary>Texts that were embedded of those that have to be; both 0 when nothing is to be done.</summary>
    public (int Done, int Of) Progress => progress;

    /// <summary>What the wanted encoder has made so far.</summary>
    public PassageVectors? Made => made;

    public void Report((int Done, int Of) value) => progress = value;

    /// <summary>Follows a change of the index: what the encoder has not seen is found by its words until it has.</summary>
    public void Follow(LexicalIndex now)
    {
        lock (gate)
        {
            index = now;
            indexedAt ??= time.GetTimestamp();
            if (wanted is { } model)
                made = made?.For(now, model.Weights);
            if (inUse is { } set)
                inUse = set with { Passages = set.IsEarlier ? set.Passages.For(now, set.Model.Weights) : made! };
        }
        Changed();
    }

    /// <summary>There is something to embed.</summary>
    public void Changed() => hasChanged = true;

    /// <summary>Loads the wanted encoder, when that is not done, and embeds what changed.</summary>
    public async Task<RoundResult> RoundAsync(CancellationToken cancellation)
    {
        if (loading.Settings.Embedder == EmbedderSettings.BuiltIn && wanted is null && UntilEncoder() is var pause && pause > TimeSpan.Zero)
            return RoundResult.After(pause);
        if (isGivenUp && loading.MayBeMended)
            isGivenUp = false;
        if (wanted is null && !isGivenUp && await LoadAsync(cancellation) is { Problem: not null } failed)
            return failed;
        if (wanted is not { } model || !hasChanged)
            return RoundResult.Done;
        // What changes from here on is for the next round.
        hasChanged = false;
        try
        {
            await UseEarlierAsync(model, cancellation);
            if (UntilOthersMade(model) is { } wait)
            {
                Changed();
                await learned.EmbedAsync(model, cancellation);
                return RoundResult.After(wait);
            }
            await EmbedAsync(model, cancellation);
            await learned.EmbedAsync(model, cancellation);
            return RoundResult.Done;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Changed();
            return RoundResult.Failed($"{model.Name} cannot embed passages ({FailureReason.Of(e)})", e);
        }
    }

    private TimeSpan UntilEncoder()
    {
        lock (gate)
            return EncoderSwitch.UntilLoaded(indexedAt is { } at ? time.GetElapsedTime(at) : TimeSpan.Zero);
    }

    public void Dispose() => cache?.Dispose();

    private async Task<RoundResult> LoadAsync(CancellationToken cancellation)
    {
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
            return RoundResult.Done;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return RoundResult.Failed($"The embedder {loading.Shown} cannot be loaded ({FailureReason.Of(e)})", e);
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
            inUse = new(earlier, now == index ? vectors : vectors.For(index, earlier.Weights), IsEarlier: true);
    }

    // Of several nodes one embeds what is new.
    private TimeSpan? UntilOthersMade(EmbeddingModel model)
    {
        if (loading.Shared is not { } shared || cache is null)
            return null;
        LexicalIndex now;
        PassageVectors? before;
        lock (gate)
            (now, before) = (index, made);
        return shared.TakeOver(model, PassageEmbedding.MissingFrom(now, before, cache), cache);
    }

    private async Task EmbedAsync(EmbeddingModel model, CancellationToken cancellation)
    {
        LexicalIndex now;
        PassageVectors? before;
        lock (gate)
            (now, before) = (index, made);
        var started = time.GetTimestamp();
        var vectors = await PassageEmbedding.Embed(now, model.Passages, cache, before, this, cancellation);
        if (cache?.Failure is { } failure)
            loading.NotKept(model, failure);
        vectors.Prepare(now, model.Weights);
        bool isSwitch;
        lock (gate)
        {
            made = now == index ? vectors : vectors.For(index, model.Weights);
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
        switched();
        if (cache is not null)
            loading.Remember(model);
    }

    [LoggerMessage(LogLevel.Information, "Embedded {Texts} texts with {Model} in {Seconds:0.0} s")]
    private partial void LogEmbedded(int texts, string model, double seconds);
}
