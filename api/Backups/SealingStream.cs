using System.Buffers.Binary;

namespace Knowledge.Api.Backups;

/// <summary>Seals what is written to it, chunk by chunk. Without <see cref="Complete"/> no reader takes it for whole.</summary>
internal sealed class SealingStream(Stream target, BackupSeal seal) : SequentialStream
{
    private readonly byte[] plain = new byte[SealedChunks.MaxBytes];
    private readonly byte[] chunk = new byte[SealedChunks.HeadBytes + SealedChunks.MaxBytes];
    private ulong number;
    private int filled;

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (filled == plain.Length)
                WriteChunk(isLast: false);
            var taken = Math.Min(buffer.Length, plain.Length - filled);
            buffer[..taken].CopyTo(plain.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
        }
    }

    /// <summary>Writes the last chunk, which may be empty.</summary>
    public void Complete() => WriteChunk(isLast: true);

    private void WriteChunk(bool isLast)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(chunk, (uint)filled | (isLast ? SealedChunks.Last : 0));
        seal.Seal(
            number++,
            isLast,
            plain.AsSpan(0, filled),
            chunk.AsSpan(SealedChunks.HeadBytes, filled),
            chunk.AsSpan(4, BackupSeal.TagBytes)
        );
        target.Write(chunk, 0, SealedChunks.HeadBytes + filled);
        filled = 0;
    }
}
