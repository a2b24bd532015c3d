using Knowledge.Content.Catalog;

namespace Knowledge.Tests.Content.Catalog;

public sealed class AbsencePeriodTests
{
    [Theory]
    [InlineData("09-14..09-18 conference", "2026-09-14", "2026-09-18")]
    [InlineData("09-14..09-18 conference", "2031-09-18", "2031-09-18")]
    [InlineData("09-14..09-18 conference", "2026-09-13", null)]
    [InlineData("09-14..09-18 conference", "2026-09-19", null)]
    [InlineData("12-24..01-02 holidays", "2026-12-31", "2027-01-02")]
    [InlineData("12-24..01-02 holidays", "2027-01-01", "2027-01-02")]
    [InlineData("12-24..01-02 holidays", "2027-01-03", null)]
    [InlineData("2026-12-24..2027-01-02 holidays", "2026-12-24", "2027-01-02")]
    [InlineData("2026-12-24..2027-01-02 holidays", "2027-12-24", null)]
    [InlineData("02-29..02-29 leap day", "2027-02-28", "2027-02-28")]
    public void Knows_until_when_a_team_is_away(string text, string day, string? until)
    {
        var window = Assert.Single(AbsencePeriod.ParseAll(text, out var bad));
        Assert.Empty(bad);
        Assert.Equal(until is null ? null : DateOnly.Parse(until, null), window.LastDay(DateOnly.Parse(day, null)));
    }

    [Fact]
    public void Reads_several_and_names_those_it_cannot_read()
    {
        var windows = AbsencePeriod.ParseAll("09-14..09-18 conference; next week; 2026-05-05..2026-05-01 backwards", out var bad);
        Assert.Equal("conference", Assert.Single(windows).Reason);
        Assert.Equal(["next week", "2026-05-05..2026-05-01 backwards"], bad);
    }
}
