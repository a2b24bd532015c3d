using System.Text;
using Knowledge.Indexer.Files;

namespace Knowledge.Indexer.Importing;

/// <summary>Opens the files of an export, and turns those that are read as a whole into text.</summary>
internal static class ImportText
{
    // Part of the framework, but only known by number once its provider is asked.
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <exception cref="ImportException">There is no such file, or it cannot be read.</exception>
    public static FileStream Open(string file)
    {
        try
        {
            if (Directory.Exists(file))
                throw new ImportException($"'{file}' is a directory; give the exported file");
            return PlainFile.Open(file, bufferSize: 64 * 1024);
        }
        catch (NotAPlainFileException)
        {
            throw new ImportException($"'{file}' is a pipe or device; give a file, since it is read twice");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException(
                e is FileNotFoundException or DirectoryNotFoundException
                    ? $"there is no file '{file}'"
                    : $"'{file}' cannot be read ({e.GetType().Name})"
            );
        }
    }

    /// <returns>The text, and the encoding when it was none of Unicode's.</returns>
    public static (string Text, string? Guessed) ReadAll(string file, ImportLimits limits)
    {
        using var stream = Open(file);
        if (stream.Length > limits.MaxTableBytes)
            throw new ImportException(
                $"'{file}' has {stream.Length:N0} bytes; at most {limits.MaxTableBytes:N0} are read as one. Export fewer records "
                    + $"at a time, and give the files one after the other"
            );
        var bytes = new byte[stream.Length];
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Decode(bytes);
    }

    /// <summary>
    /// By byte order mark; else UTF-16 when every other byte of the beginning is zero; else UTF-8; else Windows-1252, in which any
    /// bytes are text.
    /// </summary>
    public static (string Text, string? Guessed) Decode(byte[] bytes)
    {
        switch (bytes)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                return (Encoding.UTF8.GetString(bytes.AsSpan(3)), null);
            case [0xFF, 0xFE, 0x00, 0x00, ..]:
                return (Encoding.UTF32.GetString(bytes.AsSpan(4)), null);
            case [0xFF, 0xFE, ..]:
                return (Encoding.Unicode.GetString(bytes.AsSpan(2)), null);
            case [0xFE, 0xFF, ..]:
                return (Encoding.BigEndianUnicode.GetString(bytes.AsSpan(2)), null);
            case [not 0, 0, not 0, 0, ..]:
                return (Encoding.Unicode.GetString(bytes), null);
            case [0, not 0, 0, not 0, ..]:
                return (Encoding.BigEndianUnicode.GetString(bytes), null);
        }
        try
        {
            return (new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), null);
        }
        catch (DecoderFallbackException)
        {
            return (Windows1252.GetString(bytes), "Windows-1252");
        }
    }
}
