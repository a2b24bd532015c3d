using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Knowledge.Api.Options;

/// <summary>
/// The secrets of senders for which none is configured: made from a key that lies beside the store and is made at the first start.
/// An operator asks for one with <c>hook secret NAME</c>.
/// </summary>
internal static class HookKey
{
    public const string FileName = "hook.key";

    private const int KeyBytes = 32;

    /// <summary>The secret of a sender; null when there is no key and none can be kept.</summary>
    public static string? SecretOf(string directory, string source) =>
        ReadOrMake(Path.Combine(directory, FileName)) is { } key
            ? WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("hook:" + source.ToLowerInvariant())))
            : null;

    private static byte[]? ReadOrMake(string path)
    {
        try
        {
            if (Read(path) is { } known)
                return known;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var made = RandomNumberGenerator.GetBytes(KeyBytes);
            // Whole or not at all, also when two start at once: whoever comes second takes what the first made.
            var temporary = $"{path}.{Guid.NewGuid():N}";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            try
            {
                using (var file = new FileStream(temporary, options))
                {
                    file.Write(made);
                    file.Flush(flushToDisk: true);
                }
                File.Move(temporary, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(temporary);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
            return Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[]? Read(string path) => File.Exists(path) && File.ReadAllBytes(path) is { Length: KeyBytes } key ? key : null;
}
