using System.Text.RegularExpressions;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Which addresses in a message of Amazon SNS are Amazon's: no other is ever asked, whatever a message says.</summary>
public static partial class SnsAddress
{
    [GeneratedRegex(@"\Asns\.[a-z]{2,8}(-[a-z0-9]{1,16}){1,4}\.amazonaws\.com(\.cn)?\z", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Host { get; }

    /// <summary>Where a subscription is confirmed; null for an address that is none of Amazon SNS.</summary>
    public static Uri? ToConfirm(string? address) =>
        Of(address) is { AbsolutePath: "/" } uri
        && uri.Query.TrimStart('?').Split('&').Contains("Action=ConfirmSubscription", StringComparer.Ordinal)
            ? uri
            : null;

    /// <summary>Where the certificate lies by which messages are signed.</summary>
    public static Uri? OfCertificate(string? address) =>
        Of(address) is { Query: "" } uri && uri.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal) ? uri : null;

    private static Uri? Of(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme == "https"
        && uri.IsDefaultPort
        && uri.UserInfo.Length == 0
        && uri.Fragment.Length == 0
        && Host.IsMatch(uri.IdnHost)
            ? uri
            : null;
}
