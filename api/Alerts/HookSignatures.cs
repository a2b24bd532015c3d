using System.Text;
using Knowledge.Api.Notifications;
using Knowledge.Api.Options;

namespace Knowledge.Api.Alerts;

/// <summary>
/// Whether a request is authentic: it has a signature over the bytes as they came, or a secret sent along
/// (<see cref="TimestampedHmac"/>). Where there is no secret nobody is: a caller on this machine may be anybody's proxy or page.
/// </summary>
/// <remarks>
/// Schemes: grafana/alerting <c>http/hmac.go</c> (two header names are in use); PagerDuty, "Webhook signatures" (several while a
/// secret is changed); Rootly (<c>t=,v1=</c>);
/// Jira Service Management and others (<c>X-Hub-Signature</c>); standardwebhooks.com. Alertmanager, Opsgenie and Datadog sign
/// nothing: they send a secret as bearer, password or header.
/// </remarks>
internal static class HookSignatures
{
    private static readonly string[] GrafanaHeaders = ["X-Grafana-Alerting-Signature", "X-Grafana-Alert-Signature"];

    public const string SecretHeader = "X-KB-Secret";

    /// <summary>Whether a secret is sent along that is right: known before any of the body is read.</summary>
    public static bool HasSecret(HookSource source, IHeaderDictionary headers)
    {
        var has = false;
        foreach (var secret in source.Secrets)
            has |= HasSecret(secret, headers);
        return has;
    }

    /// <summary>Whether there is a signature that only the body can show to be right.</summary>
    public static bool IsPerhapsSigned(HookSource source, IHeaderDictionary headers) =>
        source.Type switch
        {
            HookType.Grafana => GrafanaHeaders.Any(headers.ContainsKey),
            HookType.PagerDuty => headers.ContainsKey("X-PagerDuty-Signature"),
            HookType.Opsgenie => headers.ContainsKey("X-Hub-Signature"),
            HookType.Rootly => headers.ContainsKey("X-Rootly-Signature"),
            HookType.Webhook or HookType.CloudEvents => headers.ContainsKey("webhook-signature"),
            _ => false,
        };

    public static bool IsAuthentic(HookSource source, IHeaderDictionary headers, byte[] body, TimeProvider clock)
    {
        // Every secret is tried, also when one has fitted: time tells nothing.
        var isAuthentic = false;
        foreach (var secret in source.Secrets)
            isAuthentic |= HasSecret(secret, headers) | IsSigned(source, secret, headers, body, clock);
        return isAuthentic;
    }

    /// <summary>Slack's slash command: <c>v0=</c> and the sum of <c>v0:TIME:BODY</c>.</summary>
    public static bool IsAuthenticSlack(IReadOnlyList<string> secrets, IHeaderDictionary headers, byte[] body, TimeProvider clock)
    {
        var time = headers["X-Slack-Request-Timestamp"].ToString();
        string[] signature = [headers["X-Slack-Signature"].ToString()];
        var isAuthentic = false;
        foreach (var secret in secrets)
            isAuthentic |= TimestampedHmac.IsAuthentic(Key(secret), $"v0:{time}:", time, body, signature, sum => "v0=" + Hex(sum), clock);
        return isAuthentic;
    }

    private static bool HasSecret(string secret, IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        var bearer = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : "";
        return TimestampedHmac.IsAnyOf([bearer, PasswordOf(authorization), headers[SecretHeader].ToString()], secret);
    }

    private static bool IsSigned(HookSource source, string secret, IHeaderDictionary headers, byte[] body, TimeProvider clock) =>
        source.Type switch
        {
            HookType.Grafana => IsGrafana(source, secret, headers, body, clock),
            // No time in these two: an event that is sent again is known by its id.
            HookType.PagerDuty => IsSignedBody(secret, headers["X-PagerDuty-Signature"].ToString(), "v1=", body),
            HookType.Opsgenie => IsSignedBody(secret, headers["X-Hub-Signature"].ToString(), "sha256=", body),
            HookType.Rootly => IsRootly(secret, headers["X-Rootly-Signature"].ToString(), body, clock),
            HookType.Webhook or HookType.CloudEvents => StandardWebhooks.IsAuthentic(
                secret,
                headers["webhook-id"].ToString(),
                headers["webhook-timestamp"].ToString(),
                body,
                headers["webhook-signature"].ToString(),
                clock
            ),
            _ => false,
        };

    private static bool IsGrafana(HookSource source, string secret, IHeaderDictionary headers, byte[] body, TimeProvider clock)
    {
        string[] signed = [GrafanaHeaders.Select(n => headers[n].ToString()).FirstOrDefault(v => v.Length > 0) ?? ""];
        if (source.TimestampHeader is not { } name)
            return TimestampedHmac.IsAnyOf(signed, Hex(TimestampedHmac.Of(Key(secret), "", body)));
        var time = headers[name].ToString();
        return TimestampedHmac.IsAuthentic(Key(secret), time + ":", time, body, signed, Hex, clock);
    }

    private static bool IsRootly(string secret, string header, byte[] body, TimeProvider clock)
    {
        var time = Parts(header, "t=").FirstOrDefault("");
        return TimestampedHmac.IsAuthentic(Key(secret), time, time, body, Parts(header, "v1="), Hex, clock);
    }

    private static bool IsSignedBody(string secret, string header, string prefix, byte[] body) =>
        TimestampedHmac.IsAnyOf(Parts(header, prefix), Hex(TimestampedHmac.Of(Key(secret), "", body)));

    /// <summary>What stands behind a prefix in a header of several parts with commas between.</summary>
    private static IEnumerable<string> Parts(string header, string prefix) =>
        header
            .Split(',', StringSplitOptions.TrimEntries)
            .Where(p => p.StartsWith(prefix, StringComparison.Ordinal))
            .Select(p => p[prefix.Length..]);

    private static byte[] Key(string secret) => Encoding.UTF8.GetBytes(secret);

    private static string Hex(byte[] sum) => Convert.ToHexStringLower(sum);

    private static string PasswordOf(string authorization)
    {
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return "";
        var decoded = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[6..].Trim(), decoded, out var written))
            return "";
        var text = Encoding.UTF8.GetString(decoded, 0, written);
        // Without a colon there is a name and no password.
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[(colon + 1)..] : "";
    }
}
