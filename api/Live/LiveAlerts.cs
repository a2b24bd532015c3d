using Knowledge.Api.Background;
using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Catalog;
using Knowledge.Content.Text;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Visibility;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Api.Live;

/// <summary>The alerts of a running server: what senders post is kept first and read afterwards (<see cref="AlertIntake"/>).</summary>
public sealed class LiveAlerts : IBackgroundWork, IAsyncDisposable
{
    private const int MaxGapCharacters = 300;

    private readonly LiveKnowledge live;
    private readonly TimeProvider time;
    private readonly AlertIntake intake;

    public LiveAlerts(
        LiveKnowledge live,
        BackgroundLoops loops,
        ServingOptions options,
        TimeProvider time,
        ILogger<LiveAlerts>? logger = null
    )
    {
        (this.live, this.time) = (live, time);
        intake = new(
            live,
            loops,
            [.. options.NotifyTargets.Select(t => t.Name)],
            time,
            AfterReading,
            logger ?? NullLogger<LiveAlerts>.Instance
        );
    }

    /// <summary>Begins to keep and to read; returns at once.</summary>
    public void Start() => intake.Start();

    /// <summary>Keeps what a sender posted; done when it is durable, or cannot be.</summary>
    public Task<Receipt> ReceiveAsync(ReceivedPost post, CancellationToken cancellation) => intake.ReceiveAsync(post, cancellation);

    /// <summary>Null when they cannot be read just now.</summary>
    public IReadOnlyList<AlertRecord>? List(AlertFilter filter, int limit) => live.QueryStore(s => s.Alerts.List(filter, limit));

    public AlertLookup Find(string id) => live.QueryStore(s => new AlertLookup(s.Alerts.Find(id), IsKnown: true));

    /// <summary>Null when they cannot be read just now.</summary>
    public IReadOnlyList<AlertEvent>? Events(string id) => live.QueryStore(s => s.Alerts.Events(id));

    /// <summary>Null when it cannot be read just now.</summary>
    public IReadOnlyList<InboxItem>? Inbox(int limit, bool unreadable) => live.QueryStore(s => s.Inbox.List(limit, unreadable));

    /// <summary>Requests that were kept and not read yet; null when that cannot be told just now.</summary>
    public int? Unread => live.QueryStore<int?>(s => s.Inbox.Waiting());

    /// <summary>Requests that wait on this node's disk until the database takes them.</summary>
    internal int Spooled => intake.Spooled;

    /// <summary>How long the oldest of these has waited, zero for none; null when that cannot be told just now.</summary>
    public TimeSpan? OldestUnread => intake.OldestUnread();

    /// <summary>Alerts that fire; null when that cannot be told just now.</summary>
    public int? Firing => live.QueryStore<int?>(s => s.Alerts.Count("firing"));

    /// <summary>Topics of Amazon SNS that wait to be confirmed, newest first; null when they cannot be read just now.</summary>
    public IReadOnlyList<PendingSubscription>? Subscriptions() =>
        live.QueryStore(s => s.Inbox.PerhapsSubscriptions())
            ?.Select(p => (Post: p, AlertPayloadReader.Read(p.Body).Subscription))
            .Where(p => p.Subscription?.ConfirmUrl is not null)
            .Select(p => new PendingSubscription(
                p.Post.Id,
                p.Post.Source,
                p.Post.Received,
                p.Subscription!.TopicArn,
                p.Subscription.ConfirmUrl!
            ))
            .DistinctBy(p => (p.Source, p.TopicArn))
            .ToList();

    /// <summary>Keeps that a subscription was confirmed, and what the topic asked before; false when it could not be kept.</summary>
    public bool Confirmed(PendingSubscription subscription, string actor) =>
        live.UpdateStore(s =>
        {
            foreach (var post in s.Inbox.PerhapsSubscriptions())
                if (
                    post.Source == subscription.Source
                    && AlertPayloadReader.Read(post.Body).Subscription?.TopicArn == subscription.TopicArn
                )
                    s.Inbox.Settle(post.Id, $"confirmed by {actor}");
        });

    /// <summary>Reads again what could not be read.</summary>
    /// <returns>How many requests; null when the store is not there.</returns>
    public int? Replay()
    {
        var replayed = live.QueryStore<int?>(s => s.Inbox.Replay());
        intake.ReadNow();
        return replayed;
    }

    /// <summary>
    /// The runbook of an alert, by what is served and feedback on it: the one function behind pages, API, Slack, <c>/r/</c> and
    /// messages.
    /// </summary>
    /// <param name="knowledge">What whoever is told may see.</param>
    /// <param name="useText">Whether its words may find a page.</param>
    public AlertMatch Match(FiredAlert alert, KnowledgeBase knowledge, bool useText = true) =>
        knowledge.Alerts.Match(alert, VotesOf(alert.Name) ?? [], useText);

    /// <summary>Who answers for an alert: the owner of its service, else of its runbook, else the first contact.</summary>
    /// <param name="knowledge">What whoever is told may see.</param>
    public Owner? OwnerOf(AlertRecord alert, AlertMatch match, KnowledgeBase knowledge) => OwnerOf(alert.Service, match, knowledge);

    /// <param name="of">Service of the alert; null when it names none.</param>
    /// <param name="knowledge">What whoever is told may see.</param>
    public Owner? OwnerOf(string? of, AlertMatch match, KnowledgeBase knowledge)
    {
        var now = time.GetUtcNow();
        return (of is { } service ? knowledge.OwnerOfService(service, now) : null)
            ?? (match.DocumentId is { } id && knowledge.Find(id) is { } document ? knowledge.OwnerOf(document, now) : null)
            ?? knowledge.FirstContact(now);
    }

    /// <summary>Feedback on the pages that alerts of a name led to; null when it cannot be read just now.</summary>
    public IReadOnlyList<RunbookVotes>? VotesOf(string alertName) => live.QueryStore(s => s.Votes.Of(alertName));

    /// <summary>Keeps whether a page solved an alert; false when it could not be kept.</summary>
    /// <param name="helped">Null takes back what the actor said.</param>
    public bool Vote(AlertRecord alert, string documentId, bool? helped, string actor) =>
        live.UpdateStore(s => s.Votes.Record(alert, documentId, helped, actor, time.GetUtcNow()));

    /// <summary>Says that an alert is over although its sender does not; null when that cannot be kept just now.</summary>
    /// <returns>False when it is over already.</returns>
    public bool? Close(AlertRecord alert, string actor) => live.QueryStore<bool?>(s => s.Alerts.Close(alert.Id, actor, time.GetUtcNow()));

    /// <summary>Takes back that somebody said that it is over; null when that cannot be kept just now.</summary>
    /// <returns>False when it is not over, or its sender ended it.</returns>
    public bool? Reopen(AlertRecord alert, string actor) => live.QueryStore<bool?>(s => s.Alerts.Reopen(alert.Id, actor, time.GetUtcNow()));

    /// <summary>What people did about the newest episode of an alert; null when it cannot be read just now.</summary>
    public IReadOnlyList<AlertAction>? Log(AlertRecord alert) => live.QueryStore(s => s.AlertLog.Of(alert.Id, alert.StartsAt));

    /// <summary>Keeps what somebody did about an alert, without keys in it; false when it could not be kept.</summary>
    public bool Record(AlertRecord alert, AlertActionKind what, string actor, string text = "", string? whom = null) =>
        live.QueryStore(s =>
            s.AlertLog.Record(alert.Id, alert.StartsAt, new(what, actor, time.GetUtcNow(), SecretRedaction.Of(text), whom))
        );

    /// <summary>What was done of a page for the newest episode of an alert; null when it cannot be read just now.</summary>
    public RunbookRun? RunOf(AlertRecord alert, string documentId) => live.QueryStore(s => s.Runs.Of(alert.Id, alert.StartsAt, documentId));

    /// <summary>
    /// Of alerts whose runbook was worked with, how long after their beginning the first step was ticked; the newest alerts first.
    /// </summary>
    /// <param name="limit">Alerts that are looked at.</param>
    /// <param name="knowledge">What whoever is told may see.</param>
    /// <returns>Null when they cannot be read just now.</returns>
    public IReadOnlyList<FirstStep>? FirstSteps(int limit, KnowledgeBase knowledge)
    {
        if (List(new(), limit) is not { } newest)
            return null;
        var steps = new List<FirstStep>();
        foreach (var alert in newest)
            if (
                Match(alert.Alert, knowledge).DocumentId is { } document
                && RunOf(alert, document)?.Log is { Count: > 0 } log
                && log.FirstOrDefault(s => s.Done) is { } first
                && first.At >= alert.StartsAt
            )
                steps.Add(new(alert.Id, alert.Name, alert.StartsAt, first.At - alert.StartsAt, document));
        return [.. steps.OrderByDescending(s => s.StartsAt)];
    }

    /// <summary>Keeps who did which steps, and what came of them without keys in it; false when it could not be kept.</summary>
    public bool RecordSteps(AlertRecord alert, string documentId, IReadOnlyList<RunChange> changes, string actor)
    {
        IReadOnlyList<RunChange> kept = [.. changes.Select(c => c with { Result = SecretRedaction.Of(c.Result) })];
        return kept.Count == 0 || live.UpdateStore(s => s.Runs.Record(alert.Id, alert.StartsAt, documentId, kept, actor, time.GetUtcNow()));
    }

    /// <summary>An alert with what its runbook says, as it is told to others.</summary>
    /// <param name="root">Address of the server for links.</param>
    /// <param name="viewer">Who is told.</param>
    public AlertMessage MessageOf(AlertRecord alert, Uri root, Viewer viewer)
    {
        // Asked first: what comes in between is found.
        var isComplete = live.IsComplete;
        var knowledge = live.VisibleTo(viewer);
        var match = Match(alert.Alert, knowledge);
        return new(
            alert,
            match,
            match.DocumentId is { } id ? knowledge.Find(id) : null,
            OwnerOf(alert, match, knowledge),
            root,
            isComplete
        );
    }

    public ValueTask DisposeAsync() => intake.DisposeAsync();

    // What woke somebody and has no runbook is what somebody should write next. While pages are still being read nobody can tell.
    private void AfterReading(IReadOnlyList<FiredAlert> begun)
    {
        if (!live.IsComplete)
            return;
        var now = time.GetUtcNow();
        var whole = live.Whole;
        live.RecordGaps([.. begun.Where(a => !Match(a, whole).IsMatched).Select(a => GapOf(a, now))]);
    }

    private Gap GapOf(FiredAlert alert, DateTimeOffset now)
    {
        var words = string.Join(' ', new[] { alert.Name, alert.Summary }.Where(w => w.Length > 0).Distinct());
        return Gaps.Of(
            Sentences.Truncate(words, MaxGapCharacters),
            (alert.Service is { } service ? live.ForEverybody.OwnerOfService(service, now) : null) ?? live.ForEverybody.FirstContact(now)
        );
    }
}
