using Knowledge.Api.Background;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Redaction;

namespace Knowledge.Api.Live.Embeddings;

/// <summary>
/// A query's vector by an encoder, in time or not at all: who searches waits no longer than its deadline, and not behind others.
/// What was asked before is remembered.
/// </summary>
/// <param name="areProcessorsBusy">Whether other work waits for a processor; null: the thread pool tells.</param>
internal sealed partial class QueryVectors(
    TimeSpan? wantedDeadline,
    TimeProvider time,
    ILogger logger,
    Func<bool>? areProcessorsBusy = null
) : IDisposable
{
    /// <summary>Queries that wait for an encoder; more are answered without it.</summary>
    private static readonly int MaxWaiting = Math.Max(2, Environment.ProcessorCount);

    private readonly SemaphoreSlim encoding = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly QueryVectorMemory memory = new();
    private volatile string? problem;
    private int waiting;
    private int latesInARow;
    private long lateAt;
    private long restsUntil;

    /// <summary>A service that was late so often in a row is left alone for a while: nobody waits for it any more.</summary>
    private const int MaxLates = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>
    /// While other work waits for a processor, the built-in encoder rests for so many times what its last query took: it has a tenth
    /// of one processor, and searches that wait are answered by the table meanwhile.
    /// </summary>
    private const int RestsWhenBusy = 9;

    /// <summary>What a query's words came to.</summary>
    /// <param name="Direction">Null where the words mean nothing to the model.</param>
    /// <param name="IsByTable">Whether the table has to answer.</param>
    /// <param name="Problem">Why it has to, as a message for users; null where that is as it should be.</param>
    internal readonly record struct Result(QueryVector? Direction, bool IsByTable = false, string? Problem = null);

    /// <summary>Why no query gets a vector, as a message for users; null when the last one got its own.</summary>
    public string? Problem => problem;

    /// <summary>Another model is asked from now on: what was wrong with the one before is past.</summary>
    public void Forget() => (problem, latesInARow) = (null, 0);

    public async ValueTask<Result> Of(EmbeddingModel model, string words, CancellationToken cancellation)
    {
        words = Outgoing(model, words);
        var key = TextKey.Of(words);
        if (memory.TryFind(model, key, out var known))
            return new(known);
        var deadline = wantedDeadline ?? model.QueryDeadline;
        if (IsLeftAlone(model))
            return ByTable(
                model,
                $"{model.Name} took too long again and again and is left alone for a while; the built-in table was used."
            );
        if (model.IsBuiltIn && time.GetTimestamp() < Volatile.Read(ref restsUntil) && AreProcessorsBusy)
            return ByTable();
        if (Interlocked.Increment(ref waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return ByTable(model, $"{model.Name} has more queries than it can take; the built-in table was used.");
        }
        using var late = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await encoding.WaitAsync(either.Token);
            // A generator need not listen to being cancelled.
            var direction = await GenerateAsync(model, key, words, either.Token).WaitAsync(either.Token);
            problem = null;
            Volatile.Write(ref latesInARow, 0);
            return new(direction);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What we did not wait for is a failure too, although the service may not know.
            Volatile.Write(ref lateAt, time.GetTimestamp());
            Interlocked.Increment(ref latesInARow);
            return ByTable(
                model,
                $"{model.Name} took more than {deadline.TotalMilliseconds:0} ms for the query; the built-in table was used."
            );
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (problem is null)
                LogQueryFailed(e, model.Name);
            problem = $"{model.Name} cannot embed queries ({FailureReason.Of(e)}); the built-in table is used.";
            return new(null, true, problem);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public void Dispose() => encoding.Dispose();

    private bool AreProcessorsBusy => areProcessorsBusy?.Invoke() ?? ThreadPool.PendingWorkItemCount >= Environment.ProcessorCount;

    private static Result ByTable() => new(null, true);

    // What leaves the server is without what names people, as it is where it is kept, and without keys.
    private static string Outgoing(EmbeddingModel model, string words) => model.Kind == EmbedderKind.Endpoint ? KeptQuery.Of(words) : words;

    // Who did not ask for an encoder is not told that it was late.
    private static Result ByTable(EmbeddingModel model, string late) => new(null, true, model.IsBuiltIn ? null : late);

    // An encoder in this process is late while the processor is busy, and shows by that when it is not.
    private bool IsLeftAlone(EmbeddingModel model)
    {
        if (model.Kind != EmbedderKind.Endpoint || Volatile.Read(ref latesInARow) < MaxLates)
            return false;
        var at = Volatile.Read(ref lateAt);
        if (time.GetElapsedTime(at) < Pause)
            return true;
        // One finds out whether it is back; the others go on without it meanwhile.
        return Interlocked.CompareExchange(ref lateAt, time.GetTimestamp(), at) != at;
    }

    // An encoder that nobody waits for any more is still at work, and takes no other query. The built-in one ends what it began:
    // it takes milliseconds, and whoever asks the same again has it at once.
    private async Task<QueryVector?> GenerateAsync(EmbeddingModel model, TextKey key, string words, CancellationToken cancellation)
    {
        try
        {
            // Somebody before it may have asked the same.
            if (memory.TryFind(model, key, out var known))
                return known;
            var began = time.GetTimestamp();
            var vectors = await model.Queries.GenerateAsync(
                [words],
                cancellationToken: model.IsBuiltIn ? CancellationToken.None : cancellation
            );
            var ended = time.GetTimestamp();
            Volatile.Write(ref restsUntil, ended + RestsWhenBusy * (ended - began));
            if (vectors.Count != 1 || vectors[0].Vector.Length != model.Dimensions)
                throw new InvalidDataException("There came no vector of the query.");
            var direction = QueryVector.Of(vectors[0].Vector.Span);
            memory.Add(model, key, direction);
            return direction;
        }
        finally
        {
            encoding.Release();
        }
    }

    [LoggerMessage(LogLevel.Error, "Embedding a query with {Model} failed; the built-in table is used")]
    private partial void LogQueryFailed(Exception e, string model);
}
