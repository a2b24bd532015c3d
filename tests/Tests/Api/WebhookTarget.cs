using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Knowledge.Tests.Api;

/// <summary>Somebody who is told of things over HTTP, and answers as the test wants.</summary>
internal sealed class WebhookTarget : IDisposable
{
    private readonly HttpListener listener;
    private readonly Task answering;

    public WebhookTarget()
    {
        (listener, Port) = Listen();
        answering = Task.Run(AnswerAsync);
    }

    public int Port { get; }

    // A port that was free a moment ago may be another test's now.
    private static (HttpListener Listener, int Port) Listen()
    {
        for (var tries = 1; ; tries++)
        {
            var port = ServerProcess.FreePort();
            var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException) when (tries < 20)
            {
                listener.Close();
            }
        }
    }

    /// <summary>What it answers from now on.</summary>
    public volatile int Status = 200;

    /// <summary>All that came, whatever was answered; header names in lower case.</summary>
    public ConcurrentQueue<(string Path, IReadOnlyDictionary<string, string> Headers, string Body, int Answered)> Received { get; } = [];

    /// <summary>Seconds after which it asks to be told again.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>Done when something came, before it is answered.</summary>
    public Action? OnReceived { get; set; }

    public void Dispose()
    {
        listener.Close();
        answering.Wait(TimeSpan.FromSeconds(5));
    }

    private async Task AnswerAsync()
    {
        while (listener.IsListening)
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception) when (listener.IsListening)
            {
                // However somebody hung up (a process that was paused does so in many ways), it goes on for others.
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var status = Status;
        // One that sends no more of its body holds up the others no longer than it would wait for an answer.
        var body = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(5));
        Received.Enqueue(
            (
                context.Request.Url!.AbsolutePath,
                context.Request.Headers.AllKeys.OfType<string>().ToDictionary(k => k.ToLowerInvariant(), k => context.Request.Headers[k]!),
                body,
                status
            )
        );
        OnReceived?.Invoke();
        if (RetryAfter is { } seconds)
            context.Response.Headers["Retry-After"] = $"{seconds}";
        context.Response.StatusCode = status;
        context.Response.Close();
    }
}
