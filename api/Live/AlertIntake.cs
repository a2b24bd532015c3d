using System.Text.Json;
using System.Threading.Channels;
using Knowledge.Api.Background;
using Knowledge.Api.Store;
using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Live;

/// <summary>Takes in what senders post: kept durably first, answered then, read afterwards by one reader.</summary>
/// <remarks>
/// Requests that arrive together are kept in one transaction (group commit), so that a slow disk costs each a wait, not the server
/// its throughput.
/// Reading is a transaction too: its alerts and the mark "read" are kept together, so a crash between neither loses nor doubles one.
/// </remarks>
internal sealed partial class AlertIntake : IAsyncDisposable
{
    private const int MaxWaiting = 2_000;
    private const long MaxWaitingBytes = 64L << 20;
    private const int MaxCommitted = 500;
    private const int ReadAtOnce = 128;
    private const int MaxAlertsAtOnce = 256;
    private const string Fault = "an error inside Knowledge; the log has more";

    // Senders stop waiting after about this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Both are woken when there is something to do; they look by themselves too.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan OverseeInterval = TimeSpan.FromSeconds(10);

    // Of the time that senders wait.
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(2);

    // How often it is tried to put what waits into the inbox.
    private static readonly TimeSpan SpoolInterval = TimeSpan.FromSeconds(1);

    private readonly LiveKnowledge live;
    private readonly IReadOnlyList<string> targets;
    private readonly TimeProvider time;
    private readonly Action<IReadOnlyList<FiredAlert>> afterReading;
    private readonly Channel<Waiting> arrivals = Channel.CreateBounded<Waiting>(MaxWaiting);
    private readonly ILogger logger;
    private readonly BackgroundLoop keeping;
    private readonly BackgroundLoop reading;
    private readonly BackgroundLoop overseeing;
    private readonly Lazy<AlertSpool?> spool;
    private Task<IReadOnlyList<(long Id, bool IsRepeated)?>?> accepting = Task.FromResult<IReadOnlyList<(long, bool)?>?>(null);
    private long waitingBytes;

    /// <param name="targets">Names of those who are told when an alert begins to fire.</param>
    /// <param name="afterReading">Is told which alerts began to fire.</param>
    public AlertIntake(
        LiveKnowledge live,
        BackgroundLoops loops,
        IReadOnlyList<string> targets,
        TimeProvider time,
        Action<IReadOnlyList<FiredAlert>> afterReading,
        ILogger logger
    )
    {
        (this.live, this.targets, this.time, this.afterReading, this.logger) = (live, targets, time, afterReading, logger);
        spool = new(live.NewAlertSpool);
        keeping = loops.Add(
            new("inbox", "Alerts that are posted are not kept, and senders are told to send them again", Interval)
            {
                // Who posts is told at once; there is nothing to spare by waiting long.
                Backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)),
            },
            _ => Task.FromResult(KeepSome())
        );
        reading = loops.Add(
            new("alerts", "Alerts that were received are kept and not read", Interval)
            {
                // What keeps them from being read may pass within seconds, and somebody waits for them.
                Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)),
                IsForOneNode = true,
            },
            _ => Task.FromResult(ReadSome())
        );
        overseeing = loops.Add(
            new("inbox-age", "It is not known whether alerts that were received are read", OverseeInterval)
            {
                Backoff = new(OverseeInterval, OverseeInterval),
                Sentence = reason => reason,
            },
            _ => Task.FromResult(Oversee())
        );
    }

    private sealed record Waiting(ReceivedPost Post, TaskCompletionSource<Receipt> Receipt);

    /// <summary>Begins to keep and to read; returns at once.</summary>
    public void Start()
    {
        // What other nodes keep is read by the one whose turn it is.
        live.OthersWrote += ReadNow;
        keeping.Start();
        reading.Start();
        overseeing.Start();
    }

    /// <summary>Requests that wait on this node's disk until the database takes them.</summary>
    public int Spooled => spool is { IsValueCreated: true, Value: { } waiting } ? waiting.Waiting : 0;

    /// <summary>There is something to read.</summary>
    public void ReadNow() => reading.Wake();

    /// <summary>How long the oldest request has waited to be read, zero for none; null when that cannot be told just now.</summary>
    public TimeSpan? OldestUnread() => live.QueryStore<TimeSpan?>(s => InboxAge.Of(s.Inbox.OldestUnread(), time.GetUtcNow()));

    /// <summary>Keeps what a sender posted; done when it is durable, or cannot be.</summary>
    public async Task<Receipt> ReceiveAsync(ReceivedPost post, CancellationToken cancellation)
    {
        if (Interlocked.Add(ref waitingBytes, post.Body.Length) > MaxWaitingBytes && post.Body.Length < Volatile.Read(ref waitingBytes))
            return Refuse(post);
        // By which it is known if a database that did not answer has kept it after all.
        if (spool.Value is not null)
            post = post with { EventId = post.EventId ?? InboxTable.NewId() };
        var waiting = new Waiting(post, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!arrivals.Writer.TryWrite(waiting))
            return Refuse(post);
        keeping.Wake();
        try
        {
            return await waiting.Receipt.Task.WaitAsync(Patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            // It may still be kept; sent again, it is known by its bytes.
            return new(ReceiptOutcome.Unavailable);
        }
    }

    public async ValueTask DisposeAsync()
    {
        arrivals.Writer.TryComplete();
        live.OthersWrote -= ReadNow;
        // What has arrived is kept even when the server stops: nobody was told that it was not.
        await keeping.EndAsync(() =>
        {
            while (KeepSome() is { Problem: null } kept && kept == RoundResult.More)
            {
                // Until nothing is left; what waits on the disk waits there for the next start.
            }
            return RoundResult.Done;
        });
        await overseeing.DisposeAsync();
        await reading.DisposeAsync();
    }

    private Receipt Refuse(ReceivedPost post)
    {
        Interlocked.Add(ref waitingBytes, -post.Body.Length);
        return new(ReceiptOutcome.InboxFull);
    }

    private RoundResult KeepSome()
    {
        var batch = new List<Waiting>();
        while (batch.Count < MaxCommitted && arrivals.Reader.TryRead(out var waiting))
            batch.Add(waiting);
        IReadOnlyList<(long Id, bool IsRepeated)?>? kept = null;
        var isSpooled = false;
        try
        {
            // In the order in which they came: what waits goes first.
            var isFree = EmptySpool();
            if (batch.Count == 0)
                return spool.Value is { Waiting: > 0 } ? RoundResult.After(SpoolInterval) : RoundResult.Done;
            if (isFree)
                kept = Accept([.. batch.Select(w => w.Post)]);
            isSpooled = kept is null && spool.Value?.TryKeep([.. batch.Select(w => w.Post)]) == true;
        }
        finally
        {
            // Whatever happened, each is told what became of it.
            for (var i = 0; i < batch.Count; i++)
            {
                Interlocked.Add(ref waitingBytes, -batch[i].Post.Body.Length);
                batch[i]
                    .Receipt.TrySetResult(
                        isSpooled ? new(ReceiptOutcome.Stored)
                        : kept is null ? new(ReceiptOutcome.Unavailable)
                        : kept[i] is not { } one ? new(ReceiptOutcome.InboxFull)
                        : new(one.IsRepeated ? ReceiptOutcome.Repeated : ReceiptOutcome.Stored, one.Id)
                    );
            }
        }
        if (kept is not null)
            reading.Wake();
        // While the store is away the next ones are told the same at once.
        return RoundResult.More;
    }

    // A database that hangs is not waited for: what it may still keep is known by its id when it comes again.
    private IReadOnlyList<(long Id, bool IsRepeated)?>? Accept(IReadOnlyList<ReceivedPost> posts)
    {
        if (spool.Value is null)
            return live.QueryStore(s => s.Inbox.Accept(posts));
        if (!accepting.IsCompleted)
            return null;
        accepting = Task.Run(() => live.QueryStore(s => s.Inbox.Accept(posts)));
        return accepting.Wait(DatabasePatience) ? accepting.Result : null;
    }

    /// <returns>Whether nothing waits any more, and the store is there.</returns>
    private bool EmptySpool()
    {
        if (spool.Value is not { } waiting)
            return true;
        // One that does not answer would be waited for.
        if (!live.HasStore)
            return false;
        // Who posts meanwhile waits for this, so it takes its time in turns.
        var started = time.GetTimestamp();
        while (waiting.Waiting > 0 && time.GetElapsedTime(started) < DatabasePatience)
            if (!waiting.TryEmptySome(posts => Accept(posts) is { } kept && kept.All(k => k is not null)))
                return false;
            else
                reading.Wake();
        return waiting.Waiting == 0;
    }

    private RoundResult ReadSome()
    {
        if (live.QueryStore(s => s.Inbox.Unread(ReadAtOnce)) is not { } posts)
            return RoundResult.Failed("the store cannot be read");
        if (posts.Count == 0)
            return RoundResult.Done;
        // Whoever posts meanwhile waits for this transaction: a few at a time, unless one request alone holds more.
        var read = new List<(StoredPost Post, AlertPayload Payload)>();
        var alerts = 0;
        foreach (var post in posts)
        {
            if (alerts > MaxAlertsAtOnce)
                break;
            read.Add((post, Read(post)));
            alerts += read[^1].Payload.Alerts.Count;
        }
        return TryApply(read) || ApplyEach(read) ? RoundResult.More : RoundResult.Failed("the store cannot be written");
    }

    // Whatever keeps them from being read, be it what nobody thought of: it is said, and the reader is woken.
    private RoundResult Oversee()
    {
        if (Spooled is > 0 and var waiting)
            return RoundResult.Failed($"{waiting:N0} requests with alerts wait on this node's disk until the database takes them.");
        // That the store cannot be read is said by others.
        if (OldestUnread() is not { } age || !InboxAge.IsTooOld(age))
            return RoundResult.Done;
        reading.Retry();
        return RoundResult.Failed(InboxAge.Sentence(age));
    }

    // One that brings about a fault is put aside, to be read again after the fault was mended: it holds up no other.
    private bool ApplyEach(List<(StoredPost Post, AlertPayload Payload)> read)
    {
        foreach (var one in read)
        {
            var failures = live.DiskFailures;
            if (!TryApply([one]))
            {
                // On a disk that is nearly full something small can be written all the same.
                if (live.DiskFailures != failures || !Works())
                    return false;
                LogPutAside(one.Post.Id, one.Post.Source);
                if (!live.UpdateStore(s => s.Inbox.PutAside(one.Post.Id, Fault)))
                    return false;
            }
        }
        return true;
    }

    private bool TryApply(IReadOnlyList<(StoredPost Post, AlertPayload Payload)> read)
    {
        IReadOnlyList<FiredAlert>? begun = null;
        try
        {
            begun = live.QueryStore(s => s.Alerts.Apply(read, targets));
        }
        // Where memory is short the request is not at fault.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFault(e);
        }
        if (begun is not null)
            afterReading(begun);
        return begun is not null;
    }

    /// <summary>Whether the store takes what is written and has the alerts: then it is the request that is at fault.</summary>
    private bool Works() =>
        live.UpdateStore(s =>
        {
            s.Database.Probe();
            s.Alerts.Count("firing");
        });

    private AlertPayload Read(StoredPost post)
    {
        try
        {
            var payload = AlertPayloadReader.Read(
                post.Body,
                new(
                    post.Source,
                    JsonSerializer.Deserialize<Dictionary<string, string>>(post.Headers),
                    post.Received,
                    live.Whole.MappingOf(post.Source)
                )
            );
            if (payload.Truncated > 0)
                LogTruncated(post.Source, payload.Truncated);
            return payload;
        }
        // Where memory is short it is read again, when there is some.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFault(e);
            return AlertPayload.Unreadable(Fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "Request {Id} of {Source} cannot be taken in; it is kept, and read again with POST /api/inbox/replay")]
    private partial void LogPutAside(long id, string source);

    [LoggerMessage(LogLevel.Error, "Alerts could not be taken in")]
    private partial void LogFault(Exception e);

    [LoggerMessage(LogLevel.Warning, "{Source} left {Alerts} alerts out of a request, as it says")]
    private partial void LogTruncated(string source, int alerts);
}
