using System.IO.Pipelines;
using Knowledge.Api.Hosting;
using Knowledge.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Hosting;

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

    [Fact]
    public async Task A_body_that_does_not_come_to_its_end_is_given_up_after_its_time()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[] { 1, 2 }, TestContext.Current.CancellationToken);
        var reading = Read(pipe.Reader.AsStream(), length: null);
        clock.Advance(RequestBody.Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(reading.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var (body, problem) = await reading;
        Assert.Null(body);
        Assert.Equal(Problem.BodyTooSlow, problem);
    }

    [Fact]
    public async Task A_caller_who_goes_away_is_no_slow_one()
    {
        using var deleted = new CancellationTokenSource();
        var reading = Read(new Pipe().Reader.AsStream(), length: null, deleted.Token);
        await deleted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private Task<(byte[]? Body, Problem? Problem)> Read(Stream stream, long? length, CancellationToken? cancellation = null)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = stream;
        http.Request.ContentLength = length;
        return RequestBody.ReadAsync(http, 10, clock, cancellation ?? TestContext.Current.CancellationToken);
    }
}
