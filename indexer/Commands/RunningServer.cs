using System.CommandLine;
using System.Net;
using System.Text.Json;
using Knowledge.Indexer.Http;
using Knowledge.Indexer.Redaction;

namespace Knowledge.Indexer.Commands;

/// <summary>A server that a command talks to.</summary>
internal static class RunningServer
{
    private const int MaxAnswerBytes = 64 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Option<string> Option() =>
        new("--server")
        {
            Description = "The running server",
            HelpName = "URL",
            DefaultValueFactory = _ => "http://localhost:5080",
        };

    /// <summary>Where a server asks who calls, the token lies in a file: lists of processes show arguments.</summary>
    public static Option<string?> TokenFile() =>
        new("--token-file") { Description = "File with a token, for a server that requires sign-in", HelpName = "FILE" };

    public static async Task<int> SendAsync(
        string server,
        string? tokenFile,
        HttpMethod method,
        string path,
        Action<JsonElement> print,
        CancellationToken cancellation
    )
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https"))
        {
            Console.Error.WriteLine($"kb: '{server}' is no address of a server; give one such as http://localhost:5080");
            return ExitCode.UsageError;
        }
        var (token, unread) = TokenIn(tokenFile);
        if (unread is not null)
        {
            Console.Error.WriteLine($"kb: {unread}");
            return ExitCode.UsageError;
        }
        try
        {
            using var client = OutgoingHttp.Create(Timeout, MaxAnswerBytes);
            using var request = new HttpRequestMessage(method, new Uri(root, path));
            if (token is not null)
                request.Headers.Authorization = new("Bearer", token);
            using var response = await client.SendAsync(request, cancellation);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                Console.Error.WriteLine(
                    token is null
                        ? $"kb: {root} requires a token; create one there at /account/tokens and give it with --token-file"
                        : $"kb: {root} does not take the token for this; it may have ended, or lack the scope"
                );
                return ExitCode.Unavailable;
            }
            if (!response.IsSuccessStatusCode)
            {
                Console.Error.WriteLine($"kb: {root} answered {(int)response.StatusCode} {response.ReasonPhrase}");
                return ExitCode.Unavailable;
            }
            using var answer = await JsonDocument.ParseAsync(
                await response.Content.ReadAsStreamAsync(cancellation),
                cancellationToken: cancellation
            );
            print(answer.RootElement);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException)
        {
            Console.Error.WriteLine($"kb: {root} does not answer ({e.GetType().Name}); is the server running?");
            return ExitCode.Unavailable;
        }
    }

    private static (string? Token, string? Error) TokenIn(string? file)
    {
        if (string.IsNullOrEmpty(file))
            return (null, null);
        try
        {
            return File.ReadAllText(file).Trim() is var token && TokenText.IsWellFormed(token)
                ? (token, null)
                : (null, $"the file '{file}' holds no token; it begins with {TokenText.Prefix} and stands alone in the file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the file '{file}' cannot be read ({e.GetType().Name})");
        }
    }
}
