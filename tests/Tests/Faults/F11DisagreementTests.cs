using Dapper;
using Knowledge.Api.Live;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Faults;

/// <summary>F-11: what the store and what is served disagree on is found, and the store is corrected.</summary>
public sealed class F11DisagreementTests : IDisposable
{
    private const int Pages = 120;

    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private int Change(string sql)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        store.Open();
        store.Execute("PRAGMA foreign_keys = OFF");
        return store.Execute(sql);
    }

    private async Task<LiveKnowledge> Started()
    {
        for (var i = 0; i < Pages; i++)
            content.Write($"page-{i:000}.md", $"# Page {i}\n\nText of {i}.\n");
        // The last one has what an engine cannot hold.
        content.Write("odd.md", "# Odd\n\nA zero \0 and half a pair \uD800 in it.\n");
        var live = await Start(content, DataOf(content));
        await Until(() => live.TimesOf(new("page-000")) is not null && live.TimesOf(new("odd")) is not null);
        return live;
    }

    private static string? TextOf(LiveKnowledge live, string id) => live.QueryStore(s => s.Documents.LastText(id));

    // A hundred, in each way that a table can be changed behind the back of the server.
    [Theory]
    [InlineData("UPDATE revisions SET text = 'forged' WHERE document_id LIKE 'page-0%'")]
    [InlineData("UPDATE revisions SET hash = 'forged' WHERE document_id LIKE 'page-0%'")]
    [InlineData("DELETE FROM revisions WHERE document_id LIKE 'page-0%'")]
    [InlineData("UPDATE documents SET title = 'forged', hash = 'forged' WHERE id LIKE 'page-0%'")]
    [InlineData("UPDATE documents SET deleted = 1 WHERE id LIKE 'page-0%'")]
    [InlineData("UPDATE documents SET revision = 7 WHERE id LIKE 'page-0%'")]
    public async Task A_hundred_rows_that_were_changed_behind_the_back_are_corrected(string sql)
    {
        await using var live = await Started();
        Assert.Equal(100, Change(sql));

        live.LookThroughStore();
        await live.RefreshAsync(TimeSpan.FromSeconds(20));
        await Until(() => TextOf(live, "page-042") == "# Page 42\n\nText of 42.\n");

        // Nothing is left, for this process and for the next.
        live.LookThroughStore();
        await live.RefreshAsync(TimeSpan.FromSeconds(20));
        using var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        store.Open();
        Assert.Equal(
            0,
            store.ExecuteScalar<int>(
                """
                SELECT COUNT(*) FROM documents d LEFT JOIN revisions r ON r.document_id = d.id AND r.number = d.revision
                WHERE d.id LIKE 'page-%' AND (
                    d.deleted IS NOT NULL OR r.hash IS NOT d.hash OR r.text NOT LIKE '# Page %' OR d.title LIKE 'forged')
                """
            )
        );
    }

    [Fact]
    public async Task Where_nothing_differs_nothing_is_written()
    {
        await using var live = await Started();
        var before = live.QueryStore(s => s.Access.Writes());
        live.LookThroughStore();
        await live.RefreshAsync(TimeSpan.FromSeconds(20));
        await live.RefreshAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(before, live.QueryStore(s => s.Access.Writes()));
    }

    [Fact]
    public async Task A_page_that_nobody_serves_is_taken_for_gone()
    {
        await using var live = await Started();
        Change(
            "INSERT INTO documents (id, source, path, kind, title, hash, first_seen, changed, revision) "
                + "SELECT 'ghost', source, 'ghost.md', kind, 'Ghost', 'h', 1, 1, 1 FROM documents WHERE id = 'page-000'"
        );
        live.LookThroughStore();
        await live.RefreshAsync(TimeSpan.FromSeconds(20));
        await Until(() => live.QueryStore(s => s.Documents.FindTombstone("ghost")) is not null);
    }
}
