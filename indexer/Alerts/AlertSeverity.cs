namespace Knowledge.Indexer.Alerts;

/// <summary>How urgent the severity of a sender is; senders have words and numbers of their own.</summary>
public static class AlertSeverity
{
    private static readonly Dictionary<string, int> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["page"] = 1,
        ["critical"] = 1,
        ["crit"] = 1,
        ["emergency"] = 1,
        ["fatal"] = 1,
        ["disaster"] = 1,
        ["urgent"] = 1,
        ["blocker"] = 1,
        ["p0"] = 1,
        ["p1"] = 1,
        ["sev0"] = 1,
        ["sev1"] = 1,
        ["sev-1"] = 1,
        ["1"] = 1,
        ["ticket"] = 2,
        ["error"] = 2,
        ["high"] = 2,
        ["major"] = 2,
        ["warning"] = 2,
        ["warn"] = 2,
        ["average"] = 2,
        ["medium"] = 2,
        ["p2"] = 2,
        ["sev2"] = 2,
        ["sev-2"] = 2,
        ["2"] = 2,
        ["notice"] = 3,
        ["info"] = 3,
        ["information"] = 3,
        ["informational"] = 3,
        ["low"] = 3,
        ["minor"] = 3,
        ["p3"] = 3,
        ["p4"] = 3,
        ["p5"] = 3,
        ["sev3"] = 3,
        ["sev-3"] = 3,
        ["sev4"] = 3,
        ["sev5"] = 3,
        ["3"] = 3,
    };

    /// <summary>1 wakes somebody, 2 is done today, 3 is for information; 0 when it is not given or its word is not known.</summary>
    public static int LevelOf(string? severity) => severity is null ? 0 : Levels.GetValueOrDefault(severity.Trim());

    /// <summary>For sorting, most urgent first: what is not known may be urgent, so it comes before what is for information.</summary>
    public static int Order(string? severity) =>
        LevelOf(severity) switch
        {
            1 => 0,
            2 => 1,
            0 => 2,
            _ => 3,
        };
}
