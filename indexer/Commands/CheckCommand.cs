using System.CommandLine;
using Knowledge.Content.Findings;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb check</c>: what is wrong in the content, by file and line.</summary>
internal static class CheckCommand
{
    public static Command Create(CommonOptions common)
    {
        var command = new Command("check", "List what is wrong in the content; exit code 1 when there are errors");
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            if (common.Read(parsed) is not { } readings) return ExitCode.WrongUse;
            var knowledge = KnowledgeBase.Build(readings);
            var findings = knowledge.Findings;
            if (common.IsJson(parsed)) CommonOptions.PrintJson(findings);
            else Print(findings, knowledge.Documents.Count);
            return findings.Any(f => f.Severity == Severity.Error) ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings, int documents)
    {
        foreach (var finding in findings)
        {
            var colour = finding.Severity switch { Severity.Error => "red", Severity.Warning => "yellow", _ => "grey" };
            AnsiConsole.MarkupLine($"[{colour}]{finding.Severity.ToString().ToLowerInvariant(),-7}[/] {Markup.Escape(finding.ToString())}");
        }
        AnsiConsole.MarkupLine($"{documents} documents, {findings.Count} finding{(findings.Count == 1 ? "" : "s")}");
    }
}
