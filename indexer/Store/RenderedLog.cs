using Dapper;
using Knowledge.Content.Markup;

namespace Knowledge.Indexer.Store;

/// <summary>Keeps rendered pages by the hash of what they were made from, so that a restart renders nothing again.</summary>
internal sealed class RenderedLog(Database database)
{
    private const int MaxPages = 20_000;

    private sealed record Row(string Html, string? Problem);

    public RenderedPage? Find(string hash) =>
        database.Read(connection =>
            connection.QuerySingleOrDefault<Row>("SELECT html, problem FROM rendered WHERE hash = @hash", new { hash })
        )
            is { } row
            ? new(row.Html, row.Problem)
            : null;

    /// <returns>Rows written.</returns>
    public int Keep(string hash, RenderedPage page) =>
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute(
                    "DELETE FROM rendered WHERE rowid <= (SELECT MAX(rowid) FROM rendered) - @MaxPages",
                    new { MaxPages },
                    transaction
                );
                return connection.Execute(
                    "INSERT OR REPLACE INTO rendered (hash, html, problem) VALUES (@hash, @Html, @Problem)",
                    new
                    {
                        hash,
                        page.Html,
                        page.Problem,
                    },
                    transaction
                );
            }
        );
}
