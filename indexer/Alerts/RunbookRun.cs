namespace Knowledge.Indexer.Alerts;

/// <summary>A step of a runbook that somebody did, or took back.</summary>
/// <param name="Step">As the page marks it: <c>step-ANCHOR-NUMBER</c>.</param>
/// <param name="Result">What came of it, in the words of whoever did it; empty when nothing was said.</param>
public sealed record RunStep(string Step, bool Done, string Actor, DateTimeOffset At, string Result = "")
{
    public const int MaxResultCharacters = 500;

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

/// <summary>What somebody says of a step: that it is done, what came of it, or that it is not done after all.</summary>
public sealed record RunChange(string Step, bool Done, string Result = "");

/// <summary>What was done of a runbook for one episode of an alert.</summary>
/// <param name="Log">In the order it was said.</param>
public sealed record RunbookRun(IReadOnlyList<RunStep> Log)
{
    /// <summary>Steps that are done, with who did them and what came of it last.</summary>
    public IReadOnlyList<RunStep> Done => [.. Log.GroupBy(s => s.Step).Select(g => g.Aggregate(Next)).Where(s => s.Done)];

    // Who says what came of a step that was done already did not do it again.
    private static RunStep Next(RunStep before, RunStep said) => before.Done && said.Done ? before with { Result = said.Result } : said;
}
