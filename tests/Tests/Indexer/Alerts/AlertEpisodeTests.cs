using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using static Knowledge.Content.Alerts.AlertState;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class AlertEpisodeTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Over = Began.AddMinutes(50);
    private static readonly DateTimeOffset Now = Began.AddHours(2);

    private static FiredAlert Word(
        AlertState state,
        DateTimeOffset? starts = null,
        DateTimeOffset? ends = null,
        DateTimeOffset? said = null
    ) =>
        new()
        {
            Key = "k",
            Name = "LoadStale",
            State = state,
            StartsAt = starts,
            EndsAt = ends,
            ReportedAt = said,
        };

    private static KnownEpisode Known(AlertState state, DateTimeOffset? said = null) =>
        new(Began, state, state == Resolved ? Over : null, said);

    [Theory]
    [InlineData(Firing, true)]
    [InlineData(Acknowledged, true)]
    [InlineData(Resolved, false)]
    public void An_alert_that_nobody_heard_of_begins_unless_it_is_over(AlertState state, bool begins)
    {
        var change = AlertEpisode.Of(null, Word(state, Began), Now);
        Assert.Equal((Began, true, begins), (change.StartsAt, change.IsNews, change.Begins));
        // Without a beginning it begins now.
        Assert.Equal(Now, AlertEpisode.Of(null, Word(state), Now).StartsAt);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_later_beginning_is_a_new_episode_and_an_earlier_one_is_no_news(int milliseconds, bool begins)
    {
        foreach (var known in new[] { Known(Firing), Known(Acknowledged), Known(Resolved) })
        {
            var change = AlertEpisode.Of(known, Word(Firing, Began.AddMilliseconds(milliseconds)), Now, endReceivedAt: Now);
            Assert.Equal(begins, change.Begins);
            Assert.Equal(begins || (milliseconds == 0 && known.State == Firing), change.IsNews);
        }
        // One that is over when it is first heard of wakes nobody.
        var over = AlertEpisode.Of(Known(Firing), Word(Resolved, Began.AddMilliseconds(milliseconds)), Now);
        Assert.Equal((milliseconds >= 0, false), (over.IsNews, over.Begins));
    }

    // The store keeps milliseconds, senders say nanoseconds.
    [Fact]
    public void A_beginning_within_the_same_millisecond_is_the_same()
    {
        var change = AlertEpisode.Of(Known(Firing), Word(Firing, Began.AddTicks(9_999)), Now);
        Assert.Equal((Began, true, false), (change.StartsAt, change.IsNews, change.Begins));
        Assert.Equal(Began, AlertEpisode.Of(null, Word(Firing), Began.AddTicks(9_999)).StartsAt);
    }

    [Theory]
    // A sender that does not say when it began means the open episode; after the end, one that begins now.
    [InlineData(Firing, Firing, false)]
    [InlineData(Acknowledged, Firing, false)]
    [InlineData(Firing, Resolved, false)]
    [InlineData(Resolved, Resolved, false)]
    [InlineData(Resolved, Firing, true)]
    [InlineData(Resolved, Acknowledged, true)]
    public void Without_a_beginning_it_is_the_open_episode_or_a_new_one(AlertState known, AlertState said, bool begins)
    {
        var change = AlertEpisode.Of(Known(known), Word(said), Now, endReceivedAt: Now);
        Assert.Equal((begins ? Now : Began, begins), (change.StartsAt, change.Begins));
    }

    [Theory]
    [InlineData(Firing, Firing, true)]
    [InlineData(Firing, Acknowledged, true)]
    [InlineData(Firing, Resolved, true)]
    [InlineData(Acknowledged, Firing, false)]
    [InlineData(Acknowledged, Acknowledged, true)]
    [InlineData(Resolved, Acknowledged, false)]
    [InlineData(Resolved, Firing, false)]
    [InlineData(Resolved, Resolved, true)]
    public void What_a_slow_replica_says_takes_nothing_back(AlertState known, AlertState said, bool isNews)
    {
        var change = AlertEpisode.Of(Known(known), Word(said, Began), Now, endReceivedAt: Now);
        Assert.Equal((isNews, false), (change.IsNews, change.Begins));
    }

    [Theory]
    [InlineData(600_000, false)]
    [InlineData(600_001, true)]
    public void What_is_said_long_after_the_end_does_not_come_late(int milliseconds, bool firesAgain)
    {
        var change = AlertEpisode.Of(Known(Resolved), Word(Firing, Began), Now, endReceivedAt: Now.AddMilliseconds(-milliseconds));
        Assert.Equal((Began, firesAgain, firesAgain), (change.StartsAt, change.IsNews, change.Begins));
    }

    [Fact]
    public void The_very_same_request_after_the_end_says_that_it_fires_again()
    {
        var change = AlertEpisode.Of(Known(Resolved), Word(Firing, Began), Now, endReceivedAt: Now, isAfterEnd: true);
        Assert.Equal((Began, null, true, true), (change.StartsAt, change.EndsAt, change.IsNews, change.Begins));
        // What is not over is said again all the time.
        Assert.False(AlertEpisode.Of(Known(Firing), Word(Firing, Began), Now, isAfterEnd: true).Begins);
        Assert.False(AlertEpisode.Of(Known(Acknowledged), Word(Firing, Began), Now, isAfterEnd: true).IsNews);
        Assert.False(AlertEpisode.Of(Known(Resolved), Word(Resolved, Began), Now, isAfterEnd: true).Begins);
        // An earlier episode stays over.
        Assert.False(AlertEpisode.Of(Known(Resolved), Word(Firing, Began.AddHours(-1)), Now, isAfterEnd: true).IsNews);
    }

    [Theory]
    [InlineData(Resolved, -1, false)]
    [InlineData(Resolved, 0, true)]
    [InlineData(Acknowledged, -1, false)]
    [InlineData(Acknowledged, 0, true)]
    [InlineData(Acknowledged, 1, true)]
    public void A_sender_that_tells_when_it_spoke_may_take_back_what_it_said(AlertState known, int milliseconds, bool isNews)
    {
        var change = AlertEpisode.Of(Known(known, said: Over), Word(Firing, Began, said: Over.AddMilliseconds(milliseconds)), Now);
        Assert.Equal((isNews, isNews && known == Resolved), (change.IsNews, change.Begins));
        Assert.True(AlertEpisode.Of(Known(known), Word(Firing, Began, said: Over), Now).IsNews);
    }

    [Fact]
    public void An_end_is_when_the_sender_says_or_when_it_was_heard_first()
    {
        Assert.Equal(Over, AlertEpisode.Of(Known(Firing), Word(Resolved, Began, Over), Now).EndsAt);
        Assert.Equal(Now, AlertEpisode.Of(Known(Firing), Word(Resolved, Began), Now).EndsAt);
        Assert.Equal(Over, AlertEpisode.Of(Known(Resolved), Word(Resolved), Now).EndsAt);
        Assert.Equal(Now, AlertEpisode.Of(Known(Resolved), Word(Resolved, Began.AddHours(1)), Now).EndsAt);
        Assert.Null(AlertEpisode.Of(Known(Firing), Word(Firing, Began, Over), Now).EndsAt);
    }

    [Theory]
    [InlineData("", "", "", -1, false)]
    [InlineData("", "", "", 0, false)]
    [InlineData("", "", "", 1, true)]
    [InlineData("new", "", "", -1, true)]
    [InlineData("", "new", "", -1, true)]
    [InlineData("", "", "new", -1, true)]
    public void What_is_new_was_said_after_the_end(string summary, string description, string annotation, int newestAfterEnd, bool isLater)
    {
        var known = Word(Resolved, Began) with { Annotations = [new("runbook", "")] };
        var word = Word(Firing, Began) with { Summary = summary, Description = description, Annotations = [new("runbook", annotation)] };

        Assert.Equal(isLater, AlertEpisode.ShowsLaterThan(known, Now, word, Now.AddSeconds(newestAfterEnd)));
    }

    [Fact]
    public void Without_times_and_news_nothing_shows_that_it_was_said_after_the_end() =>
        Assert.False(AlertEpisode.ShowsLaterThan(Word(Resolved, Began), Now, Word(Firing, Began), null));

    [Fact]
    public void What_is_dated_and_has_no_beginning_began_when_it_was_said_first_and_keeps_that()
    {
        Assert.Equal(Began, AlertEpisode.Of(null, Word(Firing, said: Began), Now).StartsAt);
        // A clock that is ahead makes nothing begin in the future.
        Assert.Equal(Now, AlertEpisode.Of(null, Word(Firing, said: Now.AddHours(1)), Now).StartsAt);
        Assert.Equal(Now, AlertEpisode.Of(null, Word(Firing, said: Now), Now).StartsAt);

        var again = AlertEpisode.Of(Known(Firing, said: Began), Word(Firing, said: Began.AddMinutes(5)), Now);
        Assert.Equal((Began, true, false), (again.StartsAt, again.IsNews, again.Begins));
        var over = AlertEpisode.Of(Known(Firing, said: Began), Word(Resolved, said: Over), Now);
        Assert.Equal((Began, true, false), (over.StartsAt, over.IsNews, over.Begins));
        var next = AlertEpisode.Of(Known(Resolved, said: Over), Word(Firing, said: Over.AddMinutes(5)), Now);
        Assert.Equal((Over.AddMinutes(5), true, true), (next.StartsAt, next.IsNews, next.Begins));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void What_was_said_before_the_end_and_comes_after_it_opens_nothing(int milliseconds, bool begins)
    {
        var change = AlertEpisode.Of(Known(Resolved, said: Over), Word(Firing, said: Over.AddMilliseconds(milliseconds)), Now);
        Assert.Equal((begins, begins), (change.IsNews, change.Begins));
        Assert.Equal(begins ? Over.AddMilliseconds(milliseconds) : Began, change.StartsAt);

        // While it fires there is no end that it could come after.
        var later = AlertEpisode.Of(Known(Firing, said: Over), Word(Acknowledged, said: Over.AddMilliseconds(-1)), Now);
        Assert.Equal((Began, false), (later.StartsAt, later.Begins));
        // One that names its beginning is told by that.
        var named = AlertEpisode.Of(Known(Resolved, said: Over), Word(Firing, Over.AddMinutes(1), said: Over.AddMilliseconds(-1)), Now);
        Assert.Equal((true, true), (named.IsNews, named.Begins));
    }
}
