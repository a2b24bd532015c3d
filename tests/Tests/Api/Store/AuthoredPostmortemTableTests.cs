using Dapper;
using Knowledge.Api.Store;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Api.Store;

public abstract class AuthoredPostmortemTableTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly StoreDirectory store;
    private readonly Database database;
    private readonly AuthoredPostmortemTable log;

    protected AuthoredPostmortemTableTests(StoreEngine engine)
    {
        store = new(engine);
        database = store.Database;
        log = new(database);
        Assert.Equal(SaveOutcome.Saved, log.Create("a", "begun", "ann", Noon).Outcome);
    }

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Autosaves_of_one_person_are_shown_as_one_revision_and_each_is_a_base_for_a_week()
    {
        for (var i = 1; i <= 4; i++)
            Assert.Equal(SaveOutcome.Saved, Autosave(i, $"text {i}", "ann", Noon.AddMinutes(i)).Outcome);
        Assert.Equal([5, 1], Shown());
        Assert.Equal("text 2", log.Find("a", 3)!.Text);

        // Another person, then the first again after a pause, then a save by hand.
        Autosave(5, "by bob", "bob", Noon.AddMinutes(5));
        Autosave(6, "by ann", "ann", Noon.AddMinutes(6));
        Autosave(7, "by ann, later", "ann", Noon.AddMinutes(16));
        Save(8, "by hand", "ann", Noon.AddMinutes(17));
        Assert.Equal([9, 8, 7, 6, 5, 1], Shown());

        var week = Noon.AddDays(7);
        Save(9, "within the week", "ann", week.AddMinutes(1));
        Assert.Equal("text 1", log.Find("a", 2)!.Text);
        Save(10, "after it", "ann", week.AddMinutes(3).AddSeconds(1));
        Assert.Null(log.Find("a", 2));
        Assert.Null(log.Find("a", 3));
        Assert.Equal("text 4", log.Find("a", 5)!.Text);
        Save(11, "long after it", "ann", week.AddDays(1));
        Assert.Equal([12, 11, 10, 9, 8, 7, 6, 5, 1], Shown());
        Assert.Equal([12, 11, 10, 9, 8, 7, 6, 5, 1], database.Read(c => c.Query<int>("SELECT number FROM written ORDER BY number DESC")));
    }

    [Fact]
    public void An_autosave_finds_room_where_a_save_finds_none()
    {
        // As many autosaves of one run as there may be revisions.
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                    INSERT INTO written SELECT 'a', i, 'draft', 'text ' || i, 'ann', @at + i, 'autosave' FROM n
                    """,
                    new { at = Noon.ToUnixTimeMilliseconds() },
                    transaction
                )
        );
        Assert.Equal(SaveOutcome.Saved, Autosave(20_000, "more", "ann", Noon.AddMinutes(1)).Outcome);
        Assert.Equal([20_001, 1], Shown());
    }

    [Fact]
    public void Of_too_many_revisions_no_more_are_kept()
    {
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                    INSERT INTO written SELECT 'a', i, 'draft', 'text ' || i, 'ann', i, '' FROM n
                    """,
                    transaction: transaction
                )
        );
        Assert.Equal(SaveOutcome.TooMany, Save(20_000, "more", "ann", Noon).Outcome);
        Assert.Equal("text 20000", log.Newest("a")!.Text);
    }

    [Fact]
    public void A_save_by_hand_with_the_note_of_autosaves_is_none()
    {
        log.Save("a", 1, "one", null, "ann", AuthoredPostmortemTable.Autosave, false, Noon.AddMinutes(1));
        Autosave(2, "two", "ann", Noon.AddMinutes(2));
        Assert.Equal([3, 2, 1], Shown());
    }

    [Fact]
    public void Each_way_in_which_a_save_can_fail_has_a_name_of_its_own()
    {
        Assert.Equal(SaveOutcome.Taken, log.Create("a", "again", "bob", Noon).Outcome);
        Assert.Equal(SaveOutcome.NotFound, log.Save("b", 1, "text", null, "bob", "", false, Noon).Outcome);
        Assert.Equal(SaveOutcome.Saved, Save(1, "two", "ann", Noon).Outcome);
        var conflict = Save(1, "other", "bob", Noon);
        Assert.Equal((SaveOutcome.Conflict, 2), (conflict.Outcome, conflict.Newest!.Number));
        Assert.Equal(SaveOutcome.Unchanged, Save(2, "two", "bob", Noon).Outcome);
    }

    private IEnumerable<int> Shown() => log.Revisions("a", 100).Select(r => r.Number);

    private SaveResult Autosave(int expected, string text, string actor, DateTimeOffset at) =>
        log.Save("a", expected, text, null, actor, "", true, at);

    private SaveResult Save(int expected, string text, string actor, DateTimeOffset at) =>
        log.Save("a", expected, text, null, actor, "", false, at);
}

public sealed class AuthoredPostmortemTableOfSqliteTests() : AuthoredPostmortemTableTests(StoreEngine.Sqlite);

public sealed class AuthoredPostmortemTableOfPostgresTests() : AuthoredPostmortemTableTests(StoreEngine.Postgres);
