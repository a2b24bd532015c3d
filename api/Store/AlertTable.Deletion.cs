using System.Data.Common;
using Dapper;

namespace Knowledge.Api.Store;

internal sealed partial class AlertTable
{
    /// <summary>
    /// Deletes alerts that are over and of which nothing came since a time, with all that hangs on them but votes; earlier
    /// episodes of the others; and messages that were sent or given up, reminders too.
    /// </summary>
    /// <returns>How many alerts.</returns>
    public int DeleteOver(DateTimeOffset before) =>
        database.Write(
            (connection, transaction) =>
            {
                var with = new { at = before.ToUnixTimeMilliseconds() };
                connection.Execute(
                    """
                    DELETE FROM alert_events WHERE last_seen < @at
                        AND starts_at < (SELECT starts_at FROM alerts WHERE alerts.id = alert_events.alert_id);
                    DELETE FROM run_log WHERE at < @at
                        AND starts_at < (SELECT starts_at FROM alerts WHERE alerts.id = run_log.alert_id);
                    DELETE FROM alert_log WHERE at < @at
                        AND starts_at < (SELECT starts_at FROM alerts WHERE alerts.id = alert_log.alert_id);
                    DELETE FROM outbox WHERE created < @at AND state <> 'waiting';
                    """,
                    with,
                    transaction
                );
                return Delete(
                    connection,
                    transaction,
                    "SELECT id FROM alerts WHERE state = 'resolved' AND last_seen < @at",
                    "AND state <> 'waiting'",
                    with
                );
            }
        );

    /// <summary>Deletes one, be it over or not, with all that hangs on it but votes; its sender may bring it again.</summary>
    public int Delete(string id) =>
        database.Write(
            (connection, transaction) => Delete(connection, transaction, "SELECT id FROM alerts WHERE id = @id", "", new { id })
        );

    private static int Delete(DbConnection connection, DbTransaction transaction, string which, string whichMessages, object with)
    {
        connection.Execute(
            $"""
            DELETE FROM run_log WHERE alert_id IN ({which});
            DELETE FROM alert_log WHERE alert_id IN ({which});
            DELETE FROM outbox WHERE alert_id IN ({which}) {whichMessages};
            DELETE FROM alert_events WHERE alert_id IN ({which});
            """,
            with,
            transaction
        );
        return connection.Execute($"DELETE FROM alerts WHERE id IN ({which})", with, transaction);
    }
}
