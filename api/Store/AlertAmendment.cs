using System.Data.Common;
using System.Text.Json;
using Dapper;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Store;

/// <summary>What changes of an alert by a word that does not say how it stands.</summary>
internal static class AlertAmendment
{
    /// <summary>False for an alert that is not known: it does not begin by that.</summary>
    public static bool Apply(DbConnection connection, DbTransaction transaction, StoredPost post, FiredAlert word)
    {
        var id = AlertTable.IdOf(post.Source, word.Key);
        if (KnownAlert.Of(connection, transaction, id, withPayload: true) is not { } known)
            return false;
        var at = post.Received.ToUnixTimeMilliseconds();
        var alert = PartialAlert.Amended(known.Alert, AlertTable.StateOf(known.State), word);
        var state = AlertTable.NameOf(alert.State);
        // Its time does not become the alert's: an end that was said before it may still be on its way.
        if (word.ReportedAt is not { } said || !(said.ToUnixTimeMilliseconds() < known.SaidAt))
            connection.Execute(
                """
                UPDATE alerts SET
                    name = @Name,
                    state = @state,
                    severity = COALESCE(@Severity, severity),
                    service = COALESCE(@Service, service),
                    payload = @payload
                WHERE id = @id
                """,
                new
                {
                    id,
                    alert.Name,
                    state,
                    alert.Severity,
                    alert.Service,
                    payload = JsonSerializer.Serialize(alert),
                },
                transaction
            );
        KnownAlert.MarkSeen(connection, transaction, id, at);
        connection.Execute(
            """
            INSERT INTO alert_events (alert_id, starts_at, state, ends_at, first_seen, last_seen, times)
            VALUES (@id, @StartsAt, @state, @EndsAt, @at, @at, 1)
            ON CONFLICT (alert_id, starts_at, state) DO UPDATE SET
                times = alert_events.times + 1, last_seen = MAX(alert_events.last_seen, excluded.last_seen)
            """,
            new
            {
                id,
                known.StartsAt,
                state,
                known.EndsAt,
                at,
            },
            transaction
        );
        return true;
    }
}
