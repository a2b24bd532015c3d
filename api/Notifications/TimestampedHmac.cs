using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Knowledge.Api.Notifications;

/// <summary>
/// The signature that senders of webhooks put over a time and a body, so that a request cannot be sent again later: HMAC-SHA256 of a
/// head with the time in it and the body behind it. Heads differ (<c>ID.TIME.</c>, <c>v0:TIME:</c>, <c>TIME:</c>, <c>TIME</c>), and
/// so does how the sum is written.
/// </summary>
public static class TimestampedHmac
{
    /// <summary>How old or new a signed time may be, to the millisecond.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The sum of head and body. The body is not copied: it may be large.</summary>
    public static byte[] Of(ReadOnlySpan<byte> key, string head, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(head));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    /// <summary>
    /// Whether one of the signatures is that of head and body, and the time is of now. Takes the same time for any answer.
    /// </summary>
    /// <param name="seconds">The time in the head, in seconds since 1970, as the sender wrote it.</param>
    /// <param name="signatures">As they were sent: several while a key is changed.</param>
    /// <param name="write">How this sender writes a sum.</param>
    public static bool IsAuthentic(
        ReadOnlySpan<byte> key,
        string head,
        string seconds,
        ReadOnlySpan<byte> body,
        IEnumerable<string> signatures,
        Func<byte[], string> write,
        TimeProvider clock
    ) => IsRecent(seconds, clock) & IsAnyOf(signatures, write(Of(key, head, body)));

    public static bool IsRecent(string seconds, TimeProvider clock) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && Int128.Abs(clock.GetUtcNow().ToUnixTimeMilliseconds() - (Int128)time * 1000) <= (Int128)Tolerance.TotalMilliseconds;

    /// <summary>Whether what is expected was given; every one is compared, also behind one that fits.</summary>
    public static bool IsAnyOf(IEnumerable<string> given, string expected)
    {
        var isAny = false;
        foreach (var one in given)
            isAny |= IsSame(one, expected);
        return isAny;
    }

    /// <summary>Compares in constant time; of hashes, so that not even the length shows. Nothing given is never the same.</summary>
    public static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)),
            SHA256.HashData(Encoding.UTF8.GetBytes(expected))
        )
        & given.Length > 0;
}
