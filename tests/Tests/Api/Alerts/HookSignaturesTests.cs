using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Alerts;
using Knowledge.Api.Options;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Alerts;

[Trait("Reliability", "A-11")]
public sealed class HookSignaturesTests
{
    private const string Secret = "correct horse battery";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly FakeTimeProvider Clock = new(Now);
    private static readonly byte[] Body = """{"alerts":[]}"""u8.ToArray();
    private static readonly string Seconds = Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Hex(string signed, string secret = Secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));

    private static readonly string Text = Encoding.UTF8.GetString(Body);

    private static bool IsAuthentic(HookType type, string[] secrets, params (string Name, string Value)[] headers) =>
        IsAuthentic(type, secrets, null, headers);

    private static bool IsAuthentic(HookType type, string[] secrets, string? timestampHeader, (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        foreach (var (name, value) in headers)
            http.Request.Headers[name] = value;
        return HookSignatures.IsAuthentic(new("x", type, secrets, timestampHeader), http.Request.Headers, Body, Clock);
    }

    [Theory]
    [InlineData("Authorization", "Bearer correct horse battery", true)]
    [InlineData("Authorization", "bearer correct horse battery", true)]
    [InlineData("Authorization", "Bearer correct horse batterx", false)]
    [InlineData("Authorization", "Bearer correct horse", false)]
    [InlineData("Authorization", "Bearer ", false)]
    [InlineData("Authorization", "Basic YW55Ym9keTpjb3JyZWN0IGhvcnNlIGJhdHRlcnk=", true)]
    [InlineData("Authorization", "Basic YW55Ym9keTp3cm9uZw==", false)]
    [InlineData("Authorization", "Basic %%%", false)]
    // The secret alone, without a name and a colon.
    [InlineData("Authorization", "Basic Y29ycmVjdCBob3JzZSBiYXR0ZXJ5", false)]
    [InlineData("Authorization", "Basic OmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==", true)]
    [InlineData("X-KB-Secret", "correct horse battery", true)]
    [InlineData("X-KB-Secret", "", false)]
    [InlineData("X-Other", "correct horse battery", false)]
    public void A_secret_may_be_sent_along(string name, string value, bool isAuthentic)
    {
        Assert.Equal(isAuthentic, IsAuthentic(HookType.Alertmanager, [Secret], (name, value)));
        // While it is being changed the new one and the old one hold.
        Assert.Equal(isAuthentic, IsAuthentic(HookType.Datadog, ["another secret", Secret], (name, value)));
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Basic Og==")]
    [InlineData("X-KB-Secret", "")]
    [InlineData("X-Other", "")]
    public void Without_a_secret_nobody_is_believed(string name, string value) =>
        Assert.All(Enum.GetValues<HookType>(), type => Assert.False(IsAuthentic(type, [], (name, value))));

    [Fact]
    public void Grafana_signs_the_body_under_two_names_or_with_a_time()
    {
        Assert.True(IsAuthentic(HookType.Grafana, [Secret], ("X-Grafana-Alerting-Signature", Hex(Text))));
        Assert.True(IsAuthentic(HookType.Grafana, [Secret], ("X-Grafana-Alert-Signature", Hex(Text))));
        Assert.False(IsAuthentic(HookType.Grafana, [Secret], ("X-Grafana-Alerting-Signature", Hex(Text + " "))));
        Assert.False(IsAuthentic(HookType.Grafana, [Secret], ("X-Grafana-Alerting-Signature", Hex(Text)[..60])));
        Assert.False(IsAuthentic(HookType.Grafana, [Secret]));

        foreach (var (time, isAuthentic) in Times)
            Assert.Equal(
                isAuthentic,
                IsAuthentic(
                    HookType.Grafana,
                    [Secret],
                    "X-Time",
                    [("X-Time", time), ("X-Grafana-Alerting-Signature", Hex($"{time}:{Text}"))]
                )
            );
        // Where a time is signed, one without it is an old request sent again.
        Assert.False(IsAuthentic(HookType.Grafana, [Secret], "X-Time", [("X-Grafana-Alerting-Signature", Hex(Text))]));
    }

    private static IEnumerable<(string Time, bool IsAuthentic)> Times =>
        [
            (Seconds, true),
            (Shifted(300), true),
            (Shifted(-300), true),
            (Shifted(301), false),
            (Shifted(-301), false),
            ("", false),
            ("soon", false),
            ("-5", false),
            ("99999999999999999999", false),
        ];

    private static string Shifted(int seconds) =>
        (Now.ToUnixTimeSeconds() + seconds).ToString(System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Pagerduty_sends_several_while_a_secret_is_changed()
    {
        var (right, wrong) = ("v1=" + Hex(Text), "v1=" + Hex(Text, "other"));
        Assert.True(IsAuthentic(HookType.PagerDuty, [Secret], ("X-PagerDuty-Signature", right)));
        Assert.True(IsAuthentic(HookType.PagerDuty, [Secret], ("X-PagerDuty-Signature", $"{wrong},{right}")));
        Assert.True(IsAuthentic(HookType.PagerDuty, ["new secret", Secret], ("X-PagerDuty-Signature", $"{wrong}, {right}")));
        Assert.False(IsAuthentic(HookType.PagerDuty, [Secret], ("X-PagerDuty-Signature", wrong)));
        Assert.False(IsAuthentic(HookType.PagerDuty, [Secret], ("X-PagerDuty-Signature", Hex(Text))));
        Assert.False(IsAuthentic(HookType.PagerDuty, [Secret], ("X-PagerDuty-Signature", "v1=")));
    }

    [Fact]
    public void Rootly_signs_a_time_and_the_body()
    {
        foreach (var (time, isAuthentic) in Times)
            Assert.Equal(isAuthentic, IsAuthentic(HookType.Rootly, [Secret], ("X-Rootly-Signature", $"t={time},v1={Hex(time + Text)}")));
        Assert.False(IsAuthentic(HookType.Rootly, [Secret], ("X-Rootly-Signature", $"t={Shifted(1)},v1={Hex(Seconds + Text)}")));
    }

    [Fact]
    public void Jira_service_management_signs_as_hubs_do()
    {
        Assert.True(IsAuthentic(HookType.Opsgenie, [Secret], ("X-Hub-Signature", "sha256=" + Hex(Text))));
        Assert.False(IsAuthentic(HookType.Opsgenie, [Secret], ("X-Hub-Signature", "sha1=" + Hex(Text))));
    }

    // The example of standardwebhooks.com: id, time and body with the signature they must have.
    [Fact]
    public void Standard_webhooks_sign_id_time_and_body()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var secret = "whsec_" + Convert.ToBase64String(key);
        string Signed(string id, string time) =>
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{time}.{Text}")));

        foreach (var (time, isAuthentic) in Times)
            Assert.Equal(
                isAuthentic,
                IsAuthentic(
                    HookType.Webhook,
                    [secret],
                    ("webhook-id", "msg_1"),
                    ("webhook-timestamp", time),
                    ("webhook-signature", $"v1a,x {Signed("msg_1", time)}")
                )
            );
        Assert.False(
            IsAuthentic(
                HookType.Webhook,
                [secret],
                ("webhook-id", "msg_2"),
                ("webhook-timestamp", Seconds),
                ("webhook-signature", Signed("msg_1", Seconds))
            )
        );
        Assert.False(IsAuthentic(HookType.Webhook, [secret], ("webhook-timestamp", Seconds), ("webhook-signature", Signed("", Seconds))));
    }

    [Fact]
    public void A_signature_of_another_kind_of_sender_says_nothing() =>
        Assert.False(
            IsAuthentic(
                HookType.Alertmanager,
                [Secret],
                ("X-Grafana-Alerting-Signature", Hex(Text)),
                ("X-Hub-Signature", "sha256=" + Hex(Text))
            )
        );
}
