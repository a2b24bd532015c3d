using Dapper;
using Knowledge.Api.Store;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Store;

public abstract class OutboxTableTests : IDisposable
{
    private readonly StoreDirectory store;
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly OutboxTable outbox;

    protected OutboxTableTests(StoreEngine engine)
    {
        store = new(engine);
        outbox = new(store.Database);
    }

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private IReadOnlyList<PendingMessage> Due(string target, int limit = 10) => outbox.Due(time.GetUtcNow(), target, limit);

    [Fact]
    public void A_message_is_due_at_once_for_its_target_and_once_a_day()
    {
        outbox.AddReminder(Today, ["a", "b"], time.GetUtcNow());
        outbox.AddReminder(Today, ["a", "b", "c"], time.GetUtcNow().AddHours(1));
        var message = Assert.Single(Due("a"));
        Assert.Equal((Today, "a", time.GetUtcNow(), 0), (message.ReminderOf, message.Target, message.Created, message.Attempts));
        Assert.Single(Due("b"));
        Assert.Empty(Due("c"));
        Assert.Empty(Due("d"));
        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(Due("c"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(Due("c"));
        outbox.AddReminder(Today.AddDays(1), ["a"], time.GetUtcNow());
        Assert.Equal(2, Due("a").Count);
        Assert.Equal(Today, Assert.Single(Due("a", limit: 1)).ReminderOf);
    }

    [Fact]
    public void An_attempt_counts_before_it_is_made_and_comes_again_when_nothing_is_heard_of_it()
    {
        outbox.AddReminder(Today, ["a"], time.GetUtcNow());
        outbox.Trying([1], time.GetUtcNow().AddSeconds(2));
        Assert.Empty(Due("a"));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, Assert.Single(Due("a")).Attempts);

        outbox.Failed([1], time.GetUtcNow().AddSeconds(4), "away");
        Assert.Equal((1, 0, "away"), outbox.State());
        time.Advance(TimeSpan.FromSeconds(4) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(Due("a"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Assert.Single(Due("a")).Attempts);

        outbox.Sent([1]);
        Assert.Empty(Due("a"));
        Assert.Equal((0, 0, null), outbox.State());
    }

    [Fact]
    public void What_is_given_up_is_not_due_and_says_why()
    {
        outbox.AddReminder(Today, ["a", "b"], time.GetUtcNow());
        outbox.Failed([1], null, "answered 404");
        Assert.Empty(Due("a"));
        Assert.Equal((1, 1, "answered 404"), outbox.State());
        outbox.GiveUpOthers(["a"]);
        Assert.Equal((0, 2, "it is not configured any more"), outbox.State());
        Assert.Empty(Due("b"));
    }

    [Fact]
    public void What_somebody_took_is_not_given_up_later()
    {
        outbox.AddReminder(Today, ["a", "b"], time.GetUtcNow());
        outbox.Sent([1]);
        outbox.GiveUpOthers(["b"]);
        Assert.Equal((1, 0, null), outbox.State());
    }

    [Theory]
    [InlineData(20_000, true, 1)]
    [InlineData(20_001, true, 0)]
    [InlineData(20_000, false, 1)]
    [InlineData(20_001, false, 0)]
    public void The_last_twenty_thousand_are_kept_and_what_waits_always(int id, bool isSent, int left)
    {
        outbox.AddReminder(Today, ["sent", "waits"], time.GetUtcNow());
        outbox.Sent([1]);
        store.Database.Write(
            (connection, transaction) =>
                connection.Execute("UPDATE outbox SET id = 1 - id WHERE target = 'waits'", transaction: transaction)
        );
        store.Database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "INSERT INTO outbox (id, alert_id, starts_at, target, created, due, state) VALUES (@id, 'x', 0, 'x', 0, 0, 'waiting')",
                    new { id },
                    transaction
                )
        );
        if (isSent)
            outbox.Sent([id]);
        else
            outbox.Failed([id], null, "answered 404");
        Assert.Equal(left, store.Database.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox WHERE target = 'sent'")));
        Assert.Equal(1, store.Database.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox WHERE target = 'waits'")));
    }
}

public sealed class OutboxTableOfSqliteTests() : OutboxTableTests(StoreEngine.Sqlite);

public sealed class OutboxTableOfPostgresTests() : OutboxTableTests(StoreEngine.Postgres);
