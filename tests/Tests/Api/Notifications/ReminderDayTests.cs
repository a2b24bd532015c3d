using Knowledge.Api.Notifications;

namespace Knowledge.Tests.Api.Notifications;

public sealed class ReminderDayTests
{
    private static readonly DateOnly Day = new(2026, 6, 1);

    [Theory]
    [InlineData("2026-06-01T00:00:00Z", false)]
    [InlineData("2026-06-01T06:59:59.999Z", false)]
    [InlineData("2026-06-01T07:00:00Z", true)]
    [InlineData("2026-06-01T23:59:59.999Z", true)]
    // In UTC, whatever the clock's own offset is.
    [InlineData("2026-06-01T08:00:00+02:00", false)]
    [InlineData("2026-06-01T09:00:00+02:00", true)]
    [InlineData("2026-06-02T01:00:00+02:00", true)]
    public void From_seven_in_the_morning_on(string now, bool isTime) =>
        Assert.Equal(
            isTime ? Day : null,
            ReminderDay.Due(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), last: null)
        );

    [Fact]
    public void Once_a_day()
    {
        var noon = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Null(ReminderDay.Due(noon, Day));
        Assert.Equal(Day, ReminderDay.Due(noon, Day.AddDays(-1)));
        Assert.Null(ReminderDay.Due(noon.AddHours(12), Day));
        Assert.Equal(Day.AddDays(1), ReminderDay.Due(noon.AddHours(19), Day));
    }
}
