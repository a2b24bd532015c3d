using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Knowledge.Indexer.Embeddings;

/// <summary>SHA-256 of a text that was embedded.</summary>
internal readonly record struct TextKey(UInt128 First, UInt128 Second)
{
    public const int Bytes = 32;

    public static TextKey Of(string text)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Read(hash);
    }

    public static TextKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Second);
    }
}
