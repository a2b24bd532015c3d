using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class UnknownCodesTests : IDisposable
{
    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    private LexicalIndex Index() =>
        files
            .With("ora.md", "# ORA-01555\n\nSnapshot too old. Seen with version 19.3.1, exit code 137 and HTTP 502, error 1062.\n")
            .With("kb.md", "# Windows\n\nKB4012345 breaks the printer.\n")
            .Build()
            .Index;

    [Theory]
    [InlineData("ORA-00061", "ORA-00061")]
    [InlineData("ora-00061 in the log", "ora-00061")]
    [InlineData("job ends with AADSTS65001", "AADSTS65001")]
    [InlineData("CVE-2021-44228", "CVE-2021-44228")]
    [InlineData("error 1213 on insert", "error 1213")]
    [InlineData("exit code 143", "exit code 143")]
    [InlineData("since version 19.4", "version 19.4")]
    [InlineData("upgraded to 19.4.2", "19.4.2")]
    [InlineData("HTTP 504", "HTTP 504")]
    public void A_code_that_stands_nowhere_is_told(string query, string code) =>
        Assert.Equal([code], UnknownCodes.In(query, Index()).Select(c => c.Text));

    [Theory]
    [InlineData("ORA-01555")]
    [InlineData("ora-01555 snapshot too old")]
    [InlineData("KB4012345")]
    [InlineData("exit code 137")]
    [InlineData("error 1062")]
    [InlineData("HTTP 502")]
    [InlineData("version 19.3.1")]
    // Success, tickets, algorithms, hosts, addresses, times, and plain numbers.
    [InlineData("status 200")]
    [InlineData("INC0012345 is open")]
    [InlineData("SHA256 does not match")]
    [InlineData("ip-10-0-44-17.eu-west-1 is down")]
    [InlineData("10.0.44.17 does not answer")]
    [InlineData("at 03:12:44 on 2026.11.28")]
    [InlineData("98% of 4711 rows")]
    [InlineData("error while loading")]
    public void What_stands_somewhere_or_is_no_code_is_not(string query) => Assert.Empty(UnknownCodes.In(query, Index()));

    [Theory]
    [InlineData("ORA-00061", 3, Confidence.Low)]
    [InlineData("ORA-00061", 12, Confidence.Low)]
    [InlineData("ORA-00061", 13, Confidence.Medium)]
    [InlineData("HTTP 504", 3, Confidence.Medium)]
    [InlineData("version 19.4", 3, Confidence.Medium)]
    [InlineData("exit code 143", 3, Confidence.Medium)]
    [InlineData("disk full", 2, Confidence.High)]
    public void An_unanswered_code_limits_how_sure_an_answer_is(string query, int concepts, Confidence most) =>
        Assert.Equal(most, UnknownCodes.Limit(UnknownCodes.In(query, Index()), concepts));

    [Fact]
    public void No_more_than_three_are_told() =>
        Assert.Equal(3, UnknownCodes.In(string.Join(' ', Enumerable.Range(100, 50).Select(i => $"ORA-00{i}")), Index()).Count);
}
