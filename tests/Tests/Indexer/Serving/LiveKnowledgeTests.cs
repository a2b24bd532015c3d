using Dapper;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Serving;
using Knowledge.Indexer.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Indexer.Serving;

public sealed class LiveKnowledgeTests : IDisposable
{
    private readonly Fixture content = new Fixture()
        .With("relay.md", "# Relay is upside down\n\n## Remediation\n\n1. Turn the relay.\n")
        .With("pump.md", "# Pump is dry\n\n## Remediation\n\n1. Pour water. See [relay](relay.md).\n");

    private readonly string data = Directory.CreateTempSubdirectory("kb-data-").FullName;

    public void Dispose()
    {
        content.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Follows_files_that_are_saved_renamed_and_deleted()
    {
        await using var live = await Start();
        content.With("valve.md", "# Valve is stuck\n\n## Remediation\n\n1. Oil the valve.\n");
        await Until(() => Finds(live, "valve", "valve"));
        File.Move(Path.Combine(content.Directory, "valve.md"), Path.Combine(content.Directory, "gate.md"));
        await Until(() => Finds(live, "valve", "gate") && !Finds(live, "valve", "valve"));
        await Until(() => live.FindTombstone("valve") is { Title: "Valve is stuck" });
        File.Delete(Path.Combine(content.Directory, "gate.md"));
        await Until(() => !Finds(live, "valve", "gate"));
        await Until(() => live.FindTombstone("gate") is not null);
        content.With("gate.md", "# Gate is stuck\n\n## Remediation\n\n1. Oil the gate.\n");
        await Until(() => Finds(live, "gate stuck", "gate") && live.FindTombstone("gate") is null);
    }

    [Fact]
    public async Task Restart_with_unchanged_files_writes_no_revision_and_renders_nothing_again()
    {
        string first, html;
        await using (var live = await Start())
        {
            html = live.Html(live.Current.Find("pump")!).Html;
            Assert.Contains("href=\"/docs/relay\"", html, StringComparison.Ordinal);
            first = Contents();
        }
        await using (var live = await Start())
        {
            Assert.Equal(html, live.Html(live.Current.Find("pump")!).Html);
            Assert.Equal(first, Contents());
        }
        Assert.Equal("2 documents, 2 revisions, 2 changes, 1 rendered", first);
    }

    [Fact]
    public async Task A_changed_file_is_a_new_revision_and_keeps_the_old_text()
    {
        await using (var live = await Start())
        {
            content.With("relay.md", "# Relay is upside down\n\n## Remediation\n\n1. Turn the relay twice.\n");
            await Until(() => live.TimesOf(new("relay"))?.Revisions == 2);
        }
        Assert.Equal([1, 2], Query("SELECT number FROM revisions WHERE document_id = 'relay' ORDER BY number"));
    }

    [Fact]
    public async Task A_source_that_vanishes_is_still_served_and_said_to_be_missing()
    {
        await using var live = await Start();
        var away = content.Directory + "-away";
        Directory.Move(content.Directory, away);
        await Until(() => live.Degraded.Count == 1);
        Assert.Contains("missing", live.Degraded[0], StringComparison.Ordinal);
        Assert.True(Finds(live, "relay", "relay"));
        Assert.Null(live.FindTombstone("relay"));
        Directory.Move(away, content.Directory);
        await Until(() => live.Degraded.Count == 0);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused()
    {
        await using var live = await Start();
        var refusal = await Assert.ThrowsAsync<StoreException>(Start);
        Assert.Contains("--data", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_left_alone()
    {
        await using (await Start()) { }
        Execute("PRAGMA user_version = 99");
        var before = File.ReadAllBytes(Path.Combine(data, "knowledge.db"));
        Assert.Contains("newer version", (await Assert.ThrowsAsync<StoreException>(Start)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(data, "knowledge.db")));
    }

    [Fact]
    public async Task A_damaged_store_costs_gaps_and_history_but_no_search()
    {
        Directory.CreateDirectory(data);
        File.WriteAllBytes(Path.Combine(data, "knowledge.db"), [.. Enumerable.Range(0, 8192).Select(i => (byte)(i * 31 % 251))]);
        await using var live = await Start();
        Assert.True(Finds(live, "relay", "relay"));
        Assert.Single(live.Degraded);
        Assert.False(live.RecordGap(new("id", "words", null)));
        Assert.Empty(live.Gaps(10));
        Assert.Contains("Turn the relay", live.Html(live.Current.Find("relay")!).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gaps_are_counted_and_capped()
    {
        await using var live = await Start();
        for (var i = 0; i < 3; i++) Assert.True(live.RecordGap(new("a", "purple elephant", new("support", "#support"))));
        Assert.True(live.RecordGap(new("b", "green whale", null)));
        var gaps = live.Gaps(10);
        Assert.Equal([("a", 3), ("b", 1)], gaps.Select(g => (g.Id, g.Count)));
        Assert.Equal(new("support", "#support"), gaps[0].Owner);
        Execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10500) INSERT INTO gaps SELECT 'x' || i, 'q', 1, i, i, NULL FROM n");
        Assert.True(live.RecordGap(new("c", "new words", null)));
        Assert.Equal(GapLog.MaxGaps, Assert.Single(Query("SELECT COUNT(*) FROM gaps")));
        Assert.Contains(live.Gaps(GapLog.MaxGaps), g => g.Id == "c");
        Assert.Equal("a", live.Gaps(1)[0].Id);
    }

    [Fact]
    public async Task Is_ready_only_when_a_search_finds_what_is_there()
    {
        await using var live = await Start();
        Assert.Equal((true, true, 2, 2), (live.CheckReadiness().IsReady, live.CheckReadiness().Canary, live.CheckReadiness().Documents, live.CheckReadiness().Expected));
        File.Delete(Path.Combine(content.Directory, "relay.md"));
        File.Delete(Path.Combine(content.Directory, "pump.md"));
        await Until(() => !live.CheckReadiness().IsReady);
    }

    private async Task<LiveKnowledge> Start()
    {
        var options = new ServingOptions([new("content", content.Directory)], data) { PollInterval = TimeSpan.FromMilliseconds(50) };
        var live = new LiveKnowledge(options, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        try
        {
            await live.StartAsync(TestContext.Current.CancellationToken);
            return live;
        }
        catch
        {
            await live.DisposeAsync();
            throw;
        }
    }

    private static bool Finds(LiveKnowledge live, string query, string id) =>
        live.Current.Search(new SearchRequest(query), TimeProvider.System.GetUtcNow()).Hits.Any(h => h.DocumentId == id);

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 300 && !condition(); i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }

    private string Contents() =>
        string.Join(", ", new[] { "documents", "revisions", "changes", "rendered" }.Select(t => $"{Query($"SELECT COUNT(*) FROM {t}")[0]} {t}"));

    private List<long> Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "knowledge.db")};Mode=ReadOnly;Pooling=False");
        return [.. connection.Query<long>(sql)];
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "knowledge.db")};Pooling=False");
        connection.Execute(sql);
    }
}
