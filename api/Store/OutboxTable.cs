using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Knowledge.Api.Store;

/// <summary>A message that waits to be told.</summary>
/// <param name="AlertId">Of an alert, a day's reminder, or somebody who waits for an answer.</param>
internal sealed record PendingMessage(long Id, string AlertId, string Target, DateTimeOffset Created, int Attempts)
{
    public const string Reminder = "actions:";

    private const string Asker = "asker:";

    /// <summary>What stands for the id of an alert in a message to somebody who waits for an answer.</summary>
    public static string AskerKey(long id) => $"{Asker}{id.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The day of which it reminds; null when it is about an alert.</summary>
    public DateOnly? ReminderOf =>
        AlertId.StartsWith(Reminder, StringComparison.Ordinal)
        && DateOnly.TryParseExact(AlertId[Reminder.Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>Who waits for an answer; null when it is about something else.</summary>
    public long? AskerId =>
        AlertId.StartsWith(Asker, StringComparison.Ordinal)
        && long.TryParse(AlertId.AsSpan(Asker.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    public bool IsAboutAlert => ReminderOf is null && AskerId is null;
}

/// <summary>Notifications, stored in one transaction with their alert until they are delivered.</summary>
internal sealed class OutboxTable(Database database)
{
    private const int MaxKept = 20_000;

    // Nothing is put off for longer: what seems to be was put off by a clock that was ahead.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    private sealed record Row(long Id, string AlertId, string Target, long Created, long Attempts);

    /// <summary>Within the transaction that begins an episode.</summary>
    public static void Add(
        DbConnection connection,
        DbTransaction transaction,
        string alertId,
        long startsAt,
        IEnumerable<string> targets,
        long at
    ) =>
        connection.Execute(
            "INSERT INTO outbox (alert_id, starts_at, target, created, due, state) VALUES "
                + "(@alertId, @startsAt, @target, @at, @at, 'waiting') ON CONFLICT DO NOTHING",
            targets.Select(target => new
            {
                alertId,
                startsAt,
                target,
                at,
            }),
            transaction
        );

    /// <summary>What people are reminded of on a day, once per day and target.</summary>
    public int AddReminder(DateOnly day, IEnumerable<string> targets, DateTimeOffset now) =>
        database.Write(
            (connection, transaction) =>
            {
                Add(
                    connection,
                    transaction,
                    PendingMessage.Reminder + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    new DateTimeOffset(day, default, default).ToUnixTimeMilliseconds(),
                    targets,
                    now.ToUnixTimeMilliseconds()
                );
                return 0;
            }
        );

    /// <summary>What a target is to be told now, what waits longest first.</summary>
    public IReadOnlyList<PendingMessage> Due(DateTimeOffset now, string target, int limit) =>
        database.Read(connection =>
            (IReadOnlyList<PendingMessage>)
                [
                    .. connection
                        .Query<Row>(
                            "SELECT id, alert_id AS AlertId, target, created, attempts FROM outbox WHERE state = 'waiting' AND "
                                + "target = @target AND (due <= @at OR due > @at + @longest) ORDER BY due, id LIMIT @limit",
                            new
                            {
                                at = now.ToUnixTimeMilliseconds(),
                                target,
                                limit,
                                longest = (long)LongestWait.TotalMilliseconds,
                            }
                        )
                        .Select(r => new PendingMessage(
                            r.Id,
                            r.AlertId,
                            r.Target,
                            DateTimeOffset.FromUnixTimeMilliseconds(r.Created),
                            (int)r.Attempts
                        )),
                ]
        );

    /// <summary>Counts an attempt that is about to be made.</summary>
    /// <param name="due">When they are tried again if the server ends during this attempt.</param>
    public void Trying(IReadOnlyList<long> ids, DateTimeOffset due) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "UPDATE outbox SET attempts = attempts + 1, due = @due WHERE " + database.In("id", "ids"),
                    new { ids, due = due.ToUnixTimeMilliseconds() },
                    transaction
                )
        );

    /// <param name="ids">At least one.</param>
    public void Sent(IReadOnlyList<long> ids) =>
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute(
                    $"UPDATE outbox SET state = 'sent', problem = NULL WHERE {database.In("id", "ids")}",
                    new { ids },
                    transaction
                );
                return Trim(connection, transaction, ids.Max());
            }
        );

    /// <param name="ids">At least one.</param>
    /// <param name="due">When they are tried again; null for never.</param>
    public void Failed(IReadOnlyList<long> ids, DateTimeOffset? due, string problem) =>
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute(
                    $"UPDATE outbox SET state = @state, due = COALESCE(@due, due), problem = @problem WHERE {database.In("id", "ids")}",
                    new
                    {
                        ids,
                        state = due is null ? "failed" : "waiting",
                        due = due?.ToUnixTimeMilliseconds(),
                        problem,
                    },
                    transaction
                );
                return due is null ? Trim(connection, transaction, ids.Max()) : 0;
            }
        );

    /// <summary>Gives up what is for nobody of these.</summary>
    public void GiveUpOthers(IReadOnlyList<string> targets) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "UPDATE outbox SET state = 'failed', problem = 'it is not configured any more' "
                        + $"WHERE state = 'waiting' AND NOT ({database.In("target", "targets")})",
                    new { targets },
                    transaction
                )
        );

    /// <summary>How many wait and how many were given up, and why the last one that did not go out did not.</summary>
    public (int Waiting, int Failed, string? Problem) State() =>
        database.Read(c =>
            (
                c.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'"),
                c.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox WHERE state = 'failed'"),
                c.ExecuteScalar<string?>(
                    "SELECT problem FROM outbox WHERE problem IS NOT NULL AND state <> 'sent' ORDER BY id DESC LIMIT 1"
                )
            )
        );

    /// <summary>When the oldest that waits was to be told; null when none does.</summary>
    /// <param name="except">A target that is left out: a person whose mailbox is full wakes nobody.</param>
    public DateTimeOffset? OldestWaiting(string except) =>
        database.Read(c =>
            c.ExecuteScalar<long?>("SELECT MIN(created) FROM outbox WHERE state = 'waiting' AND target <> @except", new { except })
        )
            is { } at
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;

    // The newest are kept to be looked at, and what waits always.
    private static int Trim(DbConnection connection, DbTransaction transaction, long id) =>
        connection.Execute("DELETE FROM outbox WHERE state <> 'waiting' AND id <= @id - @MaxKept", new { id, MaxKept }, transaction);
}
