using System.Text.Json;
using Dapper;
using Knowledge.Content.Catalog;
using Knowledge.Indexer.Answers;

namespace Knowledge.Indexer.Store;

/// <summary>Keeps the words that found nothing, once each, with how often and when last.</summary>
internal sealed class GapLog(Database database)
{
    public const int MaxGaps = 10_000;

    private sealed record Row(string Id, string Query, long Count, long Last, string? Owner);

    /// <summary>Keeps all of them in one transaction.</summary>
    public void Record(IReadOnlyList<Gap> gaps, DateTimeOffset now) =>
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute(
                    """
                    INSERT INTO gaps (id, query, count, first, last, owner) VALUES (@Id, @Query, @times, @at, @at, @owner)
                    ON CONFLICT (id) DO UPDATE SET count = gaps.count + excluded.count, last = excluded.last, owner = excluded.owner
                    """,
                    gaps.GroupBy(g => g.Id)
                        .Select(g => new
                        {
                            Id = g.Key,
                            g.First().Query,
                            times = g.Count(),
                            at = now.ToUnixTimeMilliseconds(),
                            owner = g.Last().Owner is null ? null : JsonSerializer.Serialize(g.Last().Owner),
                        }),
                    transaction
                );
                // Beyond the cap the words that were asked for least, and longest ago, give way.
                return connection.Execute(
                    """
                    DELETE FROM gaps WHERE id IN (
                        SELECT id FROM gaps WHERE id <> @Id ORDER BY count, last LIMIT MAX(0, (SELECT COUNT(*) FROM gaps) - @MaxGaps))
                    """,
                    new { gaps[^1].Id, MaxGaps },
                    transaction
                );
            }
        );

    /// <summary>Most asked for first.</summary>
    public IReadOnlyList<RecordedGap> List(int limit) =>
        database.Read(connection =>
            (IReadOnlyList<RecordedGap>)
                [
                    .. connection
                        .Query<Row>(
                            "SELECT id, query, count, last, owner FROM gaps ORDER BY count DESC, last DESC, id LIMIT @limit",
                            new { limit }
                        )
                        .Select(r => new RecordedGap(
                            r.Id,
                            r.Query,
                            (int)r.Count,
                            DateTimeOffset.FromUnixTimeMilliseconds(r.Last),
                            r.Owner is null ? null : JsonSerializer.Deserialize<Owner>(r.Owner)
                        )),
                ]
        );
}
