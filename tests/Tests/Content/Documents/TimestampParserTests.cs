using System.Globalization;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

public sealed class TimestampParserTests
{
    [Theory]
    [InlineData("2026-01-12", "2026-01-12 00:00")]
    [InlineData("2026-01-12 07:40", "2026-01-12 07:40")]
    [InlineData("12 January 2026", "2026-01-12 00:00")]
    [InlineData("January 12th, 2026", "2026-01-12 00:00")]
    [InlineData("Jan 12 2026 07:40", "2026-01-12 07:40")]
    [InlineData("Monday, 12 January 2026", "2026-01-12 00:00")]
    [InlineData("12. Januar 2026 um 07:40 Uhr", "2026-01-12 07:40")]
    [InlineData("3. März 2026", "2026-03-03 00:00")]
    [InlineData("12 janvier 2026", "2026-01-12 00:00")]
    [InlineData("1er août 2026", "2026-08-01 00:00")]
    [InlineData("12 de enero de 2026", "2026-01-12 00:00")]
    [InlineData("12 de março de 2026", "2026-03-12 00:00")]
    [InlineData("12 gennaio 2026", "2026-01-12 00:00")]
    [InlineData("12 mrt 2026", "2026-03-12 00:00")]
    [InlineData("12 stycznia 2026", "2026-01-12 00:00")]
    [InlineData("12. listopadu 2026", "2026-11-12 00:00")]
    [InlineData("12 maj 2026", "2026-05-12 00:00")]
    [InlineData("12 января 2026 г.", "2026-01-12 00:00")]
    [InlineData("2026年1月12日", "2026-01-12 00:00")]
    [InlineData("2026年11月2日 07:40", "2026-11-02 07:40")]
    [InlineData("2026년 1월 12일", "2026-01-12 00:00")]
    public void Reads_a_date_in_words(string text, string time)
    {
        Assert.True(TimestampParser.TryParse(text, out var at));
        Assert.Equal(time, at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12/01/2026")]
    [InlineData("01.02.2026")]
    [InlineData("31 February 2026")]
    [InlineData("January 2026")]
    [InlineData("12 Januar")]
    [InlineData("12 Foo 2026")]
    [InlineData("12 13 January 2026")]
    [InlineData("on 12 January 2026 we saw it")]
    [InlineData("12 January 2026 25:00")]
    [InlineData("9999999999 January 2026")]
    public void What_is_no_certain_date_is_none(string text) => Assert.False(TimestampParser.TryParse(text, out _));
}
