using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Knowledge.Api.Hosting;
using Knowledge.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Hosting;

[Trait("Reliability", "A-12")]
public sealed class RequestBodyTests
{
    private readonly FakeTimeProvider clock = new();

    [Theory]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    [InlineData(100_000, false)]
    public async Task A_body_may_have_as_many_bytes_as_are_allowed_and_not_one_more(int bytes, bool isRead)
    {
        var sent = Enumerable.Range(0, bytes).Select(i => (byte)i).ToArray();
        var (body, problem) = await Read(new MemoryStream(sent), length: null);
        Assert.Equal(isRead ? sent : null, body);
        Assert.Equal(isRead ? null : Problem.BodyTooLarge, problem);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    [InlineData(long.MaxValue, false)]
    public async Task A_length_that_is_too_large_is_refused_before_anything_is_read(long length, bool isRead)
    {
        using var stream = new MemoryStream(new byte[4]);
        var (body, problem) = await Read(stream, length);
        Assert.Equal(isRead ? 4 : 0, stream.Position);
        Assert.Equal(isRead, body is not null);
        Assert.Equal(isRead ? null : Problem.BodyTooLarge, problem);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task A_body_that_comes_in_pieces_may_have_as_many_bytes_in_all(int bytes, bool isRead)
    {
        var sent = 0;
        var (body, problem) = await Read(new Pieces(_ => sent++ < bytes ? 1 : 0), length: null);
        Assert.Equal((isRead ? bytes : null, isRead ? null : Problem.BodyTooLarge), (body?.Length, problem));
    }

    // From a length on that counts for memory it takes what was claimed at once.
    [Theory]
    [InlineData(null)]
    [InlineData(3 << 20)]
    [InlineData((3 << 20) - 1)]
    [InlineData(4 << 20)]
    [InlineData(1)]
    public async Task A_long_body_is_read_whole_whatever_length_was_claimed(int? length)
    {
        var sent = new byte[3 << 20];
        new Random(7).NextBytes(sent);
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton(new BodyMemory(1 << 30)).BuildServiceProvider(),
        };
        http.Request.Body = new MemoryStream(sent);
        http.Request.ContentLength = length;
        var (body, problem) = await RequestBody.ReadAsync(http, 5 << 20, clock, TestContext.Current.CancellationToken);
        Assert.Null(problem);
        Assert.Equal(sent, body);
    }

    // With no more than is allowed, Kestrel would end the request before it is known here that it is too large.
    [Fact]
    public async Task The_server_lets_one_byte_more_through_than_is_allowed()
    {
        var (http, limit) = (new DefaultHttpContext(), new MaxBytes());
        http.Features.Set<IHttpMaxRequestBodySizeFeature>(limit);
        await RequestBody.ReadAsync(http, 10, clock, TestContext.Current.CancellationToken);
        Assert.Equal(11, limit.MaxRequestBodySize);
        Assert.Equal(1_048_576, RequestBody.DefaultMaxBytes);
    }

    [Fact]
    public async Task A_body_that_does_not_come_to_its_end_is_given_up_after_its_time()
    {
        var stream = new Pieces(cancellation =>
        {
            clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromMilliseconds(1));
            Assert.False(cancellation.IsCancellationRequested);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            cancellation.ThrowIfCancellationRequested();
            return 0;
        });
        Assert.Equal((null, Problem.BodyTooSlow), await Read(stream, length: null));
    }

    [Fact]
    public async Task A_caller_who_goes_away_is_no_slow_one()
    {
        using var deleted = new CancellationTokenSource();
        var reading = Read(new Pipe().Reader.AsStream(), length: null, deleted.Token);
        await deleted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_caller_who_goes_away_as_the_time_runs_out_is_no_slow_one()
    {
        using var deleted = new CancellationTokenSource();
        var stream = new Pieces(cancellation =>
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            deleted.Cancel();
            throw new OperationCanceledException(cancellation);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Read(stream, length: null, deleted.Token));
    }

    // By the server itself: what Kestrel makes of a length is what is caught.
    [Fact]
    public async Task A_chunk_of_no_length_that_can_be_is_the_fault_of_who_sends_it()
    {
        using var server = new ServerProcess(new Dictionary<string, string> { ["KB_HOOK_OURS_SECRET"] = "mill-secret" }, ("a.md", "# A\n"))
        {
            Arguments = ["--hook", "ours=webhook", "--embedder", "table"],
        };
        await server.Start();
        foreach (var length in new[] { "80000000", "FFFFFFFFFFFFFFFFFF", "no" })
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, server.Address.Port, TestContext.Current.CancellationToken);
            var request =
                $"POST /hooks/ours HTTP/1.1\r\nHost: {server.Address.Authority}\r\nX-KB-Secret: mill-secret\r\n"
                + $"Transfer-Encoding: chunked\r\n\r\n{length}\r\nabc";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
            using var answer = new StreamReader(client.GetStream());
            Assert.Equal("HTTP/1.1 400 Bad Request", await answer.ReadLineAsync(TestContext.Current.CancellationToken));
        }
        Assert.DoesNotContain(server.Output, l => l.Contains("Failed to answer", StringComparison.Ordinal));
    }

    private Task<(byte[]? Body, Problem? Problem)> Read(Stream stream, long? length, CancellationToken? cancellation = null)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = stream;
        http.Request.ContentLength = length;
        return RequestBody.ReadAsync(http, 10, clock, cancellation ?? TestContext.Current.CancellationToken);
    }

    private sealed class MaxBytes : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }

    /// <summary>A body that comes a piece at a time.</summary>
    /// <param name="next">How many bytes come next; 0 at the end.</param>
    private sealed class Pieces(Func<CancellationToken, int> next) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(next(cancellationToken));
    }
}
