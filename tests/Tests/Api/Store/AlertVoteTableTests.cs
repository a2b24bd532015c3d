using Knowledge.Api.Store;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Store;

public abstract class AlertVoteTableTests : IDisposable
{
    private readonly StoreDirectory store;
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly AlertVoteTable votes;

    protected AlertVoteTableTests(StoreEngine engine)
    {
        store = new(engine);
        votes = new(store.Database);
    }

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Vote(string page, bool? helped, string actor, string alert = "a1", string name = "LoadStale")
    {
        var record = new AlertRecord(
            alert,
            "s",
            name,
            AlertState.Firing,
            null,
            null,
            default,
            null,
            default,
            default,
            1,
            1,
            new()
            {
                Key = "k",
                Name = name,
                State = AlertState.Firing,
            }
        );
        votes.Record(record, page, helped, actor, time.GetUtcNow());
        time.Advance(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(0, 0, false, false)]
    [InlineData(1, 0, true, false)]
    [InlineData(0, 1, false, true)]
    [InlineData(1, 1, false, false)]
    [InlineData(2, 1, true, false)]
    [InlineData(1, 2, false, true)]
    public void More_who_say_so_than_not_decide_and_a_tie_decides_nothing(int helped, int not, bool isSolved, bool isRejected)
    {
        var counted = new RunbookVotes("page", helped, not);
        Assert.Equal((isSolved, isRejected), (counted.Solved, counted.IsRejected));
    }

    [Fact]
    public void A_person_has_one_vote_for_an_alert_and_a_page_the_last_one()
    {
        Vote("page", true, "first");
        Vote("page", true, "first");
        Assert.Equal([new("page", 1, 0)], votes.Of("LoadStale"));
        Vote("page", false, "first");
        Assert.Equal([new("page", 0, 1)], votes.Of("LoadStale"));
        // Others, and other alerts of the name.
        Vote("page", true, "second");
        Vote("page", true, "first", alert: "a2");
        Assert.Equal([new("page", 2, 1)], votes.Of("LoadStale"));
        Vote("page", null, "first");
        Assert.Equal([new("page", 2, 0)], votes.Of("LoadStale"));
        Assert.Empty(votes.Of("Other"));
        Assert.Equal([new("page", 2, 0)], new AlertVoteTable(store.Database).Of("LoadStale"));
    }

    [Fact]
    public void The_most_helpful_page_comes_first_and_of_two_the_one_said_last()
    {
        Vote("older", true, "first");
        Vote("newer", true, "first");
        Vote("contested", true, "first");
        Vote("contested", true, "second");
        Vote("contested", false, "third");
        Vote("contested", false, "fourth");
        Assert.Equal(["newer", "older", "contested"], votes.Of("LoadStale").Select(v => v.DocumentId));
        Vote("older", true, "second");
        Assert.Equal(["older", "newer", "contested"], votes.Of("LoadStale").Select(v => v.DocumentId));
    }
}

public sealed class AlertVoteTableOfSqliteTests() : AlertVoteTableTests(StoreEngine.Sqlite);

public sealed class AlertVoteTableOfPostgresTests() : AlertVoteTableTests(StoreEngine.Postgres);
