using CsCheck;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class QueryTextTests
{
    private static QueryText Parse(string text) =>
        QueryText.Parse(
            text,
            (facet, value) =>
                (facet, value)
                    is
                        (Facet.Kind, "runbook")
                        or
                        (Facet.Service, "price-feed")
                        or
                        (Facet.Severity, "1")
                        or
                        (Facet.Tag, "disk")
                        or
                        (Facet.Owner, "data")
        );

    private static string Shown(QueryText text) =>
        string.Join(
            " | ",
            string.Join(' ', text.Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            string.Join(',', text.Phrases),
            string.Join(',', text.Excluded),
            string.Join(',', text.Filters.Select(f => $"{f.Facet}={f.Value}"))
        );

    [Theory]
    [InlineData("disk full", "disk full |  |  | ")]
    [InlineData("\"disk full\"", "disk full | disk full |  | ")]
    [InlineData("dashboards \"disk full\" today", "dashboards disk full today | disk full |  | ")]
    [InlineData("\"disk full\" \"no data\"", "disk full no data | disk full,no data |  | ")]
    [InlineData("disk -kafka", "disk |  | kafka | ")]
    [InlineData("-kafka disk -zookeeper", "disk |  | kafka,zookeeper | ")]
    [InlineData("kind:runbook disk", "disk |  |  | Kind=runbook")]
    [InlineData("disk KIND:runbook", "disk |  |  | Kind=runbook")]
    [InlineData("service:price-feed tag:disk owner:data", " |  |  | Service=price-feed,Tag=disk,Owner=data")]
    [InlineData("sev:1 disk", "disk |  |  | Severity=1")]
    [InlineData("severity:1 disk", "disk |  |  | Severity=1")]
    [InlineData("kind:\"runbook\" disk", "disk |  |  | Kind=runbook")]
    [InlineData("/data/ticker full kind:runbook", "/data/ticker full |  |  | Kind=runbook")]
    [InlineData("nightly-load is stuck", "nightly-load is stuck |  |  | ")]
    [InlineData("17. Reading the chat", "Reading the chat |  |  | ")]
    [InlineData(" 3.2) Reading the chat", "Reading the chat |  |  | ")]
    [InlineData("3.2.1. Über uns", "Über uns |  |  | ")]
    [InlineData("17.", "17. |  |  | ")]
    [InlineData("3. 4 of 5", "3. 4 of 5 |  |  | ")]
    [InlineData("404. Not found", "404. Not found |  |  | ")]
    [InlineData("3.2 fails", "3.2 fails |  |  | ")]
    [InlineData("10.0.0.1 is down", "10.0.0.1 is down |  |  | ")]
    [InlineData("5xx) spike", "5xx) spike |  |  | ")]
    public void What_narrows_is_distinguished_from_words(string text, string parsed) => Assert.Equal(parsed, Shown(Parse(text)));

    [Theory]
    // Nobody has these values.
    [InlineData("kind:unicorn disk")]
    [InlineData("service:nothing disk")]
    [InlineData("kind: runbook")]
    [InlineData("colour:red disk")]
    [InlineData("java.io.IOException: No space left on device")]
    [InlineData("http://host:8080/path")]
    // Unbalanced or empty.
    [InlineData("disk \"full")]
    [InlineData("disk full\"")]
    [InlineData("\"")]
    [InlineData("\"\" disk")]
    [InlineData("5\" disk and 3\" disk")]
    // Options of commands, dashes in prose, ranges.
    [InlineData("rm -rf /data")]
    [InlineData("kubectl get pods --all-namespaces")]
    [InlineData("kubectl delete pod x --now -force")]
    [InlineData("find /data -name core -delete")]
    [InlineData("java -Xmx4g -jar app.jar -verbose")]
    [InlineData("tail -n 100 ticker.log | grep -i error -context")]
    [InlineData("disk - full")]
    [InlineData("disk -- full")]
    [InlineData("load is stuck - nothing moves")]
    [InlineData("-5 degrees")]
    // Log lines and JSON.
    [InlineData("{\"level\":\"error\",\"msg\":\"no space left\"}")]
    [InlineData("{ \"rows_read\": 0, \"status\": \"ok\" }")]
    [InlineData("level=error msg=\"no space left on device\" path=/data -")]
    [InlineData("ERROR: open \"nightly config\" failed")]
    [InlineData("[error] \"GET /index HTTP/1.1\" 500")]
    [InlineData("ERROR [main] job \"nightly\" failed: \"no space left\"")]
    public void What_does_not_parse_is_just_words(string text)
    {
        var parsed = Parse(text);

        Assert.False(parsed.Narrows, Shown(parsed));
        // Nothing that was typed is lost.
        foreach (var word in text.Split([' ', '"'], StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains(word, parsed.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_and_long_texts_are_pastes()
    {
        Assert.False(Parse("kind:runbook\n\"disk full\"").Narrows);
        Assert.False(Parse("kind:runbook \"disk full\" " + new string('x', 200)).Narrows);
    }

    [Fact]
    public void Only_so_many_operators_count_and_the_rest_are_words()
    {
        var many = Parse(string.Join(' ', Enumerable.Range(0, 30).Select(i => $"-a{(char)('a' + i % 26)}b")));
        Assert.InRange(many.Excluded.Count, 1, 10);
        Assert.Contains("-azb", many.Words, StringComparison.Ordinal);

        Assert.InRange(Parse(string.Concat(Enumerable.Repeat("\"a b\" ", 26))).Phrases.Count, 1, 10);
        Assert.InRange(Parse(string.Concat(Enumerable.Repeat("tag:disk ", 17))).Filters.Count, 1, 10);
    }

    [Fact]
    public void Any_text_parses() =>
        Gen.String[Gen.Char["ab \"-:'\n{}[]=,/.kindsev1\0\uD83D"], 0, 59]
            .Sample(
                text =>
                {
                    var parsed = Parse(text);
                    Assert.InRange(parsed.Words.Length, 0, text.Length);
                    Assert.All(parsed.Phrases, p => Assert.Contains(p, text, StringComparison.Ordinal));
                },
                iter: 5_000
            );
}
