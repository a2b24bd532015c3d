using System.Security.Cryptography;
using System.Text;
using Dapper;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Store;

internal sealed partial class AuthoredPostmortemTable
{
    /// <summary>Deletes for good, with all their revisions and comments, those in a state that were last changed before a time.</summary>
    /// <returns>Their slugs.</returns>
    public IReadOnlyList<string> DeleteIdle(string state, DateTimeOffset before, DateTimeOffset now) =>
        Delete([.. List().Where(r => r.State == state && r.At < before)], now);

    /// <summary>Deletes one for good, with all its revisions and comments; what is published stays.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Delete(string slug, DateTimeOffset now) =>
        Delete([.. List().Where(r => r.Slug == slug && r.State is ("draft" or "discarded"))], now).Count > 0;

    private IReadOnlyList<string> Delete(IReadOnlyList<AuthoredRevision> last, DateTimeOffset now)
    {
        if (last.Count > 0)
            InvalidatingCache(
                (connection, transaction) =>
                {
                    connection.Execute(
                        """
                        DELETE FROM written_comments WHERE slug = @slug;
                        DELETE FROM written WHERE slug = @slug;
                        INSERT INTO deleted_pages (slug_hash, at) VALUES (@hash, @at)
                        ON CONFLICT (slug_hash) DO UPDATE SET at = excluded.at
                        """,
                        last.Select(r => new
                        {
                            slug = r.Slug,
                            hash = HashOf(r.Slug),
                            // Its file has the time of its last revision, by whatever clock.
                            at = Math.Max(now.ToUnixTimeMilliseconds(), r.At.ToUnixTimeMilliseconds()),
                        }),
                        transaction
                    );
                    return new(SaveOutcome.Saved, null);
                }
            );
        return [.. last.Select(r => r.Slug)];
    }

    /// <summary>Whether a page of this name was deleted for good since a time: a file of that time does not bring it back.</summary>
    public bool IsDeleted(string slug, DateTimeOffset since)
    {
        IReadOnlyDictionary<string, long> known;
        lock (caching)
            known = deleted ??= database.Read(connection =>
                connection
                    .Query<(byte[] Hash, long At)>("SELECT slug_hash, at FROM deleted_pages")
                    .ToDictionary(r => Convert.ToHexString(r.Hash), r => r.At)
            );
        return known.TryGetValue(Convert.ToHexString(HashOf(slug)), out var at) && at >= since.ToUnixTimeMilliseconds();
    }

    private static byte[] HashOf(string slug) => SHA256.HashData(Encoding.UTF8.GetBytes(slug));

    /// <summary>
    /// Deletes an earlier revision for good, and the same text where it was kept as that of a page; the newest one is what the page is,
    /// and stays.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    public bool Purge(string slug, int number) =>
        InvalidatingCache(
            (connection, transaction) =>
            {
                if (Newest(connection, slug, transaction) is not { } last || last.Number == number)
                    return new(SaveOutcome.NotFound, null);
                connection.Execute(
                    "DELETE FROM revisions WHERE text <> @newest "
                        + "AND text = (SELECT text FROM written WHERE slug = @slug AND number = @number)",
                    new
                    {
                        slug,
                        number,
                        newest = last.Text,
                    },
                    transaction
                );
                return
                    connection.Execute("DELETE FROM written WHERE slug = @slug AND number = @number", new { slug, number }, transaction) > 0
                    ? new(SaveOutcome.Saved, last)
                    : new(SaveOutcome.NotFound, null);
            }
        ).Outcome == SaveOutcome.Saved;
}
