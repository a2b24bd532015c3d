using System.Buffers.Binary;

namespace Knowledge.Api.Backups;

/// <summary>Gives back what was sealed, and not a byte of what was changed since.</summary>
internal sealed class UnsealingStream(Stream source, BackupSeal seal) : SequentialStream
{
    private readonly byte[] plain = new byte[SealedChunks.MaxBytes];
    private readonly byte[] chunk = new byte[SealedChunks.MaxBytes];
    private ulong number;
    private int length;
    private int at;
    private bool isLast;

    public override bool CanRead => true;

    /// <exception cref="BackupException">The file is cut, or something of it was changed.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
            return 0;
        while (at == length)
        {
            if (isLast)
                return 0;
            ReadChunk();
        }
        var taken = Math.Min(buffer.Length, length - at);
        plain.AsSpan(at, taken).CopyTo(buffer);
        at += taken;
        return taken;
    }

    private void ReadChunk()
    {
        Span<byte> head = stackalloc byte[SealedChunks.HeadBytes];
        if (source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            throw Cut();
        var word = BinaryPrimitives.ReadUInt32LittleEndian(head);
        (at, length, isLast) = (0, (int)(word & ~SealedChunks.Last), (word & SealedChunks.Last) != 0);
        if (length > SealedChunks.MaxBytes)
            throw Damaged();
        if (source.ReadAtLeast(chunk.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
            throw Cut();
        if (!seal.TryOpen(number++, isLast, chunk.AsSpan(0, length), head[4..], plain.AsSpan(0, length)))
            throw Damaged();
        if (isLast && source.ReadByte() >= 0)
            throw new BackupException("it is damaged: something stands behind its end");
    }

    private static BackupException Cut() => new("it is cut off: its end is missing");

    private BackupException Damaged() => new($"it is damaged: chunk {number} is not what was written");
}
