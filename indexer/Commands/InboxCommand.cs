using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb inbox list|replay --server URL</c>: what senders posted to a running server, and reading again what it could not read.</summary>
internal static class InboxCommand
{
    private static readonly string[] Columns = ["id", "source", "received", "state", "alerts", "problem"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Command Create(CommonOptions common)
    {
        var server = new Option<string>("--server") { Description = "The running server", HelpName = "URL", DefaultValueFactory = _ => "http://localhost:5080" };
        var unreadable = new Option<bool>("--unreadable") { Description = "Only what could not be read" };
        var list = new Command("list", "What senders posted, newest first") { server, unreadable, common.Output };
        list.SetAction((parsed, cancellation) => Ask(parsed.GetValue(server)!, HttpMethod.Get, $"/api/inbox?unreadable={(parsed.GetValue(unreadable) ? "true" : "false")}", answer => Print(answer, common.IsJson(parsed)), cancellation));
        var replay = new Command("replay", "Read again what could not be read, after a mistake was mended") { server, common.Output };
        replay.SetAction((parsed, cancellation) => Ask(parsed.GetValue(server)!, HttpMethod.Post, "/api/inbox/replay",
            answer => Console.WriteLine(common.IsJson(parsed) ? answer.GetRawText() : $"{answer.GetProperty("requests").GetInt32()} requests are read again"), cancellation));
        return new("inbox", "Look after what senders posted to a running server") { list, replay };
    }

    private static async Task<int> Ask(string server, HttpMethod method, string path, Action<JsonElement> print, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https"))
        {
            Console.Error.WriteLine($"kb: '{server}' is no address of a server; give one such as http://localhost:5080");
            return ExitCode.WrongUse;
        }
        try
        {
            using var client = new HttpClient { Timeout = Timeout };
            using var request = new HttpRequestMessage(method, new Uri(root, path));
            using var response = await client.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                Console.Error.WriteLine($"kb: {root} answered {(int)response.StatusCode} {response.ReasonPhrase}");
                return ExitCode.CannotAnswer;
            }
            using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
            print(answer.RootElement);
            return ExitCode.Fine;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException)
        {
            Console.Error.WriteLine($"kb: {root} does not answer ({e.GetType().Name}); is the server running?");
            return ExitCode.CannotAnswer;
        }
    }

    private static void Print(JsonElement answer, bool json)
    {
        if (json)
        {
            Console.WriteLine(answer.GetRawText());
            return;
        }
        var table = new Table { Border = TableBorder.None }.AddColumns([.. Columns.Select(c => $"[grey]{c}[/]")]);
        foreach (var item in answer.GetProperty("items").EnumerateArray())
            table.AddRow(Columns.Select(n => new Spectre.Console.Text(item.TryGetProperty(n, out var value) ? string.Concat(value.ToString().Select(c => char.IsControl(c) ? ' ' : c)) : "")));
        AnsiConsole.Write(table);
        Console.WriteLine($"{answer.GetProperty("unread").GetInt32()} not read yet");
    }
}
