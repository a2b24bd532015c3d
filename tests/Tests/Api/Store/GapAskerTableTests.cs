using Dapper;
using Knowledge.Api.Store;

namespace Knowledge.Tests.Api.Store;

public abstract class GapAskerTableTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly StoreDirectory store;
    private readonly GapAskerTable askers;
    private readonly OutboxTable outbox;

    protected GapAskerTableTests(StoreEngine engine)
    {
        store = new(engine);
        (askers, outbox) = (new(store.Database), new(store.Database));
    }

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    private long IdOf(string gap) => askers.All().Single(a => a.GapId == gap).Id;

    [Fact]
    public void Somebody_waits_once_for_each_search_and_takes_it_back()
    {
        Assert.True(askers.Add("g1", "ada", "de", Noon));
        Assert.True(askers.Add("g1", "ada", "fr", Noon.AddHours(1)));
        Assert.True(askers.Add("g1", "bob", "en", Noon));
        Assert.Equal(2, askers.All().Count);
        var ada = askers.All()[0];
        Assert.Equal(
            ("g1", "de", Noon, false, false, null, null),
            (ada.GapId, ada.Language, ada.At, ada.IsTold, ada.IsWaiting, ada.Actor, ada.Email)
        );
        Assert.Equal([ada], askers.Find(ada.Id));
        Assert.True(askers.IsThere("g1", "ada"));
        Assert.False(askers.IsThere("g2", "ada"));
        Assert.Equal(1, askers.Remove("g1", "ada"));
        Assert.Equal(0, askers.Remove("g1", "ada"));
        Assert.False(askers.IsThere("g1", "ada"));
        Assert.True(askers.IsThere("g1", "bob"));
        Assert.Empty(askers.Find(ada.Id));
    }

    [Fact]
    public void Where_somebody_is_written_to_is_what_is_known_of_them_now()
    {
        var people = new PeopleTable(store.Database);
        people.Enter("ada", "Ada", "viewer", """["sre"]""", Noon, "ada@example.org");
        askers.Add("g1", "ada", "de", Noon);
        Assert.Equal(("Ada", """["sre"]""", "ada@example.org"), (askers.All()[0].Actor, askers.All()[0].MemberOf, askers.All()[0].Email));
        people.Enter("ada", "Ada", "viewer", "[]", Noon, "lovelace@example.org");
        Assert.Equal(("[]", "lovelace@example.org"), (askers.All()[0].MemberOf, askers.All()[0].Email));
        people.Enter("ada", "Ada", "viewer", "[]", Noon);
        Assert.Equal(("Ada", null), (askers.All()[0].Actor, askers.All()[0].Email));
    }

    [Fact]
    public void A_message_is_put_into_the_outbox_once_and_goes_when_the_answer_does()
    {
        askers.Add("g1", "ada", "de", Noon);
        askers.Add("g2", "ada", "de", Noon);
        Assert.Equal(1, askers.Tell([IdOf("g1")], "askers", Noon));
        Assert.Equal(0, askers.Tell([IdOf("g1")], "askers", Noon.AddHours(1)));
        var message = Assert.Single(outbox.Due(Noon, "askers", 10));
        Assert.Equal((IdOf("g1"), null, false), (message.AskerId, message.ReminderOf, message.IsAboutAlert));
        Assert.Equal([(true, true), (false, false)], askers.All().Select(a => (a.IsTold, a.IsWaiting)));

        askers.WaitOn(IdOf("g1"), message.Id);
        Assert.Empty(outbox.Due(Noon, "askers", 10));
        Assert.Equal((false, false), (askers.All()[0].IsTold, askers.All()[0].IsWaiting));
        Assert.Equal(1, askers.Tell([IdOf("g1")], "askers", Noon.AddHours(2)));
        outbox.Sent([Assert.Single(outbox.Due(Noon.AddHours(2), "askers", 10)).Id]);
        Assert.Equal((true, false), (askers.All()[0].IsTold, askers.All()[0].IsWaiting));
        Assert.Equal(1, askers.Delete([IdOf("g1")]));
        Assert.Equal("g2", Assert.Single(askers.All()).GapId);
    }

    [Theory]
    [InlineData(GapAskerTable.MostOfOne - 1, true)]
    [InlineData(GapAskerTable.MostOfOne, false)]
    public void One_person_waits_for_so_many(int others, bool isTaken)
    {
        for (var i = 0; i < others; i++)
            Assert.True(askers.Add($"g{i}", "ada", "en", Noon));
        Assert.Equal(isTaken, askers.Add("one more", "ada", "en", Noon));
        // What is there already takes no more room, and another person has their own.
        Assert.True(askers.Add("g1", "ada", "en", Noon));
        Assert.True(askers.Add("g1", "bob", "en", Noon));
    }

    [Theory]
    [InlineData(GapAskerTable.Most - 1, true)]
    [InlineData(GapAskerTable.Most, false)]
    public void All_together_wait_for_so_many(int others, bool isTaken)
    {
        store.Database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "INSERT INTO gap_askers (gap_id, subject, language, at) VALUES (@gap, 'x', 'en', 1)",
                    Enumerable.Range(0, others).Select(i => new { gap = $"g{i}" }),
                    transaction
                )
        );
        Assert.Equal(isTaken, askers.Add("g1", "ada", "en", Noon));
    }

    [Fact]
    public void They_go_with_their_search()
    {
        var gaps = new GapTable(store.Database);
        gaps.Record([new(new("g1", "a", null), 1, Noon, Noon), new(new("g2", "b", null), 1, Noon, Noon.AddDays(1))]);
        askers.Add("g1", "ada", "en", Noon);
        askers.Add("g2", "ada", "en", Noon);
        gaps.Delete(Noon.AddHours(1));
        Assert.Equal("g2", Assert.Single(askers.All()).GapId);
        gaps.Delete("g2");
        Assert.Empty(askers.All());
    }
}

public sealed class GapAskerTableOfSqliteTests() : GapAskerTableTests(StoreEngine.Sqlite);

public sealed class GapAskerTableOfPostgresTests() : GapAskerTableTests(StoreEngine.Postgres);
