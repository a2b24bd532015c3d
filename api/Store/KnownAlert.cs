using System.Data.Common;
using System.Text.Json;
using Dapper;
using Knowledge.Content.Alerts;

namespace Knowledge.Api.Store;

/// <summary>What is kept of an alert when somebody speaks of it again.</summary>
internal sealed record KnownAlert
{
    public long StartsAt { get; init; }
    public required string State { get; init; }
    public long? EndsAt { get; init; }
    public long? SaidAt { get; init; }

    /// <summary>When it was last said that it is over, by its sender or by whoever closed it.</summary>
    public long? EndToldAt { get; init; }
    public string? Payload { get; init; }

    /// <summary>What was said of it last; only where the payload was asked for.</summary>
    public FiredAlert Alert => JsonSerializer.Deserialize<FiredAlert>(Payload!)!;

    /// <param name="withPayload">Whether what was said of it is asked for while it is not over, too.</param>
    public static KnownAlert? Of(DbConnection connection, DbTransaction transaction, string id, bool withPayload) =>
        connection.QueryFirstOrDefault<KnownAlert>(
            """
            SELECT starts_at AS StartsAt, state, ends_at AS EndsAt, said_at AS SaidAt,
                CASE WHEN state = 'resolved' OR @withPayload THEN payload END AS Payload,
                CASE WHEN closed_by IS NOT NULL THEN ends_at ELSE
                    (SELECT last_seen FROM alert_events e
                        WHERE e.alert_id = a.id AND e.starts_at = a.starts_at AND e.state = 'resolved') END AS EndToldAt
            FROM alerts a WHERE id = @id
            """,
            new { id, withPayload },
            transaction
        );

    public static void MarkSeen(DbConnection connection, DbTransaction transaction, string id, long at) =>
        connection.Execute("UPDATE alerts SET last_seen = MAX(last_seen, @at) WHERE id = @id", new { id, at }, transaction);
}
