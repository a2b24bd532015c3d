namespace Knowledge.Content.Timelines;

/// <summary>Tells programs from people by their names.</summary>
internal static class Bots
{
    // csharpier-ignore
    private static readonly string[] Monitoring =
    [
        "alertmanager", "alertbot", "grafana", "pagerduty", "opsgenie", "datadog", "nagios", "icinga", "zabbix", "prometheus",
        "sentry", "newrelic", "rootly", "pingdom", "uptimerobot", "checkmk", "alerts", "monitoring", "alert bot", "alarm",
    ];

    public static bool Is(string name)
    {
        var lower = name.ToLowerInvariant();
        return IsMonitoring(lower) || lower.EndsWith("bot", StringComparison.Ordinal);
    }

    /// <summary>Whether it is a program that tells of alerts.</summary>
    public static bool IsMonitoring(string name) => Monitoring.Any(m => name.Contains(m, StringComparison.OrdinalIgnoreCase));
}
