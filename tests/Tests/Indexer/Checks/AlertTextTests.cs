using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class AlertTextTests
{
    [Theory]
    [InlineData("summary: Orders of {{ $labels.client }} are late", 0)]
    [InlineData("message: 'Disk is full'", 0)]
    [InlineData("description: '{{ $labels.pod }} has not been ready for 5 minutes'", 0)]
    [InlineData("summary: '{{ $labels.proxy }} has no alive backends'", 0)]
    [InlineData("summary: Zero events received by the cluster", 0)]
    [InlineData("summary: Many nodes are NotReady", 0)]
    [InlineData("summary: Reduced availability of the job", 0)]
    [InlineData("summary: The replica is lagging", 0)]
    [InlineData("summary: WAN circuit packet loss", 0)]
    [InlineData("summary: Der Speicher der Platte wird in einer Stunde voll sein und die Aufträge kommen nicht mehr an", 0)]
    [InlineData("summary: 'No {{ $labels.db }} is ready'", 0)]
    [InlineData("summary: 'Container {{ $labels.c }} was OOMKilled twice'", 0)]
    [InlineData("summary: Deadlocks in the database", 0)]
    [InlineData("summary: The vault is sealed", 0)]
    [InlineData("summary: The cluster is incomplete", 0)]
    [InlineData("summary: A certificate was revoked", 0)]
    [InlineData("summary: 'The peer has never completed a handshake'", 0)]
    [InlineData("summary: Disks are read-only", 0)]
    [InlineData("summary: 'Service degradation in {{ $labels.zone }}'", 0)]
    [InlineData("summary: Memory usage of the host is above 90%", 1)]
    [InlineData("summary: The heap is fragmented", 1)]
    [InlineData("summary: 'Number of routes: {{ $value }}'", 1)]
    [InlineData("summary: '{{ $labels.job }} {{ $value }}'", 1)]
    [InlineData("summary: 'fsync p99 of {{ $labels.late }} above 0.5'", 1)]
    [InlineData("dashboard: 'https://g.example/d/1'", 1)]
    public void An_alert_says_what_a_person_would_see(string annotation, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner
                .Find(
                    FindingCodes.AlertText,
                    ("r.yaml", $"groups:\n- name: g\n  rules:\n  - alert: Fsync\n    expr: up == 0\n    annotations:\n      {annotation}\n")
                )
                .Count
        );

    [Fact]
    public void The_alert_that_always_fires_says_nothing_and_need_not() =>
        Assert.Empty(
            CheckRunner.Find(FindingCodes.AlertText, ("r.yaml", "groups: [{name: g, rules: [{alert: Watchdog, expr: vector(1)}]}]\n"))
        );
}
