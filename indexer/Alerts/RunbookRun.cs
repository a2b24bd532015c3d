namespace Knowledge.Indexer.Alerts;

/// <summary>A step of a runbook that somebody did, or took back.</summary>
/// <param name="Step">As the page marks it: <c>step-ANCHOR-NUMBER</c>.</param>
public sealed record RunStep(string Step, bool Done, string Actor, DateTimeOffset At)
{
    /// <summary>For people: <c>Remediation, step 2</c>.</summary>
    public string Label
    {
        get
        {
            var parts = Step.Split('-');
            return parts.Length < 3 ? Step : $"{string.Join(' ', parts[1..^1])}, step {parts[^1]}";
        }
    }
}

/// <summary>What was done of a runbook for one episode of an alert.</summary>
/// <param name="Log">In the order it was said.</param>
public sealed record RunbookRun(IReadOnlyList<RunStep> Log)
{
    /// <summary>Steps that are done, with who said so last.</summary>
    public IReadOnlyList<RunStep> Done => [.. Log.GroupBy(s => s.Step).Select(g => g.Last()).Where(s => s.Done)];
}
