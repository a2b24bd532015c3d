using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Knowledge.Indexer.Importing;

/// <summary>
/// XML of strangers as a stream of nodes: no document type, so no entities; depth, names and the size of each part bounded.
/// </summary>
internal static partial class ImportXml
{
    private const int PrefixBytes = 256;

    /// <summary>Reads to the end; what the caller's loop does not look at costs nothing.</summary>
    /// <exception cref="ImportException">Through <see cref="Next"/>, for anything that is no well-formed XML within the limits.</exception>
    public static XmlReader Open(Stream stream, ImportLimits limits) =>
        XmlReader.Create(
            new BoundedXmlText(Text(stream), limits.MaxXmlRun),
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                // Dumps hold control characters as numbers; they are taken out of the text later.
                CheckCharacters = false,
                NameTable = new BoundedNames(limits.MaxXmlNames),
            }
        );

    /// <summary>The next node, or false at the end.</summary>
    public static bool Next(XmlReader reader, string file, ImportLimits limits)
    {
        try
        {
            if (!reader.Read())
                return false;
        }
        catch (XmlException e) when (e.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new ImportException(
                $"'{file}' has a document type (<!DOCTYPE …>), which can define entities; exports have none, so it is not read"
            );
        }
        catch (XmlException e)
        {
            throw new ImportException(
                $"'{file}' is no complete XML (line {e.LineNumber}, position {e.LinePosition}); it may have been cut off, export it again"
            );
        }
        catch (DecoderFallbackException)
        {
            throw new ImportException($"'{file}' is not in the encoding that it says it is in (UTF-8 when it says none); export it again");
        }
        if (reader.Depth > limits.MaxXmlDepth)
            throw new ImportException($"'{file}' is nested deeper than {limits.MaxXmlDepth} levels; that is no export");
        return true;
    }

    private static StreamReader Text(Stream stream)
    {
        var prefix = new byte[PrefixBytes];
        prefix = prefix[..stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)];
        return new(new ReplayedStream(prefix, stream), EncodingOf(prefix), detectEncodingFromByteOrderMarks: true, bufferSize: 16 * 1024);
    }

    // XML 1.0, appendix F: without a byte order mark the declaration says it, in characters that most encodings share.
    private static Encoding EncodingOf(byte[] prefix)
    {
        if (prefix is [0x3C, 0x00, ..])
            return new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
        if (prefix is [0x00, 0x3C, ..])
            return new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
        var name = Declared().Match(Encoding.Latin1.GetString(prefix)) is { Success: true } declared
            ? declared.Groups[1].Value.ToLowerInvariant()
            : "utf-8";
        return name switch
        {
            "iso-8859-1" or "latin1" => Encoding.Latin1,
            "windows-1252" or "cp1252" => ImportText.Windows1252,
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        };
    }

    [GeneratedRegex("""^(?:\xEF\xBB\xBF)?<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""", RegexOptions.NonBacktracking)]
    private static partial Regex Declared();

    private sealed class BoundedNames(int max) : NameTable
    {
        private int count;

        public override string Add(string key)
        {
            if (Get(key) is null)
                Count();
            return base.Add(key);
        }

        public override string Add(char[] key, int start, int len)
        {
            if (Get(key, start, len) is null)
                Count();
            return base.Add(key, start, len);
        }

        // The reader's own names are in it too; they are a few dozen.
        private void Count()
        {
            if (++count > max)
                throw new ImportException($"the XML uses more than {max:N0} names of elements and attributes; that is no export");
        }
    }

    /// <summary>Bytes that were looked at already, and then the rest.</summary>
    private sealed class ReplayedStream(byte[] prefix, Stream rest) : Stream
    {
        private int position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (position >= prefix.Length)
                return rest.Read(buffer);
            var count = Math.Min(buffer.Length, prefix.Length - position);
            prefix.AsSpan(position, count).CopyTo(buffer);
            position += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
