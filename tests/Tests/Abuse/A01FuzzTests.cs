using System.Net;
using System.Text;
using CsCheck;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Abuse;

/// <summary>Malformed input of every kind gets an answer that is not a fault of ours; 300 a surface, 10,000 with <c>--long</c>.</summary>
[Trait("Reliability", "A-18")]
public sealed class A01FuzzTests : IDisposable
{
    private static readonly int Iterations = Environment.GetEnvironmentVariable("KB_LONG") == "1" ? 10_000 : 300;

    // What has broken programs before: controls, halves of characters, directions, brackets, numbers at their ends.
    // csharpier-ignore
    private static readonly string[] Evil =
    [
        "",
        "\0", "\u0007", "\r\n", "\ud800", "\udfff", "\u202e", "\u200b", "\ufeff", "\"", "'", "\\", "<script>", "%00", "%0d%0a", "../../..",
        "((((((((((((((((((((", "[[[[[[[[[[[[[[[[[[[[", "{{{{{{{{{{", "kind:", "kind:\"", "-x -y", "NaN", "1e999", "-1", "2147483648",
        "99999999999999999999", "true", "null", "😀", "İ", "ß", "𝔘", "日本", "\u001b[31m", "disk full", "C++", "0001-01-01T00:00:00Z",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Int[0, Evil.Length - 1].Select(i => Evil[i]),
        Gen.Int[0, Evil.Length - 1].Select(i => Evil[i]).Array[1, 6].Select(parts => string.Concat(parts)),
        Gen.String[0, 80]
    );

    private readonly Server server = Server.With(
        ("load.md", "---\nalerts: [LoadStale]\n---\n# Load is stale\n\n## Remediation\n\n1. Free the disk.\n")
    );
    private readonly HttpClient client;

    public A01FuzzTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private async Task AssertAnswered(HttpRequestMessage request)
    {
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(
            (int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.ServiceUnavailable,
            $"{request.Method} {request.RequestUri} answered {(int)answer.StatusCode}"
        );
    }

    public static TheoryData<string, string> JsonSurfaces =>
        new()
        {
            { "/api/search", """{"q": "@"}""" },
            { "/api/match", """[{"labels": {"alertname": "@", "service": "@"}}]""" },
            { "/api/feedback", """{"query": "@", "documentId": "@", "helped": true}""" },
            { "/api/postmortems", """{"title": "@", "actor": "@"}""" },
            { "/api/timeline", """{"text": "@", "date": "@", "utcOffset": "@"}""" },
            { "/api/touch", """{"repository": "@", "paths": ["@"], "acknowledge": "@"}""" },
            { "/api/actions/similar", """{"text": "@"}""" },
            {
                "/hooks/alertmanager",
                """{"alerts": [{"status": "@", "labels": {"alertname": "@"}, "startsAt": "@", "fingerprint": "@"}]}"""
            },
            { "/hooks/pagerduty", """{"event": {"id": "@", "event_type": "@", "data": {"id": "@", "title": "@"}}}""" },
            { "/hooks/datadog", """{"kb_format": "datadog/1", "id": "@", "alert_title": "@", "tags": "@", "date": "@"}""" },
            { "/hooks/opsgenie", """{"action": "@", "alert": {"alias": "@", "message": "@", "createdAt": 1}}""" },
            { "/hooks/cloudevents", """{"specversion": "1.0", "id": "@", "source": "@", "type": "@", "time": "@"}""" },
        };

    [Theory]
    [MemberData(nameof(JsonSurfaces))]
    public Task Json_of_any_kind(string path, string shape) =>
        Gen.Select(Text, Gen.Int[0, 9], Gen.Int[0, 400])
            .SampleAsync(
                async (text, how, at) =>
                {
                    var body = shape.Replace("@", how == 0 ? text : Escaped(text), StringComparison.Ordinal);
                    // Cut off, doubled, or with a byte that is none of it.
                    var bytes = Encoding.UTF8.GetBytes(
                        how switch
                        {
                            1 => body[..Math.Min(at, body.Length)],
                            2 => body + body,
                            _ => body,
                        }
                    );
                    if (how == 3 && bytes.Length > 0)
                        bytes[at % bytes.Length] = (byte)(at % 256);
                    using var content = new ByteArrayContent(bytes) { Headers = { { "Content-Type", "application/json" } } };
                    using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
                    await AssertAnswered(request);
                },
                iter: Iterations,
                threads: 2
            );

    // The server of the tests takes no NUL in a path, as the real one answers it with 400 itself.
    [Theory]
    [InlineData("/api/search?q=@&limit=@")]
    [InlineData("/search?q=@")]
    [InlineData("/docs/@")]
    [InlineData("/api/documents?kind=@&service=@&limit=@&offset=@")]
    [InlineData("/api/alerts?state=@&service=@&limit=@")]
    [InlineData("/api/postmortems?limit=@&offset=@")]
    [InlineData("/r/@?service=@")]
    [InlineData("/postmortems/new?title=@&searched=@&alert=@")]
    [InlineData("/touch?paths=@&repository=@")]
    [InlineData("/services/@")]
    public Task Addresses_of_any_kind(string shape) =>
        Text.SampleAsync(
            async text =>
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Get,
                    shape.Replace(
                        "@",
                        Uri.EscapeDataString(Whole(text).Replace("\0", "", StringComparison.Ordinal)),
                        StringComparison.Ordinal
                    )
                );
                await AssertAnswered(request);
            },
            iter: Iterations,
            threads: 2
        );

    [Theory]
    [InlineData("/search", "q")]
    [InlineData("/feedback", "q,helped,not,back")]
    [InlineData("/postmortems/new", "chat,text,title,date,offset")]
    [InlineData("/actions/done", "slug,text,link,reason,actor")]
    [InlineData("/theme", "theme,back")]
    [InlineData("/alerts/absent/feedback", "document,helped,actor")]
    public Task Forms_of_any_kind(string path, string fields) =>
        Text.Array[5]
            .SampleAsync(
                async texts =>
                {
                    using var form = new FormUrlEncodedContent(
                        fields.Split(',').Select((name, i) => KeyValuePair.Create(name, Whole(texts[i])))
                    );
                    using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
                    await AssertAnswered(request);
                },
                iter: Iterations,
                threads: 2
            );

    private static string Escaped(string text) => System.Text.Json.JsonEncodedText.Encode(Whole(text)).ToString();

    // Halves of characters cannot be sent.
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
