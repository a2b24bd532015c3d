using Knowledge.Indexer.Sources.History;

namespace Knowledge.Tests.Indexer.Sources.History;

public sealed class DateStampTests
{
    [Theory]
    [InlineData("reviewed: 2026-03-02", true)]
    [InlineData("date: '2026-03-02T07:40:00+01:00'", true)]
    [InlineData("lastmod = 2026-03-02T07:40:00Z", true)]
    [InlineData("  \"last_reviewed\": \"2026-03-02\",", true)]
    [InlineData("last_modified_at: 2026-03-02 07:40:00 +0000", true)]
    [InlineData("Last updated: 2 March 2026", true)]
    [InlineData("_Last reviewed on March 2nd, 2026._", true)]
    [InlineData("> **Last modified:** 2026/03/02", true)]
    [InlineData("<!-- updated 02.03.2026 -->", true)]
    [InlineData("   ", true)]
    [InlineData("date: today, see below", false)]
    [InlineData("due: 2026-03-02", false)]
    [InlineData("Updated 3 nodes", false)]
    [InlineData("Changed on 2026-03-02: the port is 8443", false)]
    [InlineData("date --set 2026-03-02", false)]
    public void Is_a_date_and_nothing_else(string line, bool expected) => Assert.Equal(expected, DateStamp.Is(line));
}
