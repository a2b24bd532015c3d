using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary>
/// <c>kb inbox list|replay --server URL</c>: what senders posted to a running server, and reading again what it could not read.
/// </summary>
internal static class InboxCommand
{
    private static readonly string[] Columns = ["id", "source", "received", "state", "alerts", "problem"];

    public static Command Create(CommonOptions common)
    {
        var (server, tokenFile) = (RunningServer.Option(), RunningServer.TokenFile());
        var unreadable = new Option<bool>("--unreadable") { Description = "Only what could not be read" };
        var list = new Command("list", "What senders posted, newest first") { server, tokenFile, unreadable, common.Output };
        list.SetAction(
            (parsed, cancellation) =>
                RunningServer.SendAsync(
                    parsed.GetValue(server)!,
                    parsed.GetValue(tokenFile),
                    HttpMethod.Get,
                    $"/api/inbox?unreadable={(parsed.GetValue(unreadable) ? "true" : "false")}",
                    answer => Print(answer, common.IsJson(parsed)),
                    cancellation
                )
        );
        var replay = new Command("replay", "Read again what could not be read, after a fault was fixed")
        {
            server,
            tokenFile,
            common.Output,
        };
        replay.SetAction(
            (parsed, cancellation) =>
                RunningServer.SendAsync(
                    parsed.GetValue(server)!,
                    parsed.GetValue(tokenFile),
                    HttpMethod.Post,
                    "/api/inbox/replay",
                    answer =>
                        Console.WriteLine(
                            common.IsJson(parsed)
                                ? answer.GetRawText()
                                : $"{answer.GetProperty("requests").GetInt32()} requests are read again"
                        ),
                    cancellation
                )
        );
        return new("inbox", "List and read again what senders posted to a running server") { list, replay };
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
            table.AddRow(
                Columns.Select(n => new Spectre.Console.Text(
                    item.TryGetProperty(n, out var value) ? string.Concat(value.ToString().Select(c => char.IsControl(c) ? ' ' : c)) : ""
                ))
            );
        AnsiConsole.Write(table);
        Console.WriteLine($"{answer.GetProperty("unread").GetInt32()} not read yet");
    }
}
