using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Abuse;

/// <summary>Bodies and heads that are not as they should be get the answer that says so, never a fault of ours.</summary>
[Trait("Reliability", "A-23")]
public sealed class A12BodyTests
{
    [Theory]
    [InlineData("/api/search", "gzip")]
    [InlineData("/api/search", "br")]
    [InlineData("/api/postmortems", "x-unknown")]
    public async Task A_compressed_body_is_415(string path, string encoding)
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            zip.Write("""{"q":"disk full"}"""u8);
        using var content = new ByteArrayContent(packed.ToArray())
        {
            Headers = { { "Content-Type", "application/json" }, { "Content-Encoding", encoding } },
        };

        using var answer = await client.PostAsync(path, content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Identity_is_no_encoding()
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        using var content = new StringContent("""{"q":"disk full"}""", Encoding.UTF8, "application/json");
        content.Headers.Add("Content-Encoding", "identity");

        using var answer = await client.PostAsync("/api/search", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    // By a real server: a client of the framework would not send them.
    [Fact]
    public async Task A_head_that_names_no_host_that_can_be_is_refused_in_words()
    {
        using var server = new ServerProcess(new Dictionary<string, string>(), ("a.md", "# A\n\nText.\n"));
        await server.Start();
        foreach (
            var (head, status) in new[]
            {
                ("GET / HTTP/1.1\r\nHost: a..b\r\n", 421),
                ("GET /search?q=a HTTP/1.1\r\nHost: ~\r\n", 421),
                ("GET / HTTP/1.1\r\nHost: xn--\r\n", 421),
                ("GET /api/search?q=a HTTP/1.1\r\nHost: a..b\r\n", 421),
                ("GET / HTTP/1.0\r\n", 421),
                ("GET / HTTP/1.1\r\nHost: localhost\r\n", 200),
            }
        )
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
            await using var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "Connection: close\r\n\r\n"), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);
            var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line?.Contains($" {status} ", StringComparison.Ordinal), $"{head.ReplaceLineEndings(" ")}: {line}");
        }
    }

    // All names of fields that any form has: what a form does not know it passes over.
    private static readonly string[] Fields =
    [
        .. (
            "accept actor alert answer assignee back before body chat close confirmed date days did dismissed do document entry event "
            + "forget helped id initials kind name not note number offset postmortem proof q result resultof revision scope searched "
            + "section seen session skip slug solution state step symptom template text theme title to view was what whom"
        ).Split(' '),
    ];

    /// <summary>Values that are no text, each alone in a form that is filled in otherwise.</summary>
    public static TheoryData<string> Odd => ["a\nb", "\u0000\u001b[31m", "//evil.example"];

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task No_form_takes_an_odd_value_for_a_fault_of_ours(string odd)
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        var forms = server
            .Endpoints()
            .Where(e => e.Method == "POST" && !e.Path.StartsWith("/api", StringComparison.Ordinal))
            .Where(e => !e.Path.StartsWith("/hooks", StringComparison.Ordinal) && !e.Path.StartsWith("/mcp", StringComparison.Ordinal))
            .Select(e => e.Path)
            .ToList();
        Assert.True(forms.Count > 20, $"{forms.Count} forms");
        foreach (var form in forms)
        foreach (var field in Fields)
        {
            using var content = new FormUrlEncodedContent([
                new("q", field == "q" ? odd : "x"),
                new("title", field == "title" ? odd : "x"),
                .. field is "q" or "title" ? [] : new KeyValuePair<string, string>[] { new(field, odd) },
            ]);
            using var answer = await client.PostAsync(form, content, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode < HttpStatusCode.InternalServerError, $"{form} {field}: {answer.StatusCode}");
            Assert.DoesNotContain(
                "evil.example",
                answer.Headers.Location is { IsAbsoluteUri: true } to ? to.Host : "",
                StringComparison.Ordinal
            );
        }
    }
}
