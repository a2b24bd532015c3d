using System.Data.Common;
using Dapper;

namespace Knowledge.Api.Store;

internal sealed partial class DocumentTable
{
    private const string IsGone = "SELECT id FROM documents WHERE id = @id AND deleted IS NOT NULL";

    /// <summary>Deletes for good what is known of a page that is gone; one that is served stays.</summary>
    /// <returns>How many texts, and the page itself.</returns>
    public int DeleteGone(string id)
    {
        Refresh();
        return Find(id) is { Deleted: not null } ? DeleteTexts(id) : 0;
    }

    /// <summary>Deletes for good the earlier texts of a page; of one that is gone all that is known.</summary>
    /// <returns>How many texts, and the page itself.</returns>
    public int DeleteTexts(string id)
    {
        Refresh();
        if (Find(id) is not { } row)
            return 0;
        var (texts, pages) = Delete(
            row.Deleted is null ? [] : [id],
            (connection, transaction) =>
                connection.Execute(
                    "DELETE FROM revisions WHERE document_id = @id AND number < @newest",
                    new { id, newest = row.Revision },
                    transaction
                )
        );
        return texts + pages;
    }

    /// <summary>Deletes for good texts that were replaced before a time, and what is known of pages that went before it.</summary>
    /// <returns>How many texts.</returns>
    public int DeleteTexts(DateTimeOffset before)
    {
        Refresh();
        var at = before.ToUnixTimeMilliseconds();
        List<string> gone;
        lock (rows)
            gone = [.. rows.Values.Where(r => r.Deleted < at).Select(r => r.Id)];
        return Delete(
            gone,
            (connection, transaction) =>
                connection.Execute(
                    """
                    DELETE FROM revisions WHERE EXISTS (SELECT 1 FROM revisions later WHERE later.document_id = revisions.document_id
                        AND later.number > revisions.number AND later.at < @at)
                    """,
                    new { at },
                    transaction
                )
        ).Texts;
    }

    private (int Texts, int Pages) Delete(IReadOnlyList<string> gone, Func<DbConnection, DbTransaction, int> alsoTexts)
    {
        var counts = database.Write(
            (connection, transaction) =>
            {
                var (texts, pages) = (alsoTexts(connection, transaction), 0);
                foreach (var id in gone)
                {
                    texts += connection.Execute($"DELETE FROM revisions WHERE document_id IN ({IsGone})", new { id }, transaction);
                    pages += connection.Execute($"DELETE FROM documents WHERE id IN ({IsGone})", new { id }, transaction);
                }
                return (texts, pages);
            }
        );
        lock (rows)
            foreach (var id in gone)
                if (rows.GetValueOrDefault(id) is { Deleted: not null })
                    rows.Remove(id);
        return counts;
    }
}
