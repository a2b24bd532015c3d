using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Knowledge.Api.Access;

/// <summary>Numbers that nobody can guess, and by what they are known here: whoever reads the store learns none of them.</summary>
internal static class Secret
{
    private const int Bytes = 32;

    public static string Create() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
