using System.Text;
using Knowledge.Api.Assistant;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Knowledge.Tests.Api.Assistant;

public sealed class ChatEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_is_put_together_and_its_tokens_are_counted()
    {
        await using var server = await FakeChatServer.Replying("The disk is full [1].");

        var response = await Ask(server);

        Assert.Equal(("The disk is full [1].", 120), (response.Text, response.Usage?.TotalTokenCount));
        var request = Assert.Single(server.Requests);
        Assert.True(request.GetProperty("stream").GetBoolean());
        Assert.Equal("tiny", request.GetProperty("model").GetString());
        Assert.False(request.TryGetProperty("tools", out _));
    }

    [Fact]
    public async Task A_service_that_does_not_stream_is_understood()
    {
        await using var server = await FakeChatServer.Start(http =>
            Json(http, """{"choices":[{"message":{"role":"assistant","content":"Full [1]."},"finish_reason":"stop"}]}""")
        );
        Assert.Equal("Full [1].", (await Ask(server)).Text);
    }

    [Fact]
    public async Task Secrets_and_invisible_text_do_not_leave()
    {
        await using var server = await FakeChatServer.Replying("x");
        const string Key = "AKIAJ7Q2XN4LPV9TRW3K";

        await Ask(
            server,
            $"the key is {Key}\npassword: hunter2!x9\n-----BEGIN PRIVATE KEY-----\n{new string('A', 64)}\n"
                + "-----END PRIVATE KEY-----\nzero\u200bwidth"
        );

        var sent = server.Requests[0].GetProperty("messages")[0].GetProperty("content").GetString()!;
        Assert.DoesNotContain(Key, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", sent, StringComparison.Ordinal);
        Assert.Contains("zerowidth", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("half", "broke off")]
    [InlineData("no-stop", "without saying that it is whole")]
    [InlineData("length", "did not finish")]
    [InlineData("tool_calls", "did not finish")]
    [InlineData("html", "no chat")]
    [InlineData("429", "answered 429")]
    [InlineData("500", "answered 500")]
    [InlineData("redirect", "answered 302")]
    [InlineData("garbage", "no chat")]
    [InlineData("error", "reported an error")]
    [InlineData("endless", "too long")]
    public async Task What_is_no_whole_answer_is_an_error_in_a_sentence(string what, string said)
    {
        await using var server = await FakeChatServer.Start(http => Answer(http, what));

        var e = await Assert.ThrowsAsync<ChatException>(() => Ask(server));

        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-key", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_hangs_is_waited_for_two_seconds_and_one_that_dawdles_for_eight()
    {
        await using var hanging = await FakeChatServer.Start(http => Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted));
        var started = TimeProvider.System.GetTimestamp();
        var e = await Assert.ThrowsAsync<ChatException>(() => Ask(hanging));
        Assert.Contains("in time", e.Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(7));

        await using var dawdling = await FakeChatServer.Start(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(": wait\n\n"), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted);
        });
        started = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<ChatException>(() => Ask(dawdling));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Nobody_there_is_an_error_in_a_sentence()
    {
        var e = await Assert.ThrowsAsync<ChatException>(() =>
            Client("http://127.0.0.1:9/v1").GetResponseAsync([new(ChatRole.User, "x")], cancellationToken: Cancellation)
        );
        Assert.Contains("cannot be reached", e.Message, StringComparison.Ordinal);
    }

    private static Task Answer(HttpContext http, string what) =>
        what switch
        {
            "half" => FakeChatServer.StreamAsync(http, "The disk is full [1]. The lo", stop: false, done: false),
            "no-stop" => FakeChatServer.StreamAsync(http, "The disk is full [1].", stop: false),
            "length" or "tool_calls" => FakeChatServer.StreamAsync(http, "The disk is full [1].", reason: what),
            "html" => Text(http, "text/html", "<html><body>Sign in</body></html>"),
            "garbage" => Text(http, "text/event-stream", "data: {not json\n\n"),
            "error" => Text(http, "text/event-stream", "data: {\"error\":{\"message\":\"overloaded\"}}\n\n"),
            "endless" => Text(http, "text/event-stream", "data: " + new string('x', 2 << 20)),
            "redirect" => Redirect(http),
            _ => Status(http, int.Parse(what, null)),
        };

    private static Task Json(HttpContext http, string json) => Text(http, "application/json", json);

    private static Task Text(HttpContext http, string type, string text)
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    private static Task Redirect(HttpContext http)
    {
        http.Response.Redirect("http://127.0.0.1:9/elsewhere");
        return Task.CompletedTask;
    }

    private static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync("no", http.RequestAborted);
    }

    private static Task<ChatResponse> Ask(FakeChatServer server, string question = "Why?") =>
        Client(server.Url).GetResponseAsync([new(ChatRole.User, question)], cancellationToken: Cancellation);

    private static ChatEndpoint Client(string url) =>
        new(new(new Uri(url + "/chat/completions"), "tiny", 1000) { Key = "secret-key" }, ChatEndpoint.CreateClient(), TimeProvider.System);
}
