using System.Globalization;

namespace Knowledge.Api.Backups;

/// <summary>A backup that a server made by itself.</summary>
/// <param name="Number">Later ones have higher numbers, whatever the clock said.</param>
/// <param name="Created">By the clock of then.</param>
internal sealed record BackupFile(string Path, string Store, long Number, DateTimeOffset Created)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>
/// The backups of a directory by their names, <c>knowledge-STORE-NUMBER-TIME.kbbackup</c>: which store, the how many-eth, and when.
/// Several stores may share a directory; nobody lists or deletes what another one made.
/// </summary>
internal static class BackupFiles
{
    public const string Extension = ".kbbackup";

    private const string Prefix = "knowledge";
    private const string TimeFormat = "yyyy-MM-dd'T'HHmm'Z'";
    private const int StoreCharacters = 8;
    private const int NumberDigits = 6;

    /// <summary>Those of a store, the newest first; of all stores where none is named.</summary>
    /// <param name="identity">Of the store.</param>
    /// <exception cref="IOException">The directory is missing or cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static IReadOnlyList<BackupFile> In(string directory, string? identity) =>
        [
            .. Directory
                .EnumerateFiles(directory, Prefix + "-*" + Extension)
                .Select(Parse)
                .OfType<BackupFile>()
                .Where(f => identity is null || f.Store == StoreOf(identity))
                .OrderByDescending(f => f.Number)
                .ThenByDescending(f => f.Created),
        ];

    /// <summary>The one to be made next.</summary>
    public static BackupFile Next(string directory, string identity, IReadOnlyList<BackupFile> earlier, DateTimeOffset now)
    {
        var number = earlier.Select(f => f.Number).DefaultIfEmpty().Max() + 1;
        var time = now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var count = number.ToString(CultureInfo.InvariantCulture).PadLeft(NumberDigits, '0');
        var name = $"{Prefix}-{StoreOf(identity)}-{count}-{time}{Extension}";
        return new(Path.Combine(directory, name), StoreOf(identity), number, now);
    }

    /// <summary>Takes away what backups of a store that were killed left behind.</summary>
    /// <exception cref="IOException">It cannot be taken away.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void DeleteUnfinished(string directory, string identity)
    {
        foreach (var path in Directory.EnumerateFiles(directory, $".{Prefix}-{StoreOf(identity)}-*{Extension}.*"))
            File.Delete(path);
    }

    /// <summary>Null for a name that no server gave.</summary>
    public static BackupFile? Parse(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.StartsWith(Prefix + "-", StringComparison.Ordinal) || !name.EndsWith(Extension, StringComparison.Ordinal))
            return null;
        return
            name[..^Extension.Length].Split('-', 4) is [_, { Length: StoreCharacters } store, { Length: >= NumberDigits } number, var time]
            && store.All(char.IsAsciiHexDigitLower)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? new(path, store, count, created)
            : null;
    }

    private static string StoreOf(string identity) =>
        identity.Length >= StoreCharacters && identity.Take(StoreCharacters).All(char.IsAsciiHexDigitLower)
            ? identity[..StoreCharacters]
            : new('0', StoreCharacters);
}
