using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class UnwatchedJobTests
{
    private const string Catalog =
        "kind: Component\nmetadata:\n  name: clean-up\nspec: {type: cron}\n---\nkind: Component\n"
        + "metadata: {name: web}\nspec: {type: service}\n";

    [Theory]
    [InlineData("time() - cleanup_last_success_seconds > 90000", "labels: {component: clean-up}", 0)]
    [InlineData("absent(cleanup_runs_total)", "labels: {service: clean-up}", 0)]
    [InlineData("time() - kube_cronjob_status_last_schedule_time{cronjob=\"clean-up\"} > 90000", "labels: {}", 0)]
    [InlineData("increase(cleanup_runs_total[1d]) == 0", "labels: {component: Clean-Up}", 0)]
    [InlineData("cleanup_errors_total > 0", "labels: {component: clean-up}", 1)]
    [InlineData("cleanup_last_removed_files == 0", "labels: {component: clean-up}", 1)]
    [InlineData("absent(up)", "labels: {component: web}", 1)]
    public void A_job_must_be_missed_when_it_does_not_run(string expression, string labels, int findings)
    {
        var found = CheckRunner.Find(
            FindingCodes.UnwatchedJob,
            ("catalog-info.yaml", Catalog),
            ("r.yaml", $"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: '{expression}'\n    {labels}\n")
        );
        Assert.Equal(findings, found.Count);
        Assert.All(found, f => Assert.Equal(("clean-up", "catalog-info.yaml", 3), (f.Subject, f.File, f.Line)));
    }

    [Fact]
    public void Where_no_rules_are_read_nothing_is_said_of_them() =>
        Assert.Empty(CheckRunner.Find(FindingCodes.UnwatchedJob, ("catalog-info.yaml", Catalog), ("a.md", CheckRunner.Good)));
}
