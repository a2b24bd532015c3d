using System.Text.Json;
using System.Threading.Channels;
using Knowledge.Content.Alerts;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Insights;
using Knowledge.Indexer.Search;
using Microsoft.Extensions.Logging;

namespace Knowledge.Indexer.Serving;

/// <summary>Takes in what senders post: kept durably first, answered then, read afterwards by one reader.</summary>
/// <remarks>
/// Requests that arrive together are kept in one transaction (group commit), so that a slow disk costs each a wait, not the server
/// its throughput.
/// Reading is a transaction too: its alerts and the mark "read" are kept together, so a crash between neither loses nor doubles one.
/// </remarks>
public sealed partial class LiveAlerts(LiveKnowledge live, ServingOptions options, TimeProvider time, ILogger<LiveAlerts> logger)
    : IAsyncDisposable
{
    private const int MaxWaiting = 2_000;
    private const long MaxWaitingBytes = 64L << 20;
    private const int MaxCommitted = 500;
    private const int ReadAtOnce = 128;
    private const int MaxAlertsAtOnce = 256;
    private const int MaxGapCharacters = 300;

    // Who waits longer has been given up by its sender.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(2);

    private readonly Channel<Waiting> arrivals = Channel.CreateBounded<Waiting>(MaxWaiting);
    private readonly SemaphoreSlim unread = new(1);
    private readonly CancellationTokenSource stopping = new();
    private Task keeping = Task.CompletedTask;
    private Task reading = Task.CompletedTask;
    private long waitingBytes;

    private sealed record Waiting(ReceivedPost Post, TaskCompletionSource<Receipt> Receipt);

    /// <summary>Begins to keep and to read; returns at once.</summary>
    public void Start()
    {
        keeping = Task.Run(KeepAsync);
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Keeps what a sender posted; done when it is durable, or cannot be.</summary>
    public async Task<Receipt> ReceiveAsync(ReceivedPost post, CancellationToken cancellation)
    {
        if (Interlocked.Add(ref waitingBytes, post.Body.Length) > MaxWaitingBytes && post.Body.Length < Volatile.Read(ref waitingBytes))
            return Refuse(post, ReceiptOutcome.NoRoom);
        var waiting = new Waiting(post, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!arrivals.Writer.TryWrite(waiting))
            return Refuse(post, ReceiptOutcome.NoRoom);
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

    public IReadOnlyList<AlertRecord> List(AlertFilter filter, int limit) => live.UseStore(s => s.Alerts.List(filter, limit)) ?? [];

    public AlertRecord? Find(string id) => live.UseStore(s => s.Alerts.Find(id));

    public IReadOnlyList<AlertEvent> Events(string id) => live.UseStore(s => s.Alerts.Events(id)) ?? [];

    public IReadOnlyList<InboxItem> Inbox(int limit, bool unreadable) => live.UseStore(s => s.Inbox.List(limit, unreadable)) ?? [];

    /// <summary>Requests that were kept and not read yet.</summary>
    public int Unread => live.UseStore(s => s.Inbox.Waiting());

    /// <summary>Alerts that fire.</summary>
    public int Firing => live.UseStore(s => s.Alerts.Count("firing"));

    /// <summary>Reads again what could not be read.</summary>
    /// <returns>How many requests; null when the store is not there.</returns>
    public int? Replay()
    {
        var replayed = live.UseStore<int?>(s => s.Inbox.Replay());
        Wake();
        return replayed;
    }

    /// <summary>
    /// The runbook of an alert, by what is served and what people said of it: the one function behind pages, API, Slack, <c>/r/</c> and
    /// messages.
    /// </summary>
    /// <param name="useText">Whether its words may find a page.</param>
    public AlertMatch Match(FiredAlert alert, bool useText = true) => live.Current.Alerts.Match(alert, VotesOf(alert.Name), useText);

    /// <summary>Who answers for an alert: the owner of its service, else of its runbook, else the first contact.</summary>
    public Owner? OwnerOf(AlertRecord alert, AlertMatch match)
    {
        var (knowledge, now) = (live.Current, time.GetUtcNow());
        return (alert.Service is { } service ? knowledge.OwnerOfService(service, now) : null)
            ?? (match.DocumentId is { } id && knowledge.Find(id) is { } document ? knowledge.OwnerOf(document, now) : null)
            ?? knowledge.FirstContact(now);
    }

    /// <summary>What people said of the pages that alerts of a name led to.</summary>
    public IReadOnlyList<RunbookVotes> VotesOf(string alertName) => live.UseStore(s => s.Votes.Of(alertName)) ?? [];

    /// <summary>Keeps whether a page solved an alert; false when it could not be kept.</summary>
    /// <param name="helped">Null takes back what the actor said.</param>
    public bool Vote(AlertRecord alert, string documentId, bool? helped, string actor) =>
        live.DoInStore(s => s.Votes.Record(alert, documentId, helped, actor, time.GetUtcNow()));

    /// <summary>What was done of a page for the newest episode of an alert.</summary>
    public RunbookRun RunOf(AlertRecord alert, string documentId) =>
        live.UseStore(s => s.Runs.Of(alert.Id, alert.StartsAt, documentId)) ?? new([]);

    /// <summary>
    /// Of alerts whose runbook was worked with, how long after their beginning the first step was ticked; the newest alerts first.
    /// </summary>
    /// <param name="limit">Alerts that are looked at.</param>
    public IReadOnlyList<FirstStep> FirstSteps(int limit)
    {
        var steps = new List<FirstStep>();
        foreach (var alert in List(new(), limit))
            if (
                Match(alert.Alert).DocumentId is { } document
                && RunOf(alert, document).Log is { Count: > 0 } log
                && log.FirstOrDefault(s => s.Done) is { } first
                && first.At >= alert.StartsAt
            )
                steps.Add(new(alert.Id, alert.Name, alert.StartsAt, first.At - alert.StartsAt, document));
        return [.. steps.OrderByDescending(s => s.StartsAt)];
    }

    /// <summary>Keeps who did which steps; false when it could not be kept.</summary>
    public bool RecordSteps(AlertRecord alert, string documentId, IReadOnlyList<RunChange> changes, string actor) =>
        changes.Count == 0 || live.DoInStore(s => s.Runs.Record(alert.Id, alert.StartsAt, documentId, changes, actor, time.GetUtcNow()));

    /// <summary>An alert with what its runbook says, as it is told to others.</summary>
    /// <param name="root">Address of the server for links.</param>
    public AlertMessage MessageOf(AlertRecord alert, Uri root)
    {
        var match = Match(alert.Alert);
        return new(alert, match, match.DocumentId is { } id ? live.Current.Find(id) : null, OwnerOf(alert, match), root);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        arrivals.Writer.TryComplete();
        await keeping;
        await reading;
        stopping.Dispose();
        unread.Dispose();
    }

    private Receipt Refuse(ReceivedPost post, ReceiptOutcome outcome)
    {
        Interlocked.Add(ref waitingBytes, -post.Body.Length);
        return new(outcome);
    }

    private async Task KeepAsync()
    {
        var batch = new List<Waiting>();
        // What has arrived is kept even when the server stops: nobody was told that it was not.
        while (await arrivals.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxCommitted && arrivals.Reader.TryRead(out var waiting))
                batch.Add(waiting);
            var kept = Keep(batch);
            for (var i = 0; i < batch.Count; i++)
            {
                Interlocked.Add(ref waitingBytes, -batch[i].Post.Body.Length);
                batch[i]
                    .Receipt.TrySetResult(
                        kept is null ? new(ReceiptOutcome.Unavailable)
                        : kept[i] is not { } one ? new(ReceiptOutcome.NoRoom)
                        : new(one.IsRepeated ? ReceiptOutcome.Repeated : ReceiptOutcome.Kept, one.Id)
                    );
            }
            if (kept is not null)
                Wake();
        }
    }

    private IReadOnlyList<(long Id, bool IsRepeated)?>? Keep(List<Waiting> batch)
    {
        try
        {
            return live.UseStore(s => s.Inbox.Accept([.. batch.Select(w => w.Post)]));
        }
        catch (Exception e)
        {
            // One bad batch must not end all later ones.
            LogKeepFailed(e);
            return null;
        }
    }

    private void Wake()
    {
        try
        {
            if (unread.CurrentCount == 0)
                unread.Release();
        }
        catch (ObjectDisposedException)
        {
            // The server stops; what is unread is read by the next.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                await unread.WaitAsync(stopping.Token);
                try
                {
                    while (!stopping.IsCancellationRequested && ReadSome())
                    {
                        // Until nothing is left.
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogReadFailed(e);
                    await Task.Delay(RetryAfterFailure, time, stopping.Token);
                    Wake();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private bool ReadSome()
    {
        var posts = live.UseStore(s => s.Inbox.Unread(ReadAtOnce)) ?? [];
        if (posts.Count == 0)
            return false;
        // Whoever posts meanwhile waits for this transaction: a few at a time, unless one request alone holds more.
        var read = new List<(KeptPost, AlertPayload)>();
        var alerts = 0;
        foreach (var post in posts)
        {
            if (alerts > MaxAlertsAtOnce)
                break;
            read.Add((post, AlertPayloadReader.Read(post.Body, CloudEventOf(post.Headers))));
            alerts += read[^1].Item2.Alerts.Count;
        }
        var begun = live.UseStore(s => s.Alerts.Apply(read, [.. options.NotifyTargets.Select(t => t.Name)]));
        if (begun is null)
            return false;
        var now = time.GetUtcNow();
        live.RecordGaps([.. begun.Where(a => !Match(a).IsMatched).Select(a => GapOf(a, now))]);
        return true;
    }

    // What woke somebody and has no runbook is what somebody should write next.
    private Gap GapOf(FiredAlert alert, DateTimeOffset now)
    {
        var words = string.Join(' ', new[] { alert.Name, alert.Summary }.Where(w => w.Length > 0).Distinct());
        return Gaps.Of(
            Sentences.Cut(words, MaxGapCharacters),
            (alert.Service is { } service ? live.Current.OwnerOfService(service, now) : null) ?? live.Current.FirstContact(now)
        );
    }

    private static Dictionary<string, string>? CloudEventOf(string headers)
    {
        var events = JsonSerializer
            .Deserialize<Dictionary<string, string>>(headers)!
            .Where(h => h.Key.StartsWith("ce-", StringComparison.Ordinal))
            .ToDictionary(h => h.Key[3..], h => h.Value);
        return events.Count == 0 ? null : events;
    }

    [LoggerMessage(LogLevel.Error, "Keeping what senders posted failed; they were told to send it again")]
    private partial void LogKeepFailed(Exception e);

    [LoggerMessage(LogLevel.Error, "Reading the inbox failed; it is tried again")]
    private partial void LogReadFailed(Exception e);
}
