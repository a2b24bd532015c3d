using System.Text.Json;
using Dapper;
using Knowledge.Content.Catalog;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Redaction;

namespace Knowledge.Api.Store;

/// <summary>Keeps the words that found nothing, once each, with how often and when last.</summary>
internal sealed class GapTable(Database database)
{
    public const int MaxGaps = 10_000;

    private sealed record Row(string Id, string Query, long Count, long Last, string? Owner);

    /// <summary>Keeps all of them in one transaction.</summary>
    public void Record(IReadOnlyList<WaitingGap> gaps) =>
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute(
                    """
                    INSERT INTO gaps (id, query, count, first, last, owner) VALUES (@Id, @Query, @Count, @first, @last, @owner)
                    ON CONFLICT (id) DO UPDATE SET
                        count = gaps.count + excluded.count, last = MAX(gaps.last, excluded.last), owner = excluded.owner
                    """,
                    gaps.Select(g => new
                    {
                        g.Gap.Id,
                        g.Gap.Query,
                        g.Count,
                        first = g.First.ToUnixTimeMilliseconds(),
                        last = g.Last.ToUnixTimeMilliseconds(),
                        owner = g.Gap.Owner is null ? null : JsonSerializer.Serialize(g.Gap.Owner),
                    }),
                    transaction
                );
                // Beyond the cap the words that were asked for least, and longest ago, give way.
                return connection.Execute(
                    """
                    DELETE FROM gaps WHERE id IN (
                        SELECT id FROM gaps WHERE id <> @Id ORDER BY count, last LIMIT MAX(0, (SELECT COUNT(*) FROM gaps) - @MaxGaps))
                    """,
                    new { gaps[^1].Gap.Id, MaxGaps },
                    transaction
                );
            }
        );

    /// <summary>Deletes those that were last asked for before a time, with who looks after them and who waits for an answer.</summary>
    public int Delete(DateTimeOffset before) =>
        Delete("SELECT id FROM gaps WHERE last < @at", new { at = before.ToUnixTimeMilliseconds() });

    /// <summary>The same for one.</summary>
    public int Delete(string id) => Delete("SELECT id FROM gaps WHERE id = @id", new { id });

    private int Delete(string which, object with) =>
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute($"DELETE FROM gap_work WHERE gap_id IN ({which})", with, transaction);
                connection.Execute($"DELETE FROM gap_askers WHERE gap_id IN ({which})", with, transaction);
                return connection.Execute($"DELETE FROM gaps WHERE id IN ({which})", with, transaction);
            }
        );

    /// <summary>When each was asked for first.</summary>
    public IReadOnlyList<DateTimeOffset> FirstAsked() =>
        database.Read(connection =>
            (IReadOnlyList<DateTimeOffset>)
                [.. connection.Query<long>("SELECT first FROM gaps ORDER BY first").Select(DateTimeOffset.FromUnixTimeMilliseconds)]
        );

    /// <summary>Most asked for first, and behind them those of these ids.</summary>
    public IReadOnlyList<RecordedGap> List(int limit, IReadOnlyList<string> ids) =>
        database.Read(connection =>
            (IReadOnlyList<RecordedGap>)
                [
                    .. connection
                        .Query<Row>(
                            $"""
                            WITH most AS (SELECT id FROM gaps ORDER BY count DESC, last DESC, id LIMIT @limit)
                            SELECT id, query, count, last, owner FROM gaps WHERE id IN (SELECT id FROM most) OR {database.In("id", "ids")}
                            ORDER BY id NOT IN (SELECT id FROM most), count DESC, last DESC, id
                            """,
                            new { limit, ids }
                        )
                        .Select(r => new RecordedGap(
                            r.Id,
                            // Earlier versions kept them with what was pasted.
                            KeptQuery.Of(r.Query),
                            (int)r.Count,
                            DateTimeOffset.FromUnixTimeMilliseconds(r.Last),
                            r.Owner is null ? null : JsonSerializer.Deserialize<Owner>(r.Owner)
                        )),
                ]
        );
}
