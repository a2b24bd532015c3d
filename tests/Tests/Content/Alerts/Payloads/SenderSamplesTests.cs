using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Tests.Content.Alerts.Payloads;

/// <summary>Payloads of all senders that were collected beside the repository: each is understood, or the docs say why not.</summary>
public sealed class SenderSamplesTests
{
    // No alert by its nature: docs/senders.md names each.
    private static readonly string[] NoAlert = ["06c-pd-annotated", "06f-pd-pong", "11e-sns-subscription"];
    private static readonly string[] NotUnderstood = ["30-slack-attachments", "31-msteams"];
    private static readonly string[] Unchanged = ["04c-opsgenie-note", "04d-opsgenie-unack", "04f-opsgenie-escalate"];

    private static string Directory => Samples.Require(Path.Combine("cases", "senders"));

    private static AlertPayload Read(string file) =>
        AlertPayloadReader.Read(File.ReadAllBytes(file), new(Received: new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Each_is_understood_or_named_in_the_docs()
    {
        var files = System.IO.Directory.GetFiles(Directory, "*.json");
        Assert.True(files.Length >= 50);
        foreach (var file in files)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var payload = Read(file);
            if (NoAlert.Contains(name) || NotUnderstood.Contains(name))
            {
                Assert.Empty(payload.Alerts);
                Assert.Equal(!NotUnderstood.Contains(name), payload.Problem is null || payload.Subscription is not null);
                continue;
            }
            var alert = Assert.Single(payload.Alerts);
            Assert.True(payload.Problem is null && alert.Name.Length > 0 && alert.Key.Length > 0, name);
            Assert.DoesNotContain("[", alert.Name, StringComparison.Ordinal);
            Assert.Equal(!Unchanged.Contains(name), alert.TellsState);
            var isOver = name.Split('-')[^1] is "resolved" or "ok" or "closed" or "close" or "recovered" or "up";
            Assert.True(isOver == (alert.State == AlertState.Resolved), $"{name} is {alert.State}");
        }
    }

    [Fact]
    public void What_belongs_together_has_one_key()
    {
        var keys = System
            .IO.Directory.GetFiles(Directory, "*.json")
            .Select(f =>
                (
                    Sender: System.Text.RegularExpressions.Regex.Match(Path.GetFileName(f), @"^\d+[a-z]?-([a-z]+)").Groups[1].Value,
                    Read(f).Alerts
                )
            )
            .Where(f => f.Alerts.Count > 0)
            .ToLookup(f => f.Sender, f => f.Alerts[0].Key);
        foreach (
            var sender in new[]
            {
                "alertmanager",
                "opsgenie",
                "pd",
                "datadog",
                "zabbix",
                "formatted",
                "checkmk",
                "healthchecks",
                "cloudevents",
                "stdwebhooks",
                "honeycomb",
            }
        )
            Assert.True(keys[sender].Distinct().Count() == 1 && keys[sender].Count() > 1, $"{sender}: {string.Join(" | ", keys[sender])}");
    }
}
