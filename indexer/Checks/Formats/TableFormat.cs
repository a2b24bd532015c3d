using Knowledge.Content.Findings;
using Spectre.Console;

namespace Knowledge.Indexer.Checks.Formats;

/// <summary>
/// For people at a terminal: one line per finding, the most severe last, where one looks first; of many notes of one kind only
/// some.
/// </summary>
internal static class TableFormat
{
    private const int MaxNotesPerCode = 5;

    public static void Write(CheckReport report)
    {
        var notes = report.New.Where(f => f.Finding.Severity == Severity.Note).CountBy(f => f.Finding.Code).ToDictionary();
        var shown = new Dictionary<string, int>();
        foreach (var (finding, _, _, _) in report.New.OrderBy(f => f.Finding.Severity))
        {
            // Who asks for files that are not served wants them all.
            if (finding.Severity == Severity.Note && finding.Code != FindingCodes.NotServed && notes[finding.Code] > MaxNotesPerCode + 1)
            {
                var order = shown[finding.Code] = shown.GetValueOrDefault(finding.Code) + 1;
                if (order == MaxNotesPerCode + 1)
                    AnsiConsole.MarkupLine(
                        $"[grey]note    {finding.Code} {notes[finding.Code] - MaxNotesPerCode} more of this kind; -o json lists all[/]"
                    );
                if (order > MaxNotesPerCode)
                    continue;
            }
            var colour = finding.Severity switch
            {
                Severity.Error => "red",
                Severity.Warning => "yellow",
                _ => "grey",
            };
            var source = finding.Source is null ? "" : $"[grey]{Plain(finding.Source)}:[/]";
            var severity = finding.Severity.ToString().ToLowerInvariant();
            var subject = finding.Subject is null ? "" : $" [grey]{Plain(finding.Subject)}[/]";
            AnsiConsole.MarkupLine($"[{colour}]{severity, -7}[/] {source}{Plain(finding.ToString())}{subject}");
        }
        var counts = report
            .New.CountBy(f => f.Finding.Severity)
            .OrderByDescending(c => c.Key)
            .Select(c => $"{c.Value} {c.Key.ToString().ToLowerInvariant()}{(c.Value == 1 ? "" : "s")}");
        var found = report.New.Count == 0 ? "nothing found" : string.Join(", ", counts);
        var accepted = report.All.Count - report.New.Count;
        AnsiConsole.MarkupLine($"{report.Documents} documents: {found}{(accepted > 0 ? $"; {accepted} accepted by the baseline" : "")}");
        if (report.Unserved > 0)
            AnsiConsole.MarkupLine(
                $"[grey]Nothing is served from {report.Unserved} other file{(report.Unserved == 1 ? "" : "s")}; "
                    + "kb check --unread says which and why[/]"
            );
    }

    // Control characters in content must not drive the terminal.
    private static string Plain(string text) => Markup.Escape(string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)));
}
