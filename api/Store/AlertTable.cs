using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Store;

/// <summary>
/// Alerts and the notifications received for them. An alert is its source and its key; an episode of it begins at its start; an event is an
/// episode and a state.
/// </summary>
internal sealed partial class AlertTable(Database database)
{
    // With computed columns, which have no type while there are no rows: filled by property, not by constructor.
    private sealed record Row
    {
        public required string Id { get; init; }
        public required string Source { get; init; }
        public required string Name { get; init; }
        public required string State { get; init; }
        public string? Severity { get; init; }
        public string? Service { get; init; }
        public long StartsAt { get; init; }
        public long? EndsAt { get; init; }
        public long FirstSeen { get; init; }
        public long LastSeen { get; init; }
        public required string Payload { get; init; }
        public string? ClosedBy { get; init; }
        public long Episodes { get; init; }
        public long Heard { get; init; }
        public string? HolderWhat { get; init; }
        public string? HolderActor { get; init; }
        public string? HolderWhom { get; init; }
        public long HolderAt { get; init; }
        public string? SolvedWhat { get; init; }
        public string? SolvedText { get; init; }
        public string? SolvedActor { get; init; }
        public long SolvedAt { get; init; }
    }

    private sealed record EventRow(long StartsAt, string State, long? EndsAt, long FirstSeen, long LastSeen, long Times);

    private const string Columns = """
        SELECT a.id, a.source, a.name, a.state, a.severity, a.service, a.starts_at AS StartsAt, a.ends_at AS EndsAt,
            a.first_seen AS FirstSeen, a.last_seen AS LastSeen, a.payload, a.closed_by AS ClosedBy,
            (SELECT COUNT(DISTINCT starts_at) FROM alert_events e WHERE e.alert_id = a.id) AS Episodes,
            (SELECT CAST(SUM(times) AS BIGINT) FROM alert_events e WHERE e.alert_id = a.id) AS Heard,
            h.what AS HolderWhat, h.actor AS HolderActor, h.whom AS HolderWhom, COALESCE(h.at, 0) AS HolderAt,
            s.what AS SolvedWhat, s.text AS SolvedText, s.actor AS SolvedActor, COALESCE(s.at, 0) AS SolvedAt
        FROM alerts a
        LEFT JOIN alert_log h ON h.id = (SELECT MAX(id) FROM alert_log l WHERE l.alert_id = a.id AND l.starts_at = a.starts_at
            AND l.what IN ('acknowledged', 'handed-over', 'released'))
        LEFT JOIN alert_log s ON s.id = (SELECT MAX(id) FROM alert_log l WHERE l.alert_id = a.id AND l.starts_at = a.starts_at
            AND l.what IN ('solved', 'reopened'))
        """;

    /// <summary>Takes in what some requests said, and marks them as read, in one transaction.</summary>
    /// <param name="targets">Who is to be told of alerts that are new or began a new episode.</param>
    /// <returns>Those alerts.</returns>
    public IReadOnlyList<FiredAlert> Apply(IReadOnlyList<(StoredPost Post, AlertPayload Payload)> read, IReadOnlyList<string> targets) =>
        database.Write(
            (connection, transaction) =>
            {
                var begun = new List<FiredAlert>();
                foreach (var (post, payload) in read)
                {
                    var newestStart = payload.Alerts.Max(a => a.StartsAt);
                    var unknown = 0;
                    foreach (var alert in payload.Alerts)
                        if (!alert.TellsState)
                            unknown += AlertAmendment.Apply(connection, transaction, post, alert) ? 0 : 1;
                        else if (Apply(connection, transaction, post, alert, newestStart) is { } startsAt)
                        {
                            begun.Add(alert);
                            OutboxTable.Add(
                                connection,
                                transaction,
                                IdOf(post.Source, alert.Key),
                                startsAt,
                                targets,
                                post.Received.ToUnixTimeMilliseconds()
                            );
                        }
                    InboxTable.MarkRead(connection, transaction, post.Id, payload, unknown);
                }
                return begun;
            }
        );

    /// <summary>Newest first.</summary>
    public IReadOnlyList<AlertRecord> List(AlertFilter filter, int limit) =>
        database.Read(connection =>
            (IReadOnlyList<AlertRecord>)
                [
                    .. connection
                        .Query<Row>(
                            $"""
                            {Columns}
                            WHERE (@State IS NULL OR a.state = @State OR (@State = 'open' AND a.state <> 'resolved'))
                                AND (@Service IS NULL OR LOWER(a.service) = LOWER(@Service))
                                AND (@Severity IS NULL OR LOWER(a.severity) = LOWER(@Severity))
                            ORDER BY a.state = 'resolved', a.last_seen DESC, a.id LIMIT @limit
                            """,
                            new
                            {
                                filter.State,
                                filter.Service,
                                filter.Severity,
                                limit,
                            }
                        )
                        .Select(RecordOf),
                ]
        );

    public AlertRecord? Find(string id) =>
        database.Read(connection =>
            connection.QueryFirstOrDefault<Row>($"{Columns} WHERE a.id = @id", new { id }) is { } row ? RecordOf(row) : null
        );

    /// <summary>The notifications received for an alert, newest episode first.</summary>
    public IReadOnlyList<AlertEvent> Events(string id) =>
        database.Read(connection =>
            (IReadOnlyList<AlertEvent>)
                [
                    .. connection
                        .Query<EventRow>(
                            """
                            SELECT starts_at AS StartsAt, state, ends_at AS EndsAt, first_seen AS FirstSeen, last_seen AS LastSeen, times
                            FROM alert_events
                            WHERE alert_id = @id
                            ORDER BY starts_at DESC, first_seen DESC LIMIT 500
                            """,
                            new { id }
                        )
                        .Select(r => new AlertEvent(
                            Time(r.StartsAt),
                            StateOf(r.State),
                            r.EndsAt is { } ends ? Time(ends) : null,
                            Time(r.FirstSeen),
                            Time(r.LastSeen),
                            (int)r.Times
                        )),
                ]
        );

    /// <summary>Ends an alert that its sender does not end: a person says that it is over.</summary>
    /// <returns>False when it is over already, or not there.</returns>
    public bool Close(string id, string actor, DateTimeOffset now) =>
        Change(
            id,
            new(AlertActionKind.Closed, actor, now),
            "UPDATE alerts SET state = 'resolved', ends_at = @at, closed_by = @Actor WHERE id = @id AND state <> 'resolved'"
        );

    /// <summary>Takes back that a person ended an alert: it is as its sender says again, who never said that it was over.</summary>
    /// <returns>False when it is not over, or its sender ended it.</returns>
    public bool Reopen(string id, string actor, DateTimeOffset now) =>
        Change(
            id,
            new(AlertActionKind.Reopened, actor, now),
            "UPDATE alerts SET state = 'firing', ends_at = NULL, closed_by = NULL "
                + "WHERE id = @id AND state = 'resolved' AND closed_by IS NOT NULL"
        );

    private bool Change(string id, AlertAction action, string update) =>
        database.Write(
            (connection, transaction) =>
            {
                var with = new
                {
                    id,
                    at = action.At.ToUnixTimeMilliseconds(),
                    action.Actor,
                };
                if (connection.Execute(update, with, transaction) == 0)
                    return false;
                var starts = connection.ExecuteScalar<long>("SELECT starts_at FROM alerts WHERE id = @id", with, transaction);
                AlertLogTable.Record(connection, transaction, id, starts, action);
                return true;
            }
        );

    public int Count(string state) =>
        database.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM alerts WHERE state = @state", new { state }));

    public static string IdOf(string source, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\0{key}")).AsSpan(0, 8));

    /// <returns>When what people are to be told of began: the episode, or that it fires again; null when there is nothing to
    /// tell.</returns>
    private static long? Apply(
        DbConnection connection,
        DbTransaction transaction,
        StoredPost post,
        FiredAlert alert,
        DateTimeOffset? newestStart
    )
    {
        var id = IdOf(post.Source, alert.Key);
        var at = post.Received.ToUnixTimeMilliseconds();
        var known = KnownAlert.Of(connection, transaction, id, withPayload: alert.IsPartial);
        if (alert.IsPartial && known is not null && (alert.StartsAt is not { } began || began.ToUnixTimeMilliseconds() == known.StartsAt))
            alert = PartialAlert.Completed(known.Alert, alert);
        var change = AlertEpisode.Of(
            known is null ? null : new(Time(known.StartsAt), StateOf(known.State), Time(known.EndsAt), Time(known.SaidAt)),
            alert,
            post.Received,
            Time(known?.EndToldAt),
            isAfterEnd: known?.State == "resolved"
                && alert.State != AlertState.Resolved
                && (
                    AlertEpisode.ShowsLaterThan(known.Alert, Time(known.EndsAt ?? known.EndToldAt), alert, newestStart)
                    || InboxTable.CameBefore(connection, transaction, post.Id)
                )
        );
        var (state, starts) = (NameOf(alert.State), change.StartsAt.ToUnixTimeMilliseconds());
        var (ends, said) = (
            change.EndsAt?.ToUnixTimeMilliseconds(),
            AlertEpisode.Past(alert.ReportedAt, post.Received)?.ToUnixTimeMilliseconds()
        );
        if (change.IsNews)
            connection.Execute(
                """
                INSERT INTO alerts
                    (id, source, key, name, state, severity, service, starts_at, ends_at, said_at, first_seen, last_seen, payload)
                VALUES (@id, @Source, @Key, @Name, @state, @Severity, @Service, @starts, @ends, @said, @at, @at, @payload)
                ON CONFLICT (id) DO UPDATE SET
                    name = excluded.name,
                    state = excluded.state,
                    severity = COALESCE(excluded.severity, alerts.severity),
                    service = COALESCE(excluded.service, alerts.service),
                    starts_at = excluded.starts_at,
                    ends_at = excluded.ends_at,
                    said_at = excluded.said_at,
                    closed_by = NULL,
                    last_seen = MAX(alerts.last_seen, excluded.last_seen),
                    payload = excluded.payload
                """,
                new
                {
                    id,
                    post.Source,
                    alert.Key,
                    alert.Name,
                    state,
                    alert.Severity,
                    alert.Service,
                    starts,
                    ends,
                    said,
                    at,
                    payload = JsonSerializer.Serialize(alert),
                },
                transaction
            );
        else
            KnownAlert.MarkSeen(connection, transaction, id, at);
        connection.Execute(
            """
            INSERT INTO alert_events (alert_id, starts_at, state, ends_at, first_seen, last_seen, times)
            VALUES (@id, @starts, @state, @ends, @at, @at, 1)
            ON CONFLICT (alert_id, starts_at, state) DO UPDATE SET
                times = alert_events.times + 1,
                last_seen = MAX(alert_events.last_seen, excluded.last_seen),
                ends_at = COALESCE(excluded.ends_at, alert_events.ends_at)
            """,
            new
            {
                id,
                starts,
                state,
                ends,
                at,
            },
            transaction
        );
        return change.Begins
            ? starts == known?.StartsAt
                ? at
                : starts
            : null;
    }

    internal static string NameOf(AlertState state) => state.ToString().ToLowerInvariant();

    internal static AlertState StateOf(string name) => Enum.Parse<AlertState>(name, ignoreCase: true);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? Time(value) : null;

    private static AlertRecord RecordOf(Row row) =>
        new(
            row.Id,
            row.Source,
            row.Name,
            StateOf(row.State),
            row.Severity,
            row.Service,
            Time(row.StartsAt),
            row.EndsAt is { } ends ? Time(ends) : null,
            Time(row.FirstSeen),
            Time(row.LastSeen),
            (int)row.Episodes,
            (int)row.Heard,
            JsonSerializer.Deserialize<FiredAlert>(row.Payload)!,
            row.ClosedBy,
            row.HolderWhat switch
            {
                "acknowledged" => new(row.HolderActor!, Time(row.HolderAt), IsHandedOver: false),
                "handed-over" => new(row.HolderWhom ?? row.HolderActor!, Time(row.HolderAt), IsHandedOver: true),
                _ => null,
            },
            row.SolvedWhat == "solved" ? new(row.SolvedText!, row.SolvedActor!, Time(row.SolvedAt)) : null
        );
}
