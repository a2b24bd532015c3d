namespace Knowledge.Indexer.Importing;

/// <summary>A stream that says how far it was read, and ends with an error when more comes than it may hold.</summary>
internal sealed class MeasuredStream(Stream inner, Action<long> read) : Stream
{
    private long position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => position; set => throw new NotSupportedException(); }

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
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>
/// Text of an XML file in which no tag and no text between tags is longer than it may be. The XML reader keeps a tag with all its attributes
/// in memory, however long it is; less-than signs cannot stand inside either, so counting between them bounds both.
/// </summary>
internal sealed class BoundedXmlText(TextReader inner, int maxRun) : TextReader
{
    private long run;

    public override int Read(char[] buffer, int index, int count)
    {
        var read = inner.Read(buffer, index, count);
        var text = buffer.AsSpan(index, read);
        if (text.IndexOf('<') is var first and >= 0)
        {
            Check(run + first);
            // Between two within this buffer there is never too much: a buffer is a few thousand characters.
            run = read - text.LastIndexOf('<');
        }
        else run += read;
        Check(run);
        return read;
    }

    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public override int Peek() => inner.Peek();

    private void Check(long length)
    {
        if (length > maxRun) throw new ImportException($"a single tag or text in the XML is longer than {maxRun:N0} characters; that is no export");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
