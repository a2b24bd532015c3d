using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Indexer.Alerts;
using Knowledge.Tests.Content.Alerts.Payloads;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>Small inputs that were read wrongly once, posted as their folders say.</summary>
public sealed class SenderCasesTests : IDisposable
{
    private readonly Server server = Server.With(("tank.md", "# Tank\n\nText.\n"));
    private readonly HttpClient client;

    public SenderCasesTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("01-opsgenie-note-after-close", "opsgenie", 3, "Loader of lamp-1 is late: resolved")]
    [InlineData("03-cloudevents-resolved", "cloudevents", 2, "PumpStuck: resolved, critical, cooling")]
    [InlineData("04-grafana-legacy-ok", "grafana", 2, "TankNearlyFull: resolved, critical, https://grafana.example/d/t?panelId=2")]
    [InlineData("06-kapacitor-level-ok", "webhook", 2, "flow:host=p-3: resolved, CRITICAL")]
    [InlineData("08-sns-cloudwatch", "webhook", 1, "TankNearlyFull: firing, https://kb.example/docs/tank")]
    [InlineData("09-azure-common-schema", "webhook", 1, "TankNearlyFull: firing, Sev1, https://kb.example/docs/tank")]
    [InlineData("12-sentry-event-alert", "webhook", 1, "TimeoutError: bank did not answer: firing, error")]
    [InlineData("13-newrelic-legacy", "webhook", 1, "TankNearlyFull: firing, CRITICAL, https://kb.example/docs/tank")]
    [InlineData("14-gzip-body", "alertmanager", 1, "ZipAlert: firing")]
    public async Task Each_is_one_alert_as_it_should_be(string folder, string source, int posts, string expected)
    {
        var directory = Samples.Require(Path.Combine("cases", folder));
        for (var i = 1; i <= posts; i++)
        {
            var isPacked = File.Exists(Path.Combine(directory, $"{i}.json.gz"));
            using var content = new ByteArrayContent(
                await File.ReadAllBytesAsync(Path.Combine(directory, isPacked ? $"{i}.json.gz" : $"{i}.json"), Cancellation)
            );
            if (isPacked)
                content.Headers.ContentEncoding.Add("gzip");
            Assert.True((await client.PostAsync($"/hooks/{source}", content, Cancellation)).IsSuccessStatusCode);
        }
        for (var guard = 0; guard < 600; guard++)
        {
            if ((await client.GetFromJsonAsync<JsonElement>("/api/inbox", Cancellation)).GetProperty("unread").GetInt32() == 0)
                break;
            await Task.Delay(50, Cancellation);
        }

        var alerts = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts");
        var alert = Assert.Single(alerts.EnumerateArray()).GetProperty("alert");
        Assert.Equal(1, alert.GetProperty("episodes").GetInt32());
        var said = alert.GetRawText();
        var parts = expected.Split(", ");
        Assert.Equal(parts[0], $"{alert.GetProperty("name").GetString()}: {alert.GetProperty("state").GetString()}");
        Assert.All(parts.Skip(1), part => Assert.Contains($"\"{part}\"", said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_without_data_leads_to_its_own_page()
    {
        var directory = Samples.Require(Path.Combine("cases", "07-grafana-nodata-rulename"));
        var alert = SenderFixtures.One(File.ReadAllText(Path.Combine(directory, "alert.json"), Encoding.UTF8));

        Assert.Equal("pages/belt-stands-still", Fixture.Of(directory).Alerts.Match(alert, []).DocumentId);
    }

    [Fact]
    public void A_mapping_that_is_wrong_is_a_finding_and_no_page()
    {
        using var fixture = new Fixture()
            .With("hooks/mill.yaml", "name: title\nkey: id\nexamples:\n  - body: {title: a, id: 1}\n    gives: {name: b}\n")
            .With("hooks/values.yaml", "name: chart\nimage: x\n");
        var knowledge = fixture.Build();

        var finding = Assert.Single(knowledge.Findings);
        Assert.Equal(("KB018", "hooks/mill.yaml", 4), (finding.Code, finding.File, finding.Line));
        Assert.NotNull(knowledge.MappingOf("MILL"));
        Assert.Null(knowledge.MappingOf("values"));
        Assert.Empty(knowledge.Documents);
    }
}
