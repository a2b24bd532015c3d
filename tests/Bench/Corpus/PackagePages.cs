using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Bench.Corpus;

/// <summary>The English pages in an unpacked Debian package, in the order of their paths.</summary>
internal static partial class PackagePages
{
    private const int MaxFileBytes = 4_000_000;

    public static IEnumerable<Page> Read(string directory)
    {
        var files = new DirectoryInfo(directory)
            .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(f => f.Length <= MaxFileBytes)
            .Select(f => (Full: f.FullName, Path: '/' + Path.GetRelativePath(directory, f.FullName)))
            .Where(f => !Foreign().IsMatch(f.Path))
            .OrderBy(f => f.Path, StringComparer.Ordinal);
        foreach (var (full, path) in files)
        {
            var name = Path.GetFileName(path);
            if (name.EndsWith(".gz", StringComparison.Ordinal))
                name = name[..^3];
            if (name.EndsWith(".en", StringComparison.Ordinal))
                name = name[..^3];
            var title = Path.GetFileNameWithoutExtension(name).Replace('-', ' ').Replace('_', ' ');
            Func<string, string, Page>? reader = Path.GetExtension(name).ToLowerInvariant() switch
            {
                _ when path.Contains("/man/man", StringComparison.Ordinal) => ManualPages.Read,
                ".html" or ".htm" or ".xhtml" or ".page" => HtmlPages.Read,
                ".txt" or ".rst" or ".md" => PlainPages.Read,
                _ => null,
            };
            if (reader is not null)
                yield return reader(Text(full), title);
        }
    }

    private static string Text(string path)
    {
        using var file = File.OpenRead(path);
        using var stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var buffer = new char[MaxFileBytes];
        return new(buffer, 0, reader.ReadBlock(buffer));
    }

    // Translations, licences, and the sources that some generators put beside the pages made from them.
    [GeneratedRegex(
        @"/(de|fr|es|ja|zh|pt|ru|it|pl|ko|tr|da|cs|nl|sv|vi|id|nb|fi|hu|ca|el|uk|ro|sr|sl|hr|gl|eu|as|bg|bn|gu|hi|kn|lv|mk|ml|mr|"
            + @"or|pa|sk|ta|te|th)([_-][A-Za-z]+)?/|\.(de|fr|es|ja|ko|tr|da|zh-cn|pt-br|ru|it|pl)\.|"
            + @"/_sources/|/_static/|/copyright$|changelog|release-?notes",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Foreign();
}
