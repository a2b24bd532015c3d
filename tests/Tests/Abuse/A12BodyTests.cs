using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Abuse;

/// <summary>Bodies and heads that are not as they should be get the answer that says so, never a fault of ours.</summary>
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
}
