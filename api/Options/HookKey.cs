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
    private const int MaxTries = 20;

    /// <summary>The secret of a sender; null when there is no key and none can be kept.</summary>
    public static string? SecretOf(string directory, string source) =>
        ReadOrMake(Path.Combine(directory, FileName)) is { } key
            ? WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("hook:" + source.ToLowerInvariant())))
            : null;

    /// <summary>Whether there is a key; makes none.</summary>
    public static bool IsThere(string directory)
    {
        try
        {
            return Read(Path.Combine(directory, FileName)) is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static byte[]? ReadOrMake(string path)
    {
        try
        {
            if (Read(path) is { } known)
                return known;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // The system lets one make the file, also when two start at once; renaming one over the other would not tell who was first.
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.Read,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            try
            {
                using var file = new FileStream(path, options);
                file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
                file.Flush(flushToDisk: true);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Somebody else is at it; half a key of somebody who was stopped is none.
                for (var tries = 0; Read(path) is null && tries < MaxTries; tries++)
                    Thread.Sleep(50);
                if (Read(path) is null)
                    File.Delete(path);
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
