using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Tests.Api.Problems;

/// <summary>No answer names a type or a member of the program: strangers learn nothing of it, and nobody is helped by it.</summary>
[Trait("Reliability", "A-16")]
public sealed partial class LeakTests(Server server) : IClassFixture<Server>
{
    private static readonly (string Type, byte[] Body)[] Bodies =
    [
        .. new[]
        {
            "",
            "null",
            "[]",
            "{}",
            "5",
            "\"text\"",
            "{",
            "{\"q\":",
            "{\"unknown\":1}",
            "{\"q\":1,\"query\":1,\"text\":1,\"limit\":\"many\",\"helped\":\"yes\",\"actor\":[],\"state\":7}",
            "{\"q\":{},\"query\":{},\"text\":{},\"documentId\":[],\"title\":[],\"alert\":{},\"searched\":[]}",
            "{\"q\":\"a\",\"q\":\"b\",\"text\":\"a\",\"text\":\"b\",\"query\":\"a\",\"query\":\"b\"}",
            "{\"text\":\"a\",\"initials\":3,\"date\":4}",
            "{\"paths\":\"a\",\"diff\":1}",
            "{\"limit\":99999999999999999999}",
            "{\"answers\":[1],\"symptom\":{}}",
            "// comment",
            new string('[', 200),
        }.SelectMany(text =>
            new[] { "application/json", "application/json; charset=nonsense", "application/x-www-form-urlencoded", "text/plain" }.Select(
                type => (type, Encoding.UTF8.GetBytes(text))
            )
        ),
        ("application/json", [0xFF, 0xFE, 0x00]),
        ("application/json", [.. "{\"q\":\""u8, 0xC3, 0x28, .. "\"}"u8]),
        ("application/json; charset=utf-16", Encoding.Unicode.GetBytes("{\"unknown\":1}")),
        ("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(0, 1100).Select(i => $"k{i}=v")))),
        ("multipart/form-data", "no boundary"u8.ToArray()),
        ("multipart/form-data; boundary=x", "--y\r\nnothing"u8.ToArray()),
    ];

    private static readonly string[] Queries =
    [
        "",
        "?limit=many&offset=few&year=x&kind=1&state=x&q=a&preview=maybe&explain=perhaps&v=1&date=x&number=x&unreadable=x",
        "?limit=99999999999&offset=1.5",
        "?limit=&offset=&preview=&explain=",
    ];

    [Fact]
    public async Task No_answer_of_any_endpoint_to_a_bad_body_names_a_type()
    {
        using var client = server.Client();
        var leaks = new List<string>();
        var walked = 0;
        foreach (var (method, path) in server.Endpoints())
        foreach (var query in Queries)
        foreach (
            var (type, body) in method is "GET" or "HEAD" ? [("", [])]
            : query.Length > 0 ? Bodies[..1]
            : Bodies
        )
        {
            using var request = new HttpRequestMessage(new(method), path + query);
            if (type.Length > 0)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            }
            request.Headers.TryAddWithoutValidation("If-Match", "nonsense");
            var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            walked++;
            if (TypeName().Match(text) is { Success: true } leak)
                leaks.Add($"{method} {path}{query} {type} {Shown(body)}: {text[leak.Index..Math.Min(text.Length, leak.Index + 80)]}");
            if ((int)answer.StatusCode is 500)
                leaks.Add($"{method} {path}{query} {type} {Shown(body)}: {(int)answer.StatusCode}");
        }
        Assert.True(leaks.Count == 0, $"{leaks.Count} of {walked}:\n{string.Join('\n', leaks.Take(40))}");
        Assert.True(walked > 1000, $"only {walked} requests");
    }

    private static string Shown(byte[] body) => Encoding.Latin1.GetString(body, 0, Math.Min(body.Length, 40));

    [GeneratedRegex(
        @"\b(System|Microsoft|Knowledge)\.[A-Z]|\b(Nullable|List|IReadOnlyList|IEnumerable)(<|&lt;)|\bRequest request\b|\bIFormCollection\b"
    )]
    private static partial Regex TypeName();
}
