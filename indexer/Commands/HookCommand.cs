using System.CommandLine;
using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Indexer.Alerts;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary>
/// <c>kb hook try FILE</c>: what is understood of a payload as a sender posts it, by its shape or by a mapping of the content.
/// </summary>
internal static class HookCommand
{
    private static readonly string[] NotShown = ["name", "key", "state"];

    /// <param name="Format">By which shape it was read; null when it could not be.</param>
    /// <param name="IsMapped">Whether a mapping of the content is there for the sender.</param>
    public sealed record Tried(
        string? Format,
        bool IsMapped,
        IReadOnlyList<FiredAlert> Alerts,
        int Truncated,
        int NotUnderstood,
        string? Note,
        string? Problem
    );

    public static Command Create(CommonOptions common)
    {
        var file = new Argument<string>("file")
        {
            Description = "A payload as a sender posts it (- for standard input)",
            HelpName = "FILE",
        };
        var source = new Option<string>("--source")
        {
            Description = "Name under which the sender posts, by which its mapping hooks/NAME.yaml is taken",
            HelpName = "NAME",
        };
        var attempt = new Command("try", "Show what is understood of a payload and what is not; exit code 1 when nothing is")
        {
            file,
            source,
        };
        common.AddTo(attempt);
        attempt.SetAction(parsed =>
        {
            var name = parsed.GetValue(source);
            HookMapping? mapping = null;
            if (name is not null)
            {
                if (common.Sources(parsed) is not { } sources)
                    return ExitCode.UsageError;
                mapping = KnowledgeBase.Build(CommonOptions.Read(sources)).MappingOf(name);
            }
            if (PayloadFile.Read(parsed.GetValue(file)!) is not { } body)
                return ExitCode.UsageError;
            var payload = AlertPayloadReader.Read(body, new(name ?? "NAME", Received: TimeProvider.System.GetUtcNow(), Mapping: mapping));
            var tried = new Tried(
                payload.Format?.ToString(),
                mapping is not null,
                payload.Alerts,
                payload.Truncated,
                payload.NotUnderstood,
                payload.Note,
                payload.Problem
            );
            if (common.IsJson(parsed))
                CommonOptions.PrintJson(tried);
            else
                Print(tried);
            return payload.Problem is null ? ExitCode.Success : ExitCode.Findings;
        });
        return new("hook", "Try how payloads of senders are read") { attempt };
    }

    private static void Print(Tried tried)
    {
        if (tried.Problem is { } problem)
        {
            Console.WriteLine($"not understood: {OneLine(problem)}");
            return;
        }
        Console.WriteLine(
            $"read as {tried.Format}, {tried.Alerts.Count} {(tried.Alerts.Count == 1 ? "alert" : "alerts")}"
                + (tried.Note is { } note ? $" ({OneLine(note)})" : "")
        );
        if (tried.NotUnderstood > 0)
            Console.WriteLine($"not understood: {tried.NotUnderstood} of its entries");
        if (tried.Truncated > 0)
            Console.WriteLine($"left out by the sender: {tried.Truncated}");
        foreach (var alert in tried.Alerts)
            Print(alert);
    }

    private static void Print(FiredAlert alert)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false }.AddColumns("", "");
        var nothing = new List<string>();
        foreach (var field in MappedFields.Names)
            if (MappedFields.Of(alert, field) is { Length: > 0 } value)
                table.AddRow(new Spectre.Console.Text(field), new Spectre.Console.Text(OneLine(value)));
            else if (!NotShown.Contains(field))
                nothing.Add(field);
        foreach (var (name, value) in alert.Labels)
            table.AddRow(new Spectre.Console.Text($"label {OneLine(name)}"), new Spectre.Console.Text(OneLine(value)));
        if (nothing.Count > 0)
            table.AddRow(new Spectre.Console.Text("nothing for"), new Spectre.Console.Text(string.Join(", ", nothing)));
        Console.WriteLine();
        AnsiConsole.Write(table);
    }

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
