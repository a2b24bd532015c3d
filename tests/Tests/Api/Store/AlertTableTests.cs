using System.Security.Cryptography;
using Dapper;
using Knowledge.Api.Store;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using Microsoft.Extensions.Time.Testing;
using static Knowledge.Content.Alerts.AlertState;

namespace Knowledge.Tests.Api.Store;

public abstract class AlertTableTests : IDisposable
{
    private static readonly DateTimeOffset Began = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);

    private readonly StoreDirectory store;
    private readonly FakeTimeProvider time = new(Began.AddMinutes(1));
    private readonly InboxTable inbox;
    private readonly AlertTable alerts;

    protected AlertTableTests(StoreEngine engine)
    {
        store = new(engine);
        (inbox, alerts) = (new(store.Database), new(store.Database));
    }

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    private static FiredAlert Word(AlertState state, DateTimeOffset? starts = null, string key = "k") =>
        new()
        {
            Key = key,
            Name = "LoadStale",
            State = state,
            StartsAt = starts,
        };

    /// <returns>How many alerts people are to be told of.</returns>
    private int Hear(FiredAlert word, string bytes = "bytes")
    {
        var body = System.Text.Encoding.UTF8.GetBytes(bytes);
        var (id, isRepeated) = Assert.Single(inbox.Accept([new("s", time.GetUtcNow(), "{}", body, SHA256.HashData(body), null)]))!.Value;
        Assert.False(isRepeated);
        return alerts
            .Apply([(new(id, "s", time.GetUtcNow(), "{}", body), new(AlertPayloadFormat.Generic, [word]))], ["out", "slack"])
            .Count;
    }

    private AlertRecord Only => Assert.Single(alerts.List(new(), 10));

    private int Told => store.Database.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM outbox"));

    [Fact]
    public void What_fires_again_with_the_same_beginning_is_told_of_again_and_ends_again()
    {
        Assert.Equal(1, Hear(Word(Firing, Began), "fires"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, Hear(Word(Resolved, Began), "over"));
        Assert.Equal((Resolved, Began.AddMinutes(2)), (Only.State, Only.EndsAt));
        time.Advance(TimeSpan.FromMinutes(1));

        // Other bytes: a slow replica.
        Assert.Equal(0, Hear(Word(Firing, Began), "slow replica"));
        Assert.Equal((Resolved, 2), (Only.State, Told));
        Assert.Equal(1, Hear(Word(Firing, Began), "fires"));
        Assert.Equal((Firing, null, 1, 4), (Only.State, Only.EndsAt, Only.Episodes, Told));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, Hear(Word(Resolved, Began), "over"));
        Assert.Equal((Resolved, Began.AddMinutes(4)), (Only.State, Only.EndsAt));
    }

    [Fact]
    public void Ten_minutes_after_the_end_was_heard_nobody_is_late_any_more()
    {
        Hear(Word(Firing, Began), "a");
        Hear(Word(Resolved, Began), "b");
        time.Advance(TimeSpan.FromMinutes(9));
        // Another replica hears of the end.
        Hear(Word(Resolved, Began), "c");
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, Hear(Word(Firing, Began), "d"));
        Assert.Equal(Resolved, Only.State);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Hear(Word(Firing, Began), "e"));
        Assert.Equal(Firing, Only.State);
    }

    [Fact]
    public void Each_target_is_told_once_of_an_episode()
    {
        Assert.Equal(1, Hear(Word(Firing), "a"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, Hear(Word(Firing), "b"));
        Assert.Equal(0, Hear(Word(Acknowledged), "c"));
        Assert.Equal(2, Told);
        Hear(Word(Resolved), "d");
        Assert.Equal(1, Hear(Word(Firing), "e"));
        Assert.Equal((4, 2), (Told, Only.Episodes));
    }

    [Fact]
    public void What_is_first_heard_of_when_it_is_over_wakes_nobody()
    {
        Assert.Equal(0, Hear(Word(Resolved, Began)));
        Assert.Equal((Resolved, 0), (Only.State, Told));
    }

    [Fact]
    public void Alerts_are_told_apart_by_source_and_key()
    {
        Hear(Word(Firing, Began), "a");
        Hear(Word(Firing, Began, key: "other"), "b");
        Assert.Equal(2, alerts.List(new(), 10).Count);
        Assert.Equal(2, alerts.Count("firing"));
        Assert.NotEqual(AlertTable.IdOf("a", "b"), AlertTable.IdOf("b", "a"));
        Assert.NotEqual(AlertTable.IdOf("ab", "c"), AlertTable.IdOf("a", "bc"));
    }

    [Fact]
    public void What_is_heard_again_is_counted_and_its_times_kept()
    {
        Hear(Word(Firing, Began), "a");
        time.Advance(TimeSpan.FromMinutes(5));
        Hear(Word(Firing, Began), "b");
        // A post that was kept earlier and is read late moves nothing back.
        time.AdjustTime(Began.AddMinutes(2));
        Hear(Word(Firing, Began), "c");
        var episode = Assert.Single(alerts.Events(Only.Id));
        Assert.Equal((Began.AddMinutes(1), Began.AddMinutes(6), 3), (episode.FirstSeen, episode.LastSeen, episode.Times));
        Assert.Equal((Began.AddMinutes(1), Began.AddMinutes(6), 3), (Only.FirstSeen, Only.LastSeen, Only.Deliveries));
    }

    [Fact]
    public void A_word_that_is_no_news_is_heard_all_the_same()
    {
        Hear(Word(Resolved, Began), "a");
        time.Advance(TimeSpan.FromMinutes(5));
        Hear(Word(Firing, Began), "b");
        Assert.Equal((Resolved, Began.AddMinutes(6), 2), (Only.State, Only.LastSeen, Only.Deliveries));
        time.AdjustTime(Began.AddMinutes(2));
        Hear(Word(Firing, Began), "c");
        Assert.Equal((Began.AddMinutes(6), 3), (Only.LastSeen, Only.Deliveries));
    }

    [Fact]
    public void Open_alerts_come_first_and_filters_hold()
    {
        Hear(Word(Resolved, Began, "r") with { Severity = "Critical", Service = "Feed" }, "1");
        time.Advance(TimeSpan.FromMinutes(1));
        Hear(Word(Firing, Began, "f") with { Severity = "warning" }, "2");
        Hear(Word(Acknowledged, Began, "a") with { Service = "other" }, "3");
        time.Advance(TimeSpan.FromMinutes(1));
        Hear(Word(Resolved, Began, "late"), "4");
        string Listed(AlertFilter filter, int limit = 10) => string.Join(' ', alerts.List(filter, limit).Select(a => a.Alert.Key).Order());
        Assert.Equal(["late", "r"], alerts.List(new(), 10).Skip(2).Select(a => a.Alert.Key));
        Assert.Equal("a f", Listed(new("open")));
        Assert.Equal("f", Listed(new("firing")));
        Assert.Equal("late r", Listed(new("resolved")));
        Assert.Equal("r", Listed(new(Service: "feed", Severity: "critical")));
        Assert.Equal("a f", Listed(new(), limit: 2));
    }

    private static FiredAlert Note(string severity, DateTimeOffset said, bool takesBack = false) =>
        Word(Firing, Began) with
        {
            TellsState = false,
            IsPartial = true,
            TakesBackAcknowledgement = takesBack,
            Severity = severity,
            ReportedAt = said,
        };

    [Theory]
    [InlineData(Firing)]
    [InlineData(Acknowledged)]
    [InlineData(Resolved)]
    public void A_word_without_a_state_changes_what_is_said_and_never_how_it_stands(AlertState state)
    {
        Hear(Word(Firing, Began) with { ReportedAt = Began, RunbookUrls = ["https://kb.example/mill"] }, "fires");
        if (state != Firing)
            Hear(Word(state, Began) with { ReportedAt = Began.AddMinutes(1), IsPartial = true }, "next");
        var told = Told;

        Assert.Equal(0, Hear(Note("P1", Began.AddMinutes(9)), "note"));

        Assert.Equal((state, "P1", told), (Only.State, Only.Severity, Told));
        Assert.Equal(["https://kb.example/mill"], Only.Alert.RunbookUrls);
        Assert.Equal(1, Only.Episodes);
    }

    [Fact]
    public void A_word_without_a_state_does_not_hold_up_the_end_that_was_said_before_it()
    {
        Hear(Word(Firing, Began) with { ReportedAt = Began }, "fires");
        Hear(Note("P1", Began.AddMinutes(9)), "note");
        Hear(Word(Resolved, Began) with { ReportedAt = Began.AddMinutes(5) }, "over");
        Assert.Equal(Resolved, Only.State);

        // Said at the same time as the end it counts, as what came later.
        Hear(Note("P2", Began.AddMinutes(5)), "with the end");
        Assert.Equal("P2", Only.Severity);

        // And an old one does not bring back what it said.
        Hear(Note("P5", Began.AddMinutes(2)), "old note");
        Assert.Equal("P2", Only.Severity);

        // What it leaves out stays.
        Hear(Note("P2", Began.AddMinutes(9)) with { Severity = null, Service = null }, "plain note");
        Assert.Equal("P2", Only.Severity);
    }

    [Fact]
    public void Nobody_has_it_any_more_and_it_fires_again_without_telling_anybody()
    {
        Hear(Word(Firing, Began), "fires");
        Hear(Word(Acknowledged, Began), "acknowledged");
        Hear(Note("P1", Began.AddMinutes(9), takesBack: true), "not any more");
        Assert.Equal((Firing, 1, 2), (Only.State, Only.Episodes, Told));

        Hear(Word(Resolved, Began), "over");
        Hear(Note("P1", Began.AddMinutes(10), takesBack: true), "late");
        Assert.Equal(Resolved, Only.State);
    }

    [Fact]
    public void An_alert_that_is_not_known_does_not_begin_by_a_word_without_a_state()
    {
        Assert.Equal(0, Hear(Note("P1", Began), "note"));

        Assert.Empty(alerts.List(new(), 10));
        var item = Assert.Single(inbox.List(10, unreadable: false));
        Assert.Equal(("read", 0, "1 alert not known here, of which no state was told"), (item.State, item.Alerts, item.Problem));
    }
}

public sealed class AlertTableOfSqliteTests() : AlertTableTests(StoreEngine.Sqlite);

public sealed class AlertTableOfPostgresTests() : AlertTableTests(StoreEngine.Postgres);
