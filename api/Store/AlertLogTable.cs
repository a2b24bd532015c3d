using System.Data.Common;
using Dapper;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Store;

/// <summary>Who did what about an episode of an alert: on it, handed over, noted, solved, closed, reopened.</summary>
internal sealed class AlertLogTable(Database database)
{
    /// <summary>More than people do in one incident.</summary>
    public const int MaxActions = 2_000;

    private sealed record Row(string What, string Actor, long At, string Text, string? Whom);

    /// <summary>In the order in which it was done.</summary>
    public IReadOnlyList<AlertAction> Of(string alertId, DateTimeOffset startsAt) =>
        database.Read(connection =>
            (IReadOnlyList<AlertAction>)
                [
                    .. connection
                        .Query<Row>(
                            "SELECT what, actor, at, text, whom FROM alert_log WHERE alert_id = @alertId AND starts_at = @at "
                                + "ORDER BY id LIMIT @MaxActions",
                            new
                            {
                                alertId,
                                at = startsAt.ToUnixTimeMilliseconds(),
                                MaxActions,
                            }
                        )
                        .Select(r => new AlertAction(
                            KindOf(r.What),
                            r.Actor,
                            DateTimeOffset.FromUnixTimeMilliseconds(r.At),
                            r.Text,
                            r.Whom
                        )),
                ]
        );

    /// <returns>False when there is no room for more.</returns>
    public bool Record(string alertId, DateTimeOffset startsAt, AlertAction action) =>
        database.Write((connection, transaction) => Record(connection, transaction, alertId, startsAt.ToUnixTimeMilliseconds(), action));

    /// <summary>The same in a transaction that changes the alert, too.</summary>
    public static bool Record(DbConnection connection, DbTransaction transaction, string alertId, long starts, AlertAction action) =>
        connection.Execute(
            """
            INSERT INTO alert_log (alert_id, starts_at, what, actor, at, text, whom)
            SELECT @alertId, @starts, @what, @Actor, @at, @Text, @Whom
            WHERE (SELECT COUNT(*) FROM alert_log WHERE alert_id = @alertId AND starts_at = @starts) < @MaxActions
            """,
            new
            {
                alertId,
                starts,
                what = NameOf(action.What),
                action.Actor,
                at = action.At.ToUnixTimeMilliseconds(),
                action.Text,
                action.Whom,
                MaxActions,
            },
            transaction
        ) > 0;

    private static string NameOf(AlertActionKind what) =>
        what == AlertActionKind.HandedOver ? "handed-over" : what.ToString().ToLowerInvariant();

    private static AlertActionKind KindOf(string name) =>
        name == "handed-over" ? AlertActionKind.HandedOver : Enum.Parse<AlertActionKind>(name, ignoreCase: true);
}
