using Knowledge.Api.Access;

namespace Knowledge.Tests.Api.Access;

public sealed class SessionTests
{
    private static readonly TimeSpan Time = TimeSpan.FromHours(12);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly DateTimeOffset Begun = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static Session Begin(TimeSpan? lasts = null) =>
        new("00", "s", "a", Role.Viewer, [], "", "", Begun, Begun, Begun + (lasts ?? Time));

    [Fact]
    public void It_is_over_at_its_end_and_not_before()
    {
        Assert.False(Begin().IsOver(Begun + Time - Tick));
        Assert.True(Begin().IsOver(Begun + Time));
    }

    [Fact]
    public void Use_makes_it_last_as_long_again()
    {
        var used = Begin().UsedAt(Begun.AddHours(11), Time);
        Assert.Equal((Begun.AddHours(11), Begun.AddHours(23)), (used.Seen, used.Ends));
    }

    [Fact]
    public void Use_within_a_minute_is_not_written_down()
    {
        var session = Begin();
        Assert.Same(session, session.UsedAt(Begun.AddMinutes(1) - Tick, Time));
        Assert.NotSame(session, session.UsedAt(Begun.AddMinutes(1), Time));
    }

    [Fact]
    public void It_never_lasts_longer_than_a_week()
    {
        var session = Begin();
        var latest = Begun + AccessOptions.LongestSession;
        for (var at = Begun; at < latest; at = at.AddHours(11))
        {
            Assert.False(session.IsOver(at));
            session = session.UsedAt(at, Time);
            Assert.True(session.Ends <= latest);
        }
        Assert.Equal(latest, session.Ends);
    }

    [Fact]
    public void One_that_was_begun_for_an_hour_lasts_an_hour()
    {
        var end = Begun.AddHours(1);
        var session = Begin(TimeSpan.FromHours(1));
        for (var minutes = 10; minutes < 60; minutes += 10)
            session = session.UsedAt(Begun.AddMinutes(minutes), Time);
        Assert.Equal(end, session.Ends);
    }

    [Fact]
    public void It_is_kept_as_it_is()
    {
        var session = new Session(
            "0aff",
            "s",
            "a",
            Role.Author,
            ["x", "y"],
            "192.0.2.1",
            "b",
            Begun,
            Begun.AddHours(1),
            Begun.AddHours(13)
        );
        var read = Session.Of(session.ToRow());
        Assert.Equal(session with { Groups = [] }, read with { Groups = [] });
        Assert.Equal(session.Groups, read.Groups);
    }
}
