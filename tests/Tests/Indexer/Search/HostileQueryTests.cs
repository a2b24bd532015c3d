using System.Diagnostics;
using System.Text.Json;
using CsCheck;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Search;

public sealed class HostileQueryTests
{
    private static readonly KnowledgeBase Knowledge = Read();

    private static KnowledgeBase Read()
    {
        var knowledge = KnowledgeBase.Build([DirectoryReader.Read(new("runbooks", Path.Combine(Samples.RepositoryRoot(), "runbooks")))]);
        Assert.True(knowledge.Documents.Count > 10);
        return knowledge;
    }

    private static SearchResponse Ask(string query)
    {
        var started = Stopwatch.GetTimestamp();
        var response = Knowledge.Search(new(query, SearchRequest.MaxLimit), DateTimeOffset.UnixEpoch);
        // Milliseconds are usual; this only catches what grows out of hand, also on a busy machine.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 5);

        var json = JsonSerializer.SerializeToUtf8Bytes(response, ContractJson.Options);
        using var parsed = JsonDocument.Parse(json);
        Assert.True(System.Text.Unicode.Utf8.IsValid(json));
        foreach (var text in Texts(parsed.RootElement))
            AssertWellFormed(text);
        // What is shown besides the words that were asked must be whole before it is written, too: pages are not JSON.
        foreach (var hit in response.Hits)
        {
            AssertWellFormed(hit.Snippet);
            Assert.All(hit.Why, AssertWellFormed);
            Assert.All(hit.Marks, m => Assert.InRange(m.Start + m.Length, 1, hit.Snippet.Length));
            Assert.InRange(hit.Score, 0, 1);
        }
        Assert.All(response.Answers.SelectMany(a => a.Evidence), e => AssertWellFormed(e.Snippet));
        if (response.Gap is { } gap)
        {
            AssertWellFormed(gap.Query);
            Assert.InRange(gap.Query.Length, 0, 201);
            Assert.DoesNotContain(gap.Query, char.IsControl);
        }
        return response;
    }

    private static IEnumerable<string> Texts(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => [element.GetString()!],
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Texts(p.Value)),
            _ => [],
        };

    private static void AssertWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else
                Assert.False(char.IsSurrogate(text[i]), $"half a surrogate pair at {i} of '{text}'");
    }

    public static TheoryData<string, string> Shapes =>
        new()
        {
            { "nothing", "" },
            { "spaces", new string(' ', 4_096) },
            { "4,000 quotes", new string('"', 4_000) },
            { "quoted nothing", string.Concat(Enumerable.Repeat("\"\" ", 1_300)) },
            { "an open quote", "\"disk full" },
            { "2,000 words", string.Join(' ', Enumerable.Range(0, 2_000).Select(i => (char)('a' + i % 26)))[..3_999] },
            { "1,300 known words", string.Concat(Enumerable.Repeat("disk full empty ", 256)) },
            { "different words", string.Join(' ', Enumerable.Range(0, 680).Select(i => $"w{i:000}z")) },
            { "one long word", new string('a', 4_096) },
            { "one long number", new string('9', 4_096) },
            { "one long mixed word", string.Concat(Enumerable.Repeat("aB1_.-/", 585)) },
            { "punctuation", string.Concat(Enumerable.Repeat("!?.,;:-_()[]{}<>|\\/@#$%^&*+=~`'", 128)) },
            { "stop words", string.Concat(Enumerable.Repeat("the and of is not no ", 190)) },
            { "negations", string.Concat(Enumerable.Repeat("not no without never nothing ", 140)) },
            { "emoji", string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦🏳️‍🌈", 240)) },
            { "Chinese", string.Concat(Enumerable.Repeat("磁盘已满数据库", 585)) },
            { "Thai and Arabic", string.Concat(Enumerable.Repeat("ดิสก์เต็ม القرص ممتلئ ", 180)) },
            { "combining marks", "e" + new string('\u0301', 4_000) },
            { "right to left", string.Concat(Enumerable.Repeat("\u202Edisk\u202C\u2066full\u2069", 250)) },
            { "zero width", string.Join('\u200B', "disk full".AsEnumerable()) },
            { "NUL", "disk\0full\0" + new string('\0', 4_000) },
            { "high halves", new string('\uD800', 4_096) },
            { "low halves", new string('\uDC00', 4_096) },
            { "a half at the cut", new string('a', 198) + "🙂🙂🙂" + "\uD83D" },
            { "a half beside a pair", string.Concat(Enumerable.Repeat("\uD83D\uD83D\uDE42\uDE42 ", 800)) },
            { "a half in a mail address", "x\uD800@\uDC00y.z" },
            { "SQL", "'; DROP TABLE gaps; --" },
            { "full-text syntax", "NEAR(a b, 5) title:* -x AND OR NOT ^a \"b\"*" },
            { "HTML", "<script>alert(1)</script><img src=x onerror=alert(1)>" },
            { "format strings", "{0} {1:X} %s %n ${jndi:ldap://x} {{7*7}}" },
            { "JSON log", string.Concat(Enumerable.Repeat("{\"a\":{\"b\":[1,2,", 256)) },
            { "opening brackets", new string('[', 4_096) },
            { "digits and separators", string.Concat(Enumerable.Repeat("0 0-0/0.0(0)", 341)) },
            { "many at signs", string.Concat(Enumerable.Repeat("a@", 2_048)) },
            { "private use", "\uE000disk\uE001 \uFFFE\uFFFF full" },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_hostile_query_is_answered(string what, string query)
    {
        var response = Ask(query);

        Assert.True(response.Query == query, what);
    }

    [Fact]
    public void Random_characters_are_answered() =>
        Gen.String[
                Gen.Frequency(
                        (1, Gen.Int[0, 31]),
                        (1, Gen.Int[0xD800, 0xDFFF]),
                        (1, Gen.Int[0x2000, 0x206F]),
                        (1, Gen.Int[0, 0xFFFF]),
                        (2, Gen.Int[32, 126])
                    )
                    .Select(code => (char)code),
                1,
                SearchRequest.MaxPasteCharacters
            ]
            .Sample(query => Ask(query), iter: 400);

    [Fact]
    public void Known_words_with_noise_between_them_are_answered()
    {
        // csharpier-ignore
        string[] words =
        [
            "disk", "full", "empty", "dashboards", "rows_read", "0", "ENOSPC", "websocket", "firewall", "not", "no",
            "\"disk full\"", "\"", "prices", "stale", "login", "failing", "java.io.IOException:", "at com.x.Y(Y.java:1)",
            "{\"level\":\"error\"}", "10.0.0.1", "/var/log/x.log", "500", "\uD83D", "\0", "🙂", "磁盘", "\u202E", "\n", "\t",
        ];
        Gen.Select(Gen.Frequency((1, Gen.Const("")), (2, Gen.Const(" "))), Gen.OneOf(words).Array[1, 59], string.Join)
            .Sample(query => Ask(query[..Math.Min(query.Length, 4_096)]), iter: 200);
    }

    [Fact]
    public void The_witness_of_this_class_can_be_wrong()
    {
        Assert.ThrowsAny<Exception>(() => AssertWellFormed("a\uD800b"));
        Assert.NotEmpty(Ask("disk full").Hits);
    }
}
