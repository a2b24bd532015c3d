using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Checks.Formats;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Commands;

/// <summary>
/// <c>kb check</c>: what is wrong in the content, by file and line; what of it is new; and what can be fixed automatically.
/// </summary>
internal static class CheckCommand
{
    private static readonly JsonSerializerOptions OneLine = new(ContractJson.Options) { WriteIndented = false };

    public static Command Create()
    {
        var common = new CommonOptions("sarif", "rdjson", "github", "md");
        var baseline = new Option<string?>("--baseline")
        {
            Description = "Findings accepted for now: exit code 1 only for errors beyond them",
            HelpName = "FILE",
        };
        var write = new Option<string?>("--write-baseline")
        {
            Description = "Accept all findings of today: write them to a file",
            HelpName = "FILE",
        };
        var fix = new Option<bool>("--fix")
        {
            Description = "Fix in the files what can be fixed automatically (KB130, KB131, KB142, KB150), then check",
        };
        var diff = new Option<bool>("--diff") { Description = "Only show what --fix would change" };
        var summary = new Option<bool>("--summary") { Description = "The debt of alerts and services in place of findings" };
        var months = new Option<int>("--stale-months")
        {
            Description = "Age from which a page is old when what it is linked with is newer",
            HelpName = "N",
            DefaultValueFactory = _ => CheckRun.StaleMonths,
        };
        var noHistory = new Option<bool>("--no-history")
        {
            Description = "Do not ask git when a page last really changed; go by file times",
        };
        var unread = new Option<bool>("--unread") { Description = "List each file that nothing is served from, and why (KB014)" };
        months.TakesOnly(1, 1200);
        var command = new Command("check", "List what is wrong in the content; exit code 1 when there are errors")
        {
            baseline,
            write,
            fix,
            diff,
            summary,
            unread,
            months,
            noHistory,
        };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var (accepted, error) = parsed.GetValue(baseline) is { } file ? Baseline.Read(file) : (Baseline.Empty, null);
            if (accepted is null)
                return UsageError(error!);
            if (parsed.GetValue(summary) && common.OutputOf(parsed) is not ("table" or "json"))
                return UsageError("--summary is printed as table or json");
            if (common.Sources(parsed) is not { } sources)
                return ExitCode.UsageError;
            var directories = sources.ToDictionary(s => s.Name, s => s.Directory);
            var now = TimeProvider.System.GetUtcNow();
            var histories = parsed.GetValue(noHistory) ? Task.FromResult(SourceHistory.None) : SourceHistories.ReadAsync(sources);

            CheckedContent Read() =>
                CheckedContent.Of(
                    KnowledgeBase.Build(CommonOptions.Read([.. sources.Select(s => s with { ElementWords = TodoLeft.Marks })])),
                    now,
                    CheckRun.Months(parsed.GetValue(months)),
                    histories.Result
                ) with
                {
                    CardRanks = accepted.CardRanks,
                };
            var content = Read();
            if (parsed.GetValue(diff) || parsed.GetValue(fix))
            {
                var edits = Fixes.Of(content);
                if (parsed.GetValue(diff))
                {
                    foreach (var line in FixWriter.Diff(edits))
                        Console.Out.WriteLine(line);
                    return ExitCode.Success;
                }
                var (lines, refused) = FixWriter.Write(edits, directories);
                foreach (var reason in refused)
                    Console.Error.WriteLine($"kb: {reason}");
                Console.Error.WriteLine($"kb: {lines} line{(lines == 1 ? "" : "s")} fixed");
                if (lines > 0)
                    content = Read();
            }
            if (parsed.GetValue(summary))
            {
                var debt = DebtReport.Of(content);
                if (common.IsJson(parsed))
                    CommonOptions.PrintJson(debt);
                else
                    DebtPrinter.Print(debt);
                return ExitCode.Success;
            }
            var report = CheckReport.Of(content.Knowledge, CheckRun.Of(content, parsed.GetValue(unread)), directories, accepted) with
            {
                Unserved = parsed.GetValue(unread) ? 0 : UnservedFiles.Of(content.Knowledge.Snapshots).Total,
            };
            if (parsed.GetValue(write) is { } to)
            {
                if (Baseline.Write(to, report.All, SearchedCard.Of(content)) is { } problem)
                    return UsageError(problem);
                Console.Error.WriteLine($"kb: {report.All.Count} findings accepted in '{to}'");
                return ExitCode.Success;
            }
            Print(report, common.OutputOf(parsed));
            return report.HasNewErrors ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }

    private static void Print(CheckReport report, string format)
    {
        switch (format)
        {
            case "json":
                CommonOptions.PrintJson(report.New.Select(f => f.Finding));
                break;
            case "sarif":
                PrintLine(SarifFormat.Write(report));
                break;
            case "rdjson":
                PrintLine(ReviewdogFormat.Write(report));
                break;
            case "github":
                foreach (var line in GitHubFormat.Write(report))
                    Console.Out.WriteLine(line);
                break;
            case "md":
                Console.Out.Write(MarkdownFormat.Write(report));
                break;
            default:
                TableFormat.Write(report);
                break;
        }
    }

    // For machines, and SARIF has a limit in bytes: no indentation.
    private static void PrintLine(JsonNode json) => Console.Out.WriteLine(json.ToJsonString(OneLine));

    private static int UsageError(string text)
    {
        Console.Error.WriteLine($"kb: {text}");
        return ExitCode.UsageError;
    }
}
