using System.CommandLine;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Sources.History;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary>
/// <c>kb match FILE</c>: the runbook of each alert of a payload, as a sender posts it. <c>kb match DIRECTORY</c>: which runbook
/// each alert rule of a directory leads to, and what it still lacks.
/// </summary>
internal static class MatchCommand
{
    public static Command Create(CommonOptions common)
    {
        var rules = new Argument<string>("alerts")
        {
            Description = "Alerts as a sender posts them (- for " + "standard input), or a directory with alert rules",
            HelpName = "FILE|DIRECTORY",
        };
        var command = new Command("match", "Show the runbook of each alert and why it fits; exit code 4 when one has none") { rules };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(rules) is var given && (given == "-" || File.Exists(given)))
                return MatchFile(common, parsed, given);
            var directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(rules)!));
            if (!Directory.Exists(directory))
            {
                Console.Error.WriteLine(
                    $"kb: no file or directory '{given}': give alerts as a sender posts them, or a directory of alert rules"
                );
                return ExitCode.UsageError;
            }
            if (common.Sources(parsed) is not { } sources)
                return ExitCode.UsageError;
            var around = sources.FirstOrDefault(s => IsBelow(directory, s.Directory));
            var histories = SourceHistories.ReadAsync(sources);
            var readings = CommonOptions.Read(sources);
            // Ids stay those of the content alone: the rules get no prefix.
            var name = Enumerable
                .Range(0, sources.Count + 1)
                .Select(n => n == 0 ? "rules" : $"rules-{n}")
                .First(n => sources.All(s => s.Name != n));
            if (around is null)
                readings = [.. readings, DirectoryReader.Read(new(name, directory))];
            var inside =
                around is null ? ""
                : Path.GetRelativePath(around.Directory, directory).Replace(Path.DirectorySeparatorChar, '/') is var path and not "."
                    ? path + "/"
                : "";
            var report = DebtReport.Of(
                KnowledgeBase.Build(readings),
                TimeProvider.System.GetUtcNow(),
                histories: histories.Result,
                only: a => IsRule(a, around?.Name ?? name, inside)
            );
            if (report.Alerts.Count == 0)
            {
                Console.Error.WriteLine($"kb: there is no alert rule in '{parsed.GetValue(rules)}'");
                return ExitCode.Unavailable;
            }
            if (common.IsJson(parsed))
                CommonOptions.PrintJson(report);
            else
                DebtPrinter.Print(report);
            return report.Alerts.Any(a => a.Status == DebtStatus.None || (a.Status == DebtStatus.Dead && a.RescuedBy is null))
                ? ExitCode.NotFound
                : ExitCode.Success;
        });
        return command;
    }

    private static int MatchFile(CommonOptions common, ParseResult parsed, string file)
    {
        if (common.Sources(parsed) is not { } sources)
            return ExitCode.UsageError;
        if (PayloadFile.Read(file) is not { } body)
            return ExitCode.UsageError;
        var payload = AlertPayloadReader.Read(body, new(Received: TimeProvider.System.GetUtcNow()));
        if (payload.Problem is { } problem)
        {
            Console.Error.WriteLine($"kb: '{file}' holds no alerts that can be read: {problem}");
            return ExitCode.UsageError;
        }
        var knowledge = KnowledgeBase.Build(CommonOptions.Read(sources));
        var matches = payload.Alerts.Select(a => knowledge.Alerts.Match(a, votes: [])).ToList();
        if (common.IsJson(parsed))
            CommonOptions.PrintJson(matches);
        else
        {
            var table = new Table { Border = TableBorder.None }.AddColumns(
                "[grey]alert[/]",
                "[grey]its own link[/]",
                "[grey]runbook[/]",
                "[grey]confidence[/]",
                "[grey]why[/]"
            );
            foreach (var match in matches)
                table.AddRow(
                    Cell(match.Alert),
                    Cell(match.Links is { } links ? string.Join("; ", links.Select(l => $"{l.Text} ({l.StateText})")) : "none"),
                    Cell(match.DocumentId ?? match.Url ?? "none"),
                    Cell(match.Confidence.ToString().ToLowerInvariant()),
                    Cell(
                        match.Suggestion is { } guess ? $"{match.Reason}; perhaps {guess.DocumentId}, a guess {guess.Reason}" : match.Reason
                    )
                );
            AnsiConsole.Write(table);
        }
        return matches.All(m => m.IsMatched) ? ExitCode.Success : ExitCode.NotFound;

        static Spectre.Console.Text Cell(string text) => new(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)));
    }

    private static bool IsRule(Document alert, string source, string inside) =>
        alert.Source == source && alert.Path.StartsWith(inside, StringComparison.Ordinal);

    private static bool IsBelow(string directory, string root) =>
        directory == Path.TrimEndingDirectorySeparator(root)
        || directory.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
