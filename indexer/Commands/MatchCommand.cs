using System.CommandLine;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Debt;
using Knowledge.Indexer.History;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb match DIRECTORY</c>: which runbook each alert rule of a directory leads to, and what it still lacks.</summary>
internal static class MatchCommand
{
    public static Command Create(CommonOptions common)
    {
        var rules = new Argument<string>("rules") { Description = "Directory with alert rules", HelpName = "DIRECTORY" };
        var command = new Command("match", "Show which runbook each alert rule leads to; exit code 4 when one has none") { rules };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(rules)!));
            if (!Directory.Exists(directory))
            {
                Console.Error.WriteLine(File.Exists(directory)
                    ? $"kb: '{parsed.GetValue(rules)}' is a file; kb match takes a directory of alert rules. Alerts as they fire cannot be matched yet."
                    : $"kb: no directory '{parsed.GetValue(rules)}': give one that holds alert rules");
                return ExitCode.WrongUse;
            }
            if (common.Sources(parsed) is not { } sources) return ExitCode.WrongUse;
            var around = sources.FirstOrDefault(s => IsBelow(directory, s.Directory));
            var histories = Histories.ReadAsync(sources);
            var readings = CommonOptions.Read(sources);
            // Ids stay those of the content alone: the rules get no prefix.
            var name = Enumerable.Range(0, sources.Count + 1).Select(n => n == 0 ? "rules" : $"rules-{n}").First(n => sources.All(s => s.Name != n));
            if (around is null) readings = [.. readings, DirectoryReader.Read(new(name, directory), prefixIds: false)];
            var inside = around is null ? "" : Path.GetRelativePath(around.Directory, directory).Replace(Path.DirectorySeparatorChar, '/') is var path and not "." ? path + "/" : "";
            var report = DebtReport.Of(KnowledgeBase.Build(readings), TimeProvider.System.GetUtcNow(), histories: histories.Result, only: a => IsRule(a, around?.Name ?? name, inside));
            if (report.Alerts.Count == 0)
            {
                Console.Error.WriteLine($"kb: there is no alert rule in '{parsed.GetValue(rules)}'");
                return ExitCode.CannotAnswer;
            }
            if (common.IsJson(parsed)) CommonOptions.PrintJson(report);
            else DebtPrinter.Print(report);
            return report.Alerts.Any(a => a.Status == DebtStatus.None || (a.Status == DebtStatus.Dead && a.RescuedBy is null)) ? ExitCode.NotFound : ExitCode.Fine;
        });
        return command;
    }

    private static bool IsRule(Document alert, string source, string inside) => alert.Source == source && alert.Path.StartsWith(inside, StringComparison.Ordinal);

    private static bool IsBelow(string directory, string root) =>
        directory == Path.TrimEndingDirectorySeparator(root) || directory.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
