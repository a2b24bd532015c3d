using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Knowledge.Indexer.Notifications;

namespace Knowledge.Api.Hooks;

/// <summary>
/// Whether a request comes from its sender: a signature over the bytes as they came, or a secret sent along. All comparisons take
/// the same time.
/// </summary>
/// <remarks>
/// Schemes: grafana/alerting <c>http/hmac.go</c> (two header names are in use); PagerDuty, "Webhook signatures" (several while a
/// secret is changed); Rootly (<c>t=,v1=</c>);
/// Jira Service Management and others (<c>X-Hub-Signature</c>); standardwebhooks.com. Alertmanager, Opsgenie and Datadog sign
/// nothing: they send a secret as bearer, password or header.
/// </remarks>
internal static class HookSignatures
{
    /// <summary>How old or new a signed time may be.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private static readonly string[] GrafanaHeaders = ["X-Grafana-Alerting-Signature", "X-Grafana-Alert-Signature"];

    public const string SecretHeader = "X-KB-Secret";

    public static bool IsFrom(HookSource source, IHeaderDictionary headers, byte[] body, IPAddress? caller, DateTimeOffset now)
    {
        if (source.Secrets.Count == 0)
            return caller is null || IPAddress.IsLoopback(caller);
        // Every secret is tried, also when one has fitted: time tells nothing.
        var isFrom = false;
        foreach (var secret in source.Secrets)
            isFrom |= IsSent(secret, headers) | IsSigned(source, secret, headers, body, now);
        return isFrom;
    }

    private static bool IsSent(string secret, IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        var sent = headers[SecretHeader].ToString();
        var bearer = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : "";
        return Same(bearer, secret) | Same(PasswordOf(authorization), secret) | Same(sent, secret);
    }

    private static bool IsSigned(HookSource source, string secret, IHeaderDictionary headers, byte[] body, DateTimeOffset now) =>
        source.Type switch
        {
            HookType.Grafana => IsGrafana(source, secret, headers, body, now),
            // No time in it: an event that is sent again is known by its id.
            HookType.PagerDuty => Any(headers["X-PagerDuty-Signature"], "v1=", Hex(secret, body)),
            HookType.Rootly => IsRootly(secret, headers["X-Rootly-Signature"].ToString(), body, now),
            HookType.Opsgenie => Any(headers["X-Hub-Signature"], "sha256=", Hex(secret, body)),
            HookType.Webhook or HookType.CloudEvents => IsStandard(secret, headers, body, now),
            _ => false,
        };

    private static bool IsGrafana(HookSource source, string secret, IHeaderDictionary headers, byte[] body, DateTimeOffset now)
    {
        var signed = GrafanaHeaders.Select(n => headers[n].ToString()).FirstOrDefault(v => v.Length > 0) ?? "";
        if (source.TimestampHeader is not { } name)
            return Same(signed, Hex(secret, body));
        var time = headers[name].ToString();
        return IsNow(time, now) & Same(signed, Hex(secret, [.. Encoding.UTF8.GetBytes(time + ":"), .. body]));
    }

    private static bool IsRootly(string secret, string header, byte[] body, DateTimeOffset now)
    {
        var parts = header.Split(',', StringSplitOptions.TrimEntries);
        var time = parts.FirstOrDefault(p => p.StartsWith("t=", StringComparison.Ordinal))?[2..] ?? "";
        var expected = Hex(secret, [.. Encoding.UTF8.GetBytes(time), .. body]);
        var isSigned = false;
        foreach (var part in parts)
            isSigned |= part.StartsWith("v1=", StringComparison.Ordinal) && Same(part[3..], expected);
        return IsNow(time, now) & isSigned;
    }

    private static bool IsStandard(string secret, IHeaderDictionary headers, byte[] body, DateTimeOffset now)
    {
        var (id, time) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        var expected = StandardWebhooks.Signature(secret, id, time, body);
        var isSigned = false;
        foreach (var one in headers["webhook-signature"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            isSigned |= one.StartsWith("v1,", StringComparison.Ordinal) && Same(one[3..], expected);
        return id.Length > 0 & IsNow(time, now) & isSigned;
    }

    private static bool Any(Microsoft.Extensions.Primitives.StringValues header, string prefix, string expected)
    {
        var isSigned = false;
        foreach (var one in header.ToString().Split(',', StringSplitOptions.TrimEntries))
            isSigned |= one.StartsWith(prefix, StringComparison.Ordinal) && Same(one[prefix.Length..], expected);
        return isSigned;
    }

    private static bool IsNow(string seconds, DateTimeOffset now) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && Math.Abs(now.ToUnixTimeSeconds() - time) <= (long)Window.TotalSeconds;

    private static string Hex(string secret, byte[] signed) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));

    private static string PasswordOf(string authorization)
    {
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return "";
        var decoded = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[6..].Trim(), decoded, out var written))
            return "";
        var text = Encoding.UTF8.GetString(decoded, 0, written);
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    // Of hashes, so that not even the length shows.
    private static bool Same(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)),
            SHA256.HashData(Encoding.UTF8.GetBytes(expected))
        )
        & given.Length > 0;
}
