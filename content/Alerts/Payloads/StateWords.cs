namespace Knowledge.Content.Alerts.Payloads;

/// <summary>The words by which senders say how an alert stands. What is in no list says nothing, and is no guess.</summary>
internal static class StateWords
{
    // csharpier-ignore
    private static readonly HashSet<string> Resolved =
    [
        "resolved", "resolve", "ok", "okay", "recovered", "recovery", "recover", "up", "closed", "close", "inactive", "normal", "clear",
        "cleared", "deactivated", "ended", "healthy", "passing", "success", "back to normal", "no longer alerting", "0",
    ];

    // csharpier-ignore
    private static readonly HashSet<string> Acknowledged =
    [
        "acknowledged", "acknowledge", "acknowledgement", "acknowledgment", "acked", "ack", "down (acknowledged)",
    ];

    // csharpier-ignore
    private static readonly HashSet<string> Firing =
    [
        "firing", "fired", "alerting", "alert", "triggered", "trigger", "re triggered", "open", "opened", "reopen", "reopened", "active",
        "activated", "problem", "down", "critical", "crit", "fatal", "warning", "warn", "re warn", "error", "failed", "failing", "alarm",
        "raised", "started", "unresolved", "unacknowledged", "no data", "nodata", "re no data", "renotify", "insufficient data", "not ok",
    ];

    /// <summary>What a word or phrase says, whatever its case, <c>_</c> or <c>-</c>; null when it is none of these.</summary>
    public static AlertState? Of(string? text)
    {
        if (text is not { Length: > 0 and <= 40 })
            return null;
        var word = text.Trim().ToLowerInvariant().Replace('_', ' ').Replace('-', ' ');
        return Resolved.Contains(word) ? AlertState.Resolved
            : Acknowledged.Contains(word) ? AlertState.Acknowledged
            : Firing.Contains(word) ? AlertState.Firing
            : null;
    }

    /// <summary>The first of several that says something.</summary>
    public static AlertState? Of(params IEnumerable<string?> texts) => texts.Select(Of).FirstOrDefault(s => s is not null);

    /// <summary>
    /// What the end of an event's type says (<c>com.example.alert.resolved</c>, <c>alert_closed.v2</c>, <c>AlertResolved</c>), and the
    /// type without it.
    /// </summary>
    public static (AlertState? State, string Stem) AtEndOf(string type)
    {
        var end = type.Length;
        // A version behind it says nothing about the alert.
        if (Before(type, end) is var start && type[start..end] is ['v' or 'V', .. var digits] && digits.All(char.IsAsciiDigit))
            end = Math.Max(0, start - 1);
        start = Before(type, end);
        if (Of(type[start..end]) is not { } state)
            return (null, type);
        var stem = type[..start].TrimEnd(Separators);
        var before = stem[Before(stem, stem.Length)..];
        // "not-ok" is not well.
        return before.Equals("not", StringComparison.OrdinalIgnoreCase)
            ? (state == AlertState.Resolved ? AlertState.Firing : null, type)
            : (state, stem);
    }

    private static readonly char[] Separators = ['.', '/', ':', '_', '-', ' '];

    // Where the last word begins: behind a separator, or at a capital letter after a small one.
    private static int Before(string text, int end)
    {
        var at = end;
        while (at > 0 && !Separators.Contains(text[at - 1]))
        {
            at--;
            if (at > 0 && char.IsUpper(text[at]) && char.IsLower(text[at - 1]))
                break;
        }
        return at;
    }
}
