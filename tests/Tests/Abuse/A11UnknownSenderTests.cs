using System.Net;
using System.Text;
using Knowledge.Api.Alerts;
using Knowledge.Api.Options;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Abuse;

/// <summary>Who has no secret takes nothing from those who have it: neither memory nor their rate.</summary>
public sealed class A11UnknownSenderTests
{
    private static StringContent Alert => new("""{"alerts":[{"status":"firing","labels":{"alertname":"A"}}]}""", Encoding.UTF8);

    [Fact]
    public async Task A_flood_of_wrong_secrets_fails_no_true_post()
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        async Task<HttpStatusCode> Post(string? secret)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/alertmanager") { Content = Alert };
            if (secret is not null)
                request.Headers.Add(HookSignatures.SecretHeader, secret);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        var flood = Enumerable.Range(0, 3_000).Select(i => Post($"wrong {i}")).ToList();
        var trues = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Post(null)));

        Assert.All(trues, s => Assert.True(s is HttpStatusCode.Accepted or HttpStatusCode.OK, $"{s}"));
        Assert.All(await Task.WhenAll(flood), s => Assert.Equal(HttpStatusCode.Unauthorized, s));
    }

    [Theory]
    [InlineData(HookType.Alertmanager, "X-Grafana-Alerting-Signature", false)]
    [InlineData(HookType.Grafana, "X-Grafana-Alerting-Signature", true)]
    [InlineData(HookType.Grafana, "X-Grafana-Alert-Signature", true)]
    [InlineData(HookType.PagerDuty, "X-PagerDuty-Signature", true)]
    [InlineData(HookType.PagerDuty, "X-Other", false)]
    [InlineData(HookType.Datadog, "X-PagerDuty-Signature", false)]
    [InlineData(HookType.Webhook, "webhook-signature", true)]
    public void Only_what_may_be_signed_is_read_to_find_out(HookType type, string header, bool isRead) =>
        Assert.Equal(
            isRead,
            HookSignatures.IsPerhapsSigned(
                new("x", type, ["correct horse battery"]),
                new Microsoft.AspNetCore.Http.HeaderDictionary { [header] = "v1=00" }
            )
        );
}
