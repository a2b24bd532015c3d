using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Knowledge.Tests.Indexer.Embeddings;
using Microsoft.AspNetCore.Http;

namespace Knowledge.Tests.Api.Assistant;

/// <summary>Speaks <c>/v1/chat/completions</c> on loopback, and answers as a test says.</summary>
internal sealed class FakeChatServer : IAsyncDisposable
{
    /// <summary>Under this name the items of a request have its body.</summary>
    public const string Asked = "asked";

    private readonly LocalHttp http;
    private readonly ConcurrentQueue<string> requests;

    private FakeChatServer(LocalHttp http, ConcurrentQueue<string> requests) => (this.http, this.requests) = (http, requests);

    public string Url => http.Root + "v1";

    /// <summary>Bodies of all requests, in order.</summary>
    public IReadOnlyList<JsonElement> Requests => [.. requests.Select(r => JsonDocument.Parse(r).RootElement)];

    /// <summary>Streams one reply to everybody.</summary>
    public static Task<FakeChatServer> Replying(string reply) => Start(http => StreamAsync(http, reply));

    public static async Task<FakeChatServer> Start(Func<HttpContext, Task> answer)
    {
        var requests = new ConcurrentQueue<string>();
        var http = await LocalHttp.Start(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            context.Items[Asked] = body;
            requests.Enqueue(body);
            await answer(context);
        });
        return new(http, requests);
    }

    /// <summary>Sends a reply in pieces, then why it stops, then the mark of the end; or leaves one of these out.</summary>
    public static async Task StreamAsync(HttpContext http, string reply, bool stop = true, bool done = true, string reason = "stop")
    {
        http.Response.ContentType = "text/event-stream";
        foreach (var piece in reply.Chunk(7).Select(c => new string(c)))
            await Event(http, JsonSerializer.Serialize(new { choices = new[] { new { index = 0, delta = new { content = piece } } } }));
        if (stop)
            await Event(
                http,
                JsonSerializer.Serialize(
                    new
                    {
                        choices = new[]
                        {
                            new
                            {
                                index = 0,
                                delta = new { },
                                finish_reason = reason,
                            },
                        },
                    }
                )
            );
        if (stop)
            await Event(http, """{"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120}}""");
        if (done)
            await Event(http, "[DONE]");
    }

    private static async Task Event(HttpContext http, string data)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    public ValueTask DisposeAsync() => http.DisposeAsync();
}
