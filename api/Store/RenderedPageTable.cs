using Dapper;
using Knowledge.Content.Markup;

namespace Knowledge.Api.Store;

/// <summary>Keeps rendered pages by the hash of what they were made from, so that a restart renders nothing again.</summary>
internal sealed class RenderedPageTable(Database database)
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

    /// <summary>Keeps all of them in one transaction.</summary>
    /// <param name="pages">By the hash of what they were made from.</param>
    /// <returns>Rows written.</returns>
    public int Store(IReadOnlyDictionary<string, RenderedPage> pages) =>
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute(
                    "DELETE FROM rendered WHERE rowid <= (SELECT MAX(rowid) FROM rendered) - @MaxPages",
                    new { MaxPages },
                    transaction
                );
                return connection.Execute(
                    "INSERT OR REPLACE INTO rendered (hash, html, problem) VALUES (@Key, @Html, @Problem)",
                    pages.Select(p => new
                    {
                        p.Key,
                        p.Value.Html,
                        p.Value.Problem,
                    }),
                    transaction
                );
            }
        );
}
