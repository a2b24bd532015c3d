using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Knowledge.Tests.Api.Proposals;

/// <summary>A forge that keeps what it is told: GitHub's, GitLab's and Gitea's ways to a branch and a request to merge it.</summary>
internal sealed class FakeForge : IDisposable
{
    public const string Token = "secret-token-of-the-forge";

    private readonly HttpListener listener;
    private readonly Task answering;

    public FakeForge(string file)
    {
        File = file;
        for (var tries = 1; ; tries++)
        {
            Port = ServerProcess.FreePort();
            listener = new() { Prefixes = { $"http://127.0.0.1:{Port}/" } };
            try
            {
                listener.Start();
                break;
            }
            catch (HttpListenerException) when (tries < 20)
            {
                listener.Close();
            }
        }
        answering = Task.Run(AnswerAsync);
    }

    public int Port { get; }

    /// <summary>The text of the file in the branch to merge into.</summary>
    public string File { get; set; }

    /// <summary>What it answers to everything; null to do as it is told.</summary>
    public int? Refuses { get; set; }

    /// <summary>Method, path with query, body.</summary>
    public ConcurrentQueue<(string Method, string Path, JsonObject? Body)> Received { get; } = [];

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
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var body = await reader.ReadToEndAsync();
                var (method, path) = (context.Request.HttpMethod, context.Request.RawUrl!);
                Received.Enqueue((method, path, body.Length == 0 ? null : (JsonObject)JsonNode.Parse(body)!));
                var (status, text) =
                    Refuses is { } refusal ? (refusal, $$"""{"message":"no: {{Token}}"}""")
                    : !HasToken(context.Request) ? (401, "{}")
                    : Answer(method, path);
                context.Response.StatusCode = status;
                var bytes = Encoding.UTF8.GetBytes(text);
                await context.Response.OutputStream.WriteAsync(bytes);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
    }

    private static bool HasToken(HttpListenerRequest request) =>
        request.Headers["Authorization"] is $"Bearer {Token}" or $"token {Token}" || request.Headers["PRIVATE-TOKEN"] == Token;

    private (int, string) Answer(string method, string path) =>
        (method, path) switch
        {

            ("GET", "/api/v3/repos/team/runbooks")
            or
            ("GET", "/api/v1/repos/team/runbooks")
            or ("GET", "/api/v4/projects/team%2Frunbooks") => (200, """{"default_branch":"main"}"""),
            ("GET", "/api/v3/repos/team/runbooks/git/ref/heads/main") => (200, """{"object":{"sha":"head-sha"}}"""),
            ("GET", "/api/v3/repos/team/runbooks/contents/docs/disk%20full.md?ref=main")
            or ("GET", "/api/v1/repos/team/runbooks/contents/docs/disk%20full.md?ref=main") => (200, Contents()),
            ("GET", "/api/v4/projects/team%2Frunbooks/repository/files/docs%2Fdisk%20full.md/raw?ref=main") => (200, File),
            ("POST", "/api/v3/repos/team/runbooks/git/refs") => (201, "{}"),
            ("PUT", "/api/v3/repos/team/runbooks/contents/docs/disk%20full.md")
            or ("PUT", "/api/v1/repos/team/runbooks/contents/docs/disk%20full.md") => (200, "{}"),
            ("POST", "/api/v4/projects/team%2Frunbooks/repository/commits") => (201, "{}"),
            ("POST", "/api/v3/repos/team/runbooks/pulls") or ("POST", "/api/v1/repos/team/runbooks/pulls") => (
                201,
                """{"html_url":"https://forge.example/team/runbooks/pulls/7"}"""
            ),
            ("POST", "/api/v4/projects/team%2Frunbooks/merge_requests") => (
                201,
                """{"web_url":"https://forge.example/team/runbooks/pulls/7"}"""
            ),
            _ => (404, "{}"),
        };

    // With line ends in it, as both give it.
    private string Contents() =>
        new JsonObject
        {
            ["sha"] = "file-sha",
            ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(File), Base64FormattingOptions.InsertLineBreaks),
        }.ToJsonString();
}
