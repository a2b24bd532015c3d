using System.Text;

namespace Knowledge.Api.Notifications;

/// <summary>Signs as standardwebhooks.com says, for what comes in and what goes out.</summary>
public static class StandardWebhooks
{
    private const string Base64Mark = "whsec_";

    /// <summary>HMAC-SHA256 of <c>ID.SECONDS.BODY</c>, in Base64 and without its version.</summary>
    /// <param name="secret">Base64 behind <c>whsec_</c>; anything else is taken as it is.</param>
    public static string Signature(string secret, string id, string seconds, ReadOnlySpan<byte> body) =>
        Convert.ToBase64String(TimestampedHmac.Of(Key(secret), Head(id, seconds), body));

    /// <param name="signatures">The header <c>webhook-signature</c>: several with blanks between, each <c>v1,BASE64</c>.</param>
    public static bool IsAuthentic(
        string secret,
        string id,
        string seconds,
        ReadOnlySpan<byte> body,
        string signatures,
        TimeProvider clock
    ) =>
        id.Length > 0
        & TimestampedHmac.IsAuthentic(
            Key(secret),
            Head(id, seconds),
            seconds,
            body,
            signatures
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Where(s => s.StartsWith("v1,", StringComparison.Ordinal))
                .Select(s => s[3..]),
            Convert.ToBase64String,
            clock
        );

    private static string Head(string id, string seconds) => $"{id}.{seconds}.";

    private static byte[] Key(string secret)
    {
        if (!secret.StartsWith(Base64Mark, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(secret);
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Base64Mark.Length..], key, out var written)
            ? key[..written]
            : Encoding.UTF8.GetBytes(secret);
    }
}
