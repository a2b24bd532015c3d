using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Knowledge.Api.Backups;

/// <summary>
/// What makes a backup tell every changed bit: its header, and a seal on each chunk that binds it to the header, to its place and to
/// whether it is the last. With a passphrase the seal is AES-256-GCM under a key by PBKDF2, without one a SHA-256.
/// </summary>
/// <remarks>
/// Header, little-endian: 8 bytes "KBBACKUP", 2 format, 1 encryption (0 none, 1 AES-256-GCM), 1 zero, 4 iterations, 16 salt, 16 check
/// of the key, 16 checksum of the bytes before. A salt is never used twice, so the number of the chunk is a nonce.
/// </remarks>
internal sealed class BackupSeal : IDisposable
{
    public const int HeaderBytes = 64;
    public const int TagBytes = 16;
    public const int Format = 1;

    /// <summary>As OWASP's Password Storage Cheat Sheet asks of PBKDF2 with SHA-256.</summary>
    public const int Iterations = 600_000;

    private const int MaxIterations = 10_000_000;
    private const int SaltAt = 16,
        CheckAt = 32,
        ChecksumAt = 48;

    private readonly byte[] headerHash;
    private readonly AesGcm? cipher;

    private BackupSeal(ReadOnlySpan<byte> header, AesGcm? cipher) => (headerHash, this.cipher) = (SHA256.HashData(header), cipher);

    public static BackupSeal Create(string? passphrase, out byte[] header, int iterations = Iterations)
    {
        header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), Format);
        AesGcm? cipher = null;
        if (passphrase is not null)
        {
            header[10] = 1;
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), iterations);
            RandomNumberGenerator.Fill(header.AsSpan(SaltAt, 16));
            cipher = CipherOf(passphrase, header.AsSpan(SaltAt, 16).ToArray(), iterations, out var check);
            check.CopyTo(header.AsSpan(CheckAt));
        }
        ChecksumOf(header).CopyTo(header.AsSpan(ChecksumAt));
        return new(header, cipher);
    }

    /// <exception cref="BackupException">It is no header of a backup, damaged, of a newer version, or the passphrase is wrong.</exception>
    public static BackupSeal Open(ReadOnlySpan<byte> header, string? passphrase)
    {
        if (header.Length < HeaderBytes || !header.StartsWith(Magic))
            throw new BackupException("it is no backup of Knowledge");
        // What a newer version writes behind the number is its own.
        var format = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        if (format > Format)
            throw new BackupException($"it was made by a newer version (format {format}, this one knows {Format}); use that version");
        if (!ChecksumOf(header).AsSpan().SequenceEqual(header[ChecksumAt..HeaderBytes]) || format != Format || header[10] > 1)
            throw new BackupException("it is damaged: its first bytes are not what was written");
        if (header[10] == 0)
            return new(header, null);
        if (passphrase is null)
            throw new BackupException("it is encrypted: name the file with its passphrase in KB_BACKUP_KEY_FILE");
        var iterations = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        if (iterations is < 1 or > MaxIterations)
            throw new BackupException($"it asks for {iterations:N0} rounds to make its key; at most {MaxIterations:N0} are made");
        var cipher = CipherOf(passphrase, header.Slice(SaltAt, 16).ToArray(), iterations, out var check);
        if (CryptographicOperations.FixedTimeEquals(check, header.Slice(CheckAt, 16)))
            return new(header, cipher);
        cipher.Dispose();
        throw new BackupException("the passphrase is wrong: it was encrypted with another one than that of KB_BACKUP_KEY_FILE");
    }

    public void Seal(ulong number, bool isLast, ReadOnlySpan<byte> plain, Span<byte> sealedBytes, Span<byte> tag)
    {
        var bound = BoundTo(number, isLast);
        if (cipher is not null)
            cipher.Encrypt(NonceOf(number), plain, sealedBytes, tag, bound);
        else
        {
            plain.CopyTo(sealedBytes);
            HashOf(bound, plain).CopyTo(tag);
        }
    }

    /// <returns>Whether nothing of it was changed since it was sealed.</returns>
    public bool TryOpen(ulong number, bool isLast, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        var bound = BoundTo(number, isLast);
        if (cipher is null)
        {
            sealedBytes.CopyTo(plain);
            return HashOf(bound, sealedBytes).AsSpan().SequenceEqual(tag);
        }
        try
        {
            cipher.Decrypt(NonceOf(number), sealedBytes, tag, plain, bound);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => cipher?.Dispose();

    private static ReadOnlySpan<byte> Magic => "KBBACKUP"u8;

    private static byte[] ChecksumOf(ReadOnlySpan<byte> header) => SHA256.HashData(header[..ChecksumAt])[..TagBytes];

    private static byte[] HashOf(byte[] bound, ReadOnlySpan<byte> plain)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bound);
        hash.AppendData(plain);
        return hash.GetHashAndReset()[..TagBytes];
    }

    private static AesGcm CipherOf(string passphrase, byte[] salt, int iterations, out byte[] check)
    {
        var master = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, HashAlgorithmName.SHA256, 32);
        check = HKDF.Expand(HashAlgorithmName.SHA256, master, TagBytes, "check"u8.ToArray());
        return new(HKDF.Expand(HashAlgorithmName.SHA256, master, 32, "chunks"u8.ToArray()), TagBytes);
    }

    private byte[] BoundTo(ulong number, bool isLast)
    {
        var bound = new byte[headerHash.Length + 9];
        headerHash.CopyTo(bound, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bound.AsSpan(headerHash.Length), number);
        bound[^1] = isLast ? (byte)1 : (byte)0;
        return bound;
    }

    private static byte[] NonceOf(ulong number)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(nonce, number);
        return nonce;
    }
}
