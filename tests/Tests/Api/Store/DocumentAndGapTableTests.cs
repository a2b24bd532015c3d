using Knowledge.Api.Store;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Api.Store;

/// <summary>What the tables of documents, gaps and runs keep, and give back to whoever opens the store next.</summary>
public abstract class DocumentAndGapTableTests(StoreEngine engine) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly StoreDirectory store = new(engine);

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Documents_their_texts_and_what_became_of_them_are_kept()
    {
        var table = new DocumentTable(store.Database);
        Assert.Equal(2, table.Record([Page("a", "one"), Page("b", "two")], (_, _) => false, Noon));
        Assert.Equal(0, table.Record([Page("a", "one"), Page("b", "two")], (_, _) => false, Noon));
        Assert.Equal(2, table.Record([Page("a", "another"), Page("c", "three")], (_, id) => false, Noon.AddHours(1)) - 1);
        table.RecordSuccessors([new("b", "c", 0.75)]);

        var again = new DocumentTable(store.Database);
        Assert.Equal(2, again.TimesOf("a")!.Revisions);
        Assert.Equal("two", again.LastText("b"));
        Assert.Equal(("c", 0.75), (again.FindTombstone("b")!.Successor!.DocumentId, again.FindTombstone("b")!.Successor!.Likeness));
        Assert.Null(again.FindTombstone("a"));
    }

    [Fact]
    public void Gaps_are_counted_and_the_most_asked_for_come_first()
    {
        var table = new GapTable(store.Database);
        table.Record([Gap("pump", 2), Gap("valve", 1), Gap("pump", 3)]);
        Assert.Equal([("pump", 5), ("valve", 1)], table.List(10, []).Select(g => (g.Query, g.Count)));
        Assert.Equal(["pump", "valve"], table.List(1, ["valve"]).Select(g => g.Query));
        Assert.Equal(["pump"], table.List(1, []).Select(g => g.Query));
        Assert.Equal(2, table.Delete(Noon.AddDays(1)));
        Assert.Empty(table.List(10, []));
    }

    [Fact]
    public void Steps_of_a_run_are_kept_in_order_with_what_came_of_them()
    {
        var table = new RunLogTable(store.Database);
        table.Record("alert", Noon, "page", [new("step-1", true, "12 rows"), new("step-2", false, "")], "ann", Noon);
        var steps = table.Of("alert", Noon, "page").Log;
        Assert.Equal([("step-1", true, "12 rows"), ("step-2", false, "")], steps.Select(s => (s.Step, s.Done, s.Result)));
        Assert.Empty(table.Of("alert", Noon.AddSeconds(1), "page").Log);
    }

    private static CurrentDocument Page(string id, string text) => new(RandomPages.Page(id, id, text), $"{id}:{text}", text, Noon);

    private static WaitingGap Gap(string query, int count) => new(new(query, query, null), count, Noon, Noon);
}

public sealed class DocumentAndGapTableOfSqliteTests() : DocumentAndGapTableTests(StoreEngine.Sqlite);

public sealed class DocumentAndGapTableOfPostgresTests() : DocumentAndGapTableTests(StoreEngine.Postgres);
