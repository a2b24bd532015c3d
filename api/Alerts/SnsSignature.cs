using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Knowledge.Api.Alerts;

/// <summary>
/// The signature that Amazon SNS puts into its messages: over some of their fields, with the key of a certificate of its own.
/// </summary>
/// <remarks>
/// Shape: docs.aws.amazon.com, "Verifying the signatures of Amazon SNS messages"; version 1 is SHA-1, version 2 is SHA-256.
/// </remarks>
internal static class SnsSignature
{
    private static readonly string[] OfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] OfConfirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    public static bool IsAuthentic(JsonElement message, X509Certificate2 certificate, DateTimeOffset now)
    {
        if (now.UtcDateTime < certificate.NotBefore.ToUniversalTime() || now.UtcDateTime > certificate.NotAfter.ToUniversalTime())
            return false;
        var signature = new byte[1024];
        if (!Convert.TryFromBase64String(TextOf(message, "Signature") ?? "", signature, out var length))
            return false;
        using var key = certificate.GetRSAPublicKey();
        // SHA-1 is what topics have unless somebody chose version 2, and Amazon's to change.
        HashAlgorithmName? hash = TextOf(message, "SignatureVersion") switch
        {
            "1" => HashAlgorithmName.SHA1,
            "2" => HashAlgorithmName.SHA256,
            _ => null,
        };
        return key is not null
            && hash is { } name
            && SignedText(message) is { } text
            && key.VerifyData(Encoding.UTF8.GetBytes(text), signature.AsSpan(0, length), name, RSASignaturePadding.Pkcs1);
    }

    /// <summary>What is signed: names and values of some fields, a line each; null for a message of another kind.</summary>
    internal static string? SignedText(JsonElement message)
    {
        var fields = TextOf(message, "Type") switch
        {
            "Notification" => OfNotification,
            "SubscriptionConfirmation" or "UnsubscribeConfirmation" => OfConfirmation,
            _ => null,
        };
        return fields is null
            ? null
            : string.Concat(
                fields
                    .Select(f => (Name: f, Value: TextOf(message, f)))
                    .Where(f => f.Value is not null)
                    .Select(f => $"{f.Name}\n{f.Value}\n")
            );
    }

    internal static string? TextOf(JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
