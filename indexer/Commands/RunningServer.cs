using System.CommandLine;
using System.Text.Json;
using Knowledge.Indexer.Http;

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

    public static async Task<int> SendAsync(
        string server,
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
        try
        {
            using var client = OutgoingHttp.Create(Timeout, MaxAnswerBytes);
            using var request = new HttpRequestMessage(method, new Uri(root, path));
            using var response = await client.SendAsync(request, cancellation);
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
}
