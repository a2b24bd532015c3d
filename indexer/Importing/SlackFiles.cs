using System.Globalization;
using System.IO.Compression;

namespace Knowledge.Indexer.Importing;

/// <summary>A file of a Slack export: a day of a channel, or what belongs to all.</summary>
/// <param name="Channel">Name of its directory; empty when it lies in none.</param>
internal sealed record SlackFile(string Channel, string Name, bool IsDay, Func<byte[]> Read)
{
    public string Text() => ImportText.Decode(Read()).Text;
}

/// <summary>The files of a Slack export, in directories and zip files or one by one; open until the import is done.</summary>
internal sealed class SlackFiles(ImportLimits limits) : IDisposable
{
    public const string Users = "users.json";

    private readonly List<ZipExport> opened = [];

    /// <summary>Whether something that was given is an export, or a part of one; else it is a chat that was pasted into a file.</summary>
    public static bool AreIn(string given) => Directory.Exists(given) || IsZip(given) || IsJson(given);

    public IEnumerable<SlackFile> Of(string given) =>
        Directory.Exists(given) ? InDirectory(given)
        : IsZip(given) ? InZip(given)
        : IsJson(given) ? [Single(given)]
        : [];

    public void Dispose()
    {
        foreach (var zip in opened)
            zip.Dispose();
    }

    // A file that was named is a day, whatever it is called; who wrote is known from the list beside it or above.
    private SlackFile Single(string file) =>
        new(
            Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) ?? "",
            Path.GetFileName(file),
            Path.GetFileName(file) != Users,
            () => Bytes(file)
        );

    private List<SlackFile> InDirectory(string directory)
    {
        var root = Path.GetFullPath(directory);
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 2,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var files = new List<SlackFile>();
        foreach (var path in Directory.EnumerateFiles(root, "*.json", options).Order(StringComparer.Ordinal))
        {
            if (files.Count >= limits.MaxZipEntries)
                throw new ImportException($"'{directory}' has more than {limits.MaxZipEntries:N0} files; export fewer days at a time");
            files.Add(
                new(
                    Path.GetFileName(Path.GetDirectoryName(path)) ?? "",
                    Path.GetFileName(path),
                    IsDay(Path.GetFileName(path)),
                    () => Bytes(path)
                )
            );
        }
        // Of the directory of one channel the names of people lie above it.
        if (!files.Any(f => f.Name == Users) && Path.GetDirectoryName(root) is { } above && File.Exists(Path.Combine(above, Users)))
            files.Add(new("", Users, false, () => Bytes(Path.Combine(above, Users))));
        return files;
    }

    private byte[] Bytes(string file)
    {
        using var stream = ImportText.Open(file);
        if (stream.Length > limits.MaxTableBytes)
            throw new ImportException($"'{file}' has {stream.Length:N0} bytes; at most {limits.MaxTableBytes:N0} are read as one");
        var bytes = new byte[stream.Length];
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes;
    }

    private IEnumerable<SlackFile> InZip(string file)
    {
        var zip = ZipExport.Open(file, ImportText.Open(file), limits);
        opened.Add(zip);
        return zip
            .Entries.Where(e => e.FullName.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            .Select(e =>
            {
                var names = e.FullName.Split('/');
                return new SlackFile(names.Length > 1 ? names[^2] : "", names[^1], IsDay(names[^1]), () => Bytes(zip, e, file));
            });
    }

    private byte[] Bytes(ZipExport zip, ZipArchiveEntry entry, string file)
    {
        using var stream = zip.Open(entry);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = stream.Read(buffer)) > 0; )
        {
            if (bytes.Length + count > limits.MaxTableBytes)
                throw new ImportException($"'{file}' holds a file with more than {limits.MaxTableBytes:N0} bytes");
            bytes.Write(buffer, 0, count);
        }
        return bytes.ToArray();
    }

    private static bool IsDay(string name) =>
        DateOnly.TryParseExact(name.Length > 5 ? name[..^5] : "", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsZip(string file) => file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(string file) => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
