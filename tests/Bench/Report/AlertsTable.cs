using System.Globalization;
using System.Text;
using Knowledge.Bench.Http;
using Knowledge.Bench.Measuring;

namespace Knowledge.Bench.Report;

/// <summary>Alerts that senders post as a table.</summary>
internal static class AlertsTable
{
    public static string Of(AlertsReport alerts)
    {
        var text = new StringBuilder($"\n## Alerts, {Figures.Count(alerts.Runbooks)} runbooks\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"`wrk` on loopback posts as Alertmanager does "
                + $"to the eight senders in turn, {Load.Threads} thread, {Load.Connections} connections, on the same cores as the server; "
                + $"each answer says that the request is durable.\n\n"
        );
        var table = new MarkdownTable("measure", "value");
        foreach (var (each, load) in alerts.Accepted)
        {
            table.Row($"alerts accepted per second, {each} a request", Figures.Count((long)(load.PerSecond * each)));
            table.Row(
                "acknowledged after: median, 99th percentile, longest",
                $"{Figures.Milliseconds(load.MedianMs)} ms, {Figures.Milliseconds(load.P99Ms)} ms, {Figures.Milliseconds(load.MaxMs)} ms"
            );
            table.Row(
                "answers with an error status, socket errors",
                $"{Figures.Count(load.Not200)}, {Figures.Count(load.SocketErrors)} of {Figures.Count(load.Requests)}"
            );
        }
        table.Row("all of them are read after", $"{Figures.Seconds(alerts.ReadSeconds)} s");
        table.Row(
            $"`/r/NAME` to the right page: median, 99th percentile of {Figures.Count(alerts.RedirectMs.Count)}",
            $"{Figures.Milliseconds(Percentile.Median(alerts.RedirectMs))} ms, "
                + $"{Figures.Milliseconds(Percentile.Of(alerts.RedirectMs, 99))} ms"
        );
        return text.Append(table).ToString();
    }
}
