using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Alerts;
using Knowledge.Api.Options;
using Knowledge.Api.Store;

namespace Knowledge.Tests.Api;

/// <summary>Proves that a request to a hook comes from its sender, unless the request itself says something of that kind.</summary>
/// <param name="data">Data directory of the server.</param>
internal sealed class HookSender(string data) : DelegatingHandler
{
    public const string SlackSecret = "slack's signing secret";

    private const string Hooks = "/hooks/";
    private const string Slack = "slack/command";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path.StartsWith(Hooks, StringComparison.Ordinal) && request.Headers.Authorization is null)
        {
            var source = path[Hooks.Length..];
            if (source == Slack)
                await Sign(request, cancellationToken);
            else if (!request.Headers.Contains(HookSignatures.SecretHeader) && HookSource.IsName(source))
                request.Headers.Add(HookSignatures.SecretHeader, HookKey.SecretOf(data, source));
        }
        return await base.SendAsync(request, cancellationToken);
    }

    private static async Task Sign(HttpRequestMessage request, CancellationToken cancellation)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellation);
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] text = [.. Encoding.UTF8.GetBytes($"v0:{time}:"), .. body];
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(SlackSecret), text);
        request.Headers.Add("X-Slack-Request-Timestamp", time);
        request.Headers.Add("X-Slack-Signature", "v0=" + Convert.ToHexStringLower(signed));
    }
}
