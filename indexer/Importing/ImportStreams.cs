namespace Knowledge.Indexer.Importing;

/// <summary>A stream that says how far it was read; whoever is told may throw.</summary>
internal sealed class MeasuredStream(Stream inner, Action<long> read) : Stream
{
    private long position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        position += count;
        read(position);
        return count;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>
/// Text of an XML file in which no tag and no text between tags is longer than it may be. The XML reader keeps a tag with all its
/// attributes
/// in memory, and a text, however long it is; less-than signs cannot stand inside either but in CDATA, so counting between them bounds all.
/// </summary>
internal sealed class BoundedXmlText(TextReader inner, int maxRun) : TextReader
{
    private const string CDataStart = "<![CDATA[";

    private long run;
    private int matched;
    private bool isCData;
    private (char Last, char BeforeLast) seen;

    public override int Read(char[] buffer, int index, int count)
    {
        var read = inner.Read(buffer, index, count);
        foreach (var c in buffer.AsSpan(index, read))
        {
            run++;
            if (isCData)
                isCData = !(c == '>' && seen == (']', ']'));
            else if (c == '<')
                (run, matched) = (0, 1);
            else if (matched > 0 && (matched = c == CDataStart[matched] ? matched + 1 : 0) == CDataStart.Length)
                (isCData, matched) = (true, 0);
            seen = (c, seen.Last);
        }
        if (run > maxRun)
            throw new ImportException($"a single tag or text in the XML is longer than {maxRun:N0} characters; that is no export");
        return read;
    }

    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public override int Peek() => inner.Peek();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
