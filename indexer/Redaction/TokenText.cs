using System.Buffers;
using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Knowledge.Indexer.Redaction;

/// <summary>
/// How a token of this server is written: <c>kb_</c>, 256 random bits as 43 letters and digits, and a checksum of these as 6 more. Who
/// scans for secrets tells a token by it from what only looks like one, without asking the server.
/// </summary>
internal static class TokenText
{
    public const string Prefix = "kb_";

    private const int SecretBytes = 32;
    private const int SecretCharacters = 43;
    private const int ChecksumCharacters = 6;
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> AllDigits = SearchValues.Create(Digits);

    /// <summary>A new one.</summary>
    public static string Create() => Of(RandomNumberGenerator.GetBytes(SecretBytes));

    public static string Of(ReadOnlySpan<byte> secret)
    {
        var written = Written(new BigInteger(secret, isUnsigned: true), SecretCharacters);
        return Prefix + written + Checksum(written);
    }

    /// <summary>Whether a text is a token by its form and checksum; whether it is known is another question.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Prefix.Length + SecretCharacters + ChecksumCharacters
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept(AllDigits) < 0
        && text.EndsWith(Checksum(text.Substring(Prefix.Length, SecretCharacters)), StringComparison.Ordinal);

    private static string Checksum(string secret) => Written(Crc32.HashToUInt32(Encoding.ASCII.GetBytes(secret)), ChecksumCharacters);

    private static string Written(BigInteger number, int characters)
    {
        var text = new char[characters];
        for (var i = characters - 1; i >= 0; i--)
        {
            number = BigInteger.DivRem(number, Digits.Length, out var digit);
            text[i] = Digits[(int)digit];
        }
        return new(text);
    }
}
