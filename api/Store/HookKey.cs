using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Knowledge.Api.Store;

/// <summary>
/// The secrets of senders for which none is configured: made from a key that lies beside the store and is made at the first start.
/// An operator asks for one with <c>hook secret NAME</c>. Nodes that share a store have the key from there, and each a copy of it.
/// </summary>
internal static class HookKey
{
    public const string FileName = "hook.key";

    /// <summary>Behind the name of one that another took the place of.</summary>
    public const string SetAside = ".before";

    private const int KeyBytes = 32;
    private const int MaxTries = 20;

    /// <summary>The secret of a sender; null when there is no key and none can be kept.</summary>
    public static string? SecretOf(string directory, string source) =>
        ReadOrMake(Path.Combine(directory, FileName)) is { } key ? SecretOf(key, source) : null;

    /// <summary>The secret of a sender by a key.</summary>
    public static string SecretOf(byte[] key, string source) =>
        WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("hook:" + source.ToLowerInvariant())));

    /// <summary>
    /// The key of a store that nodes share: the one that it has, else that of this directory, so that senders of a server that becomes one
    /// of several nodes keep their secrets.
    /// </summary>
    /// <exception cref="IOException">The key of this directory is there and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static byte[] Shared(ProtectionKeyTable keys, string directory) =>
        keys.HookKeyOr(() => Read(Path.Combine(directory, FileName)) ?? RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Keeps the key of all nodes in a directory, for a start while the database is away; another one is set aside.</summary>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Copy(byte[] key, string directory)
    {
        var path = Path.Combine(directory, FileName);
        var own = Read(path);
        if (own?.AsSpan().SequenceEqual(key) == true)
            return;
        if (own is not null)
            File.Move(path, path + SetAside, overwrite: true);
        using (var file = DataFiles.Open(path + ".new", FileMode.Create, FileAccess.Write))
        {
            file.Write(key);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Takes the key along when a store moves from a directory to a database.</summary>
    public static void Carry(string fromDirectory, ProtectionKeyTable to)
    {
        if (Read(Path.Combine(fromDirectory, FileName)) is { } key)
            to.HookKeyOr(() => key);
    }

    /// <summary>The same from a database to a directory.</summary>
    public static void Carry(ProtectionKeyTable from, string toDirectory)
    {
        if (from.HookKey() is { } key)
            Copy(key, toDirectory);
    }

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
