using System.Globalization;
using Knowledge.Indexer.Reports;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary>Prints the debt of alerts for people: in all, by service, then each alert that is not good.</summary>
internal static class DebtPrinter
{
    public static void Print(DebtReport report)
    {
        AnsiConsole.MarkupLine(
            $"{report.Alerts.Count} alerts ({report.Rules} rules), "
                + $"{report.Score} points of debt of {report.Alerts.Count * AlertDebt.MaxScore}"
        );
        AnsiConsole.MarkupLine("[grey]never used: not known, there are no records of use yet[/]\n");
        var statuses = Table("status", "alerts", "share");
        foreach (var (status, count) in report.ByStatus)
            statuses.AddRow(
                Cell(AlertDebt.Name(status)),
                Cell(Number(count)),
                Cell((count / (double)report.Alerts.Count).ToString("P0", CultureInfo.InvariantCulture))
            );
        AnsiConsole.Write(statuses);
        AnsiConsole.WriteLine();

        var services = Table("service", "alerts", "good", "debt", "what");
        foreach (var service in report.Services)
            services.AddRow(
                Cell(Plain(service.Service ?? "(no service)")),
                Cell(Number(service.Alerts)),
                Cell(Number(service.Good)),
                Cell(Number(service.Score)),
                Cell(string.Join(", ", service.ByStatus.Select(s => $"{s.Alerts} {AlertDebt.Name(s.Status)}")))
            );
        AnsiConsole.Write(services);
        AnsiConsole.WriteLine();

        var alerts = Table("debt", "alert", "status", "owner", "runbook");
        foreach (var alert in report.Alerts.Where(a => a.Status != DebtStatus.Good))
            alerts.AddRow(
                Cell(alert.Score is { } score ? Number(score) : "?"),
                Cell(Plain(alert.Alert)),
                Cell(AlertDebt.Name(alert.Status)),
                Cell(Plain(alert.Owner ?? "")),
                Cell(Plain(alert.RescuedBy is { } rescue ? $"{alert.Url} → {rescue}" : alert.DocumentId ?? alert.Url ?? ""))
            );
        if (alerts.Rows.Count > 0)
            AnsiConsole.Write(alerts);
    }

    private static Table Table(params string[] columns) =>
        new Table { Border = TableBorder.None }.AddColumns([.. columns.Select(c => $"[grey]{c}[/]")]);

    private static Spectre.Console.Text Cell(string text) => new(text);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Control characters in content must not drive the terminal.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
