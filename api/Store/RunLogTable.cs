using Dapper;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Store;

/// <summary>Who did which step of a runbook for an episode of an alert.</summary>
internal sealed class RunLogTable(Database database)
{
    private const int MaxSteps = 2_000;

    private sealed record Row(string Step, long Done, string Actor, long At, string Result);

    public RunbookRun Of(string alertId, DateTimeOffset startsAt, string documentId) =>
        database.Read(connection => new RunbookRun([
            .. connection
                .Query<Row>(
                    "SELECT step, done, actor, at, result FROM run_log WHERE alert_id = @alertId AND starts_at = @at "
                        + "AND document_id = @documentId ORDER BY id LIMIT @MaxSteps",
                    new
                    {
                        alertId,
                        at = startsAt.ToUnixTimeMilliseconds(),
                        documentId,
                        MaxSteps,
                    }
                )
                .Select(r => new RunStep(r.Step, r.Done != 0, r.Actor, DateTimeOffset.FromUnixTimeMilliseconds(r.At), r.Result)),
        ]));

    public void Record(
        string alertId,
        DateTimeOffset startsAt,
        string documentId,
        IReadOnlyList<RunChange> changes,
        string actor,
        DateTimeOffset now
    ) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "INSERT INTO run_log (alert_id, starts_at, document_id, step, done, actor, at, result) VALUES (@alertId, "
                        + "@starts, @documentId, @Step, @done, @actor, @at, @Result)",
                    changes.Select(c => new
                    {
                        alertId,
                        starts = startsAt.ToUnixTimeMilliseconds(),
                        documentId,
                        c.Step,
                        done = c.Done ? 1 : 0,
                        c.Result,
                        actor,
                        at = now.ToUnixTimeMilliseconds(),
                    }),
                    transaction
                )
        );
}
