using System.Text;

namespace Knowledge.Indexer.Sources.History;

/// <summary>Lines of a stream, each cut at a length: a line of a gigabyte takes no more memory than one of that length.</summary>
internal sealed class LineReader(Stream stream, int maxLine, long maxBytes)
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly byte[] line = new byte[maxLine];
    private int at;
    private int filled;
    private long read;

    /// <summary>Whether reading ended because there was more than may be read.</summary>
    public bool IsCut { get; private set; }

    /// <returns>The next line without its end; null at the end of the stream or of what may be read.</returns>
    public async ValueTask<string?> NextAsync(CancellationToken cancellation)
    {
        for (var length = 0; ; )
        {
            if (at == filled)
            {
                if (read >= maxBytes)
                {
                    IsCut = true;
                    return null;
                }
                at = 0;
                filled = await stream.ReadAsync(buffer, cancellation);
                read += filled;
                if (filled == 0)
                    return length > 0 ? Encoding.UTF8.GetString(line, 0, length) : null;
            }
            var rest = buffer.AsSpan(at, filled - at);
            var end = rest.IndexOf((byte)'\n');
            var part = end < 0 ? rest : rest[..end];
            var taken = Math.Min(part.Length, maxLine - length);
            part[..taken].CopyTo(line.AsSpan(length));
            length += taken;
            at += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
                return Encoding.UTF8.GetString(line, 0, length);
        }
    }
}
