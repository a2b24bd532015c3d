using Knowledge.Indexer.Alerts;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class RunbookRunTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static RunStep Said(int minute, bool done, string actor, string result = "") =>
        new("step-remediation-2", done, actor, Start.AddMinutes(minute), result);

    private static string Done(params RunStep[] log) =>
        string.Join("; ", new RunbookRun(log).Done.Select(s => $"{s.Actor} at {s.At.Minute}: {s.Result}"));

    [Fact]
    public void A_step_is_done_by_who_did_it_first_and_has_the_result_that_was_said_last()
    {
        Assert.Equal("ann at 1: ", Done(Said(1, true, "ann")));
        Assert.Equal("ann at 1: it drains", Done(Said(1, true, "ann", "nothing"), Said(2, true, "bob", "it drains")));
        Assert.Equal("", Done(Said(1, true, "ann"), Said(2, false, "bob")));
        Assert.Equal("cid at 3: again", Done(Said(1, true, "ann", "x"), Said(2, false, "bob"), Said(3, true, "cid", "again")));
    }

    [Theory]
    [InlineData("step-remediation-2", "remediation, step 2")]
    [InlineData("step-if-it-hangs-1", "if it hangs, step 1")]
    [InlineData("step-1", "step-1")]
    public void A_step_has_a_name_for_people(string step, string label) => Assert.Equal(label, new RunStep(step, true, "ann", Start).Label);
}
