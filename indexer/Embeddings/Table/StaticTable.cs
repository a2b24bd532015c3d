using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Knowledge.Indexer.Embeddings.Vectors;

namespace Knowledge.Indexer.Embeddings.Table;

/// <summary>
/// Vectors of word pieces and of frequent words; a text's vector is the sum of its rows, of length 1. Immutable, and safe to use
/// from many threads.
/// </summary>
/// <remarks>
/// The file, little endian: magic with version; dimensions, rows, bytes of the description, bytes of the entries (32 bits each);
/// description and entries (UTF-8, an entry a line);
/// the rows' scales (float32); their int8 numbers; XXH3 (64 bits) of all before it. A row is its numbers times its scale, so how
/// long it is says how much the word counts.
/// </remarks>
internal sealed class StaticTable
{
    private const int HeaderBytes = 8 + 4 * sizeof(int);
    private const int ChecksumBytes = 8;
    private const int MaxFileBytes = 256 << 20;
    private const int MaxDimensions = 4096;
    private const float MaxMagnitude = 127;
    private static readonly byte[] Magic = "KBTABLE1"u8.ToArray();

    private readonly sbyte[] numbers;
    private readonly float[] scales;

    private StaticTable(int dimensions, string description, TableVocabulary vocabulary, sbyte[] numbers, float[] scales, ulong checksum) =>
        (Dimensions, Description, Vocabulary, this.numbers, this.scales, Checksum) = (
            dimensions,
            description,
            vocabulary,
            numbers,
            scales,
            checksum
        );

    public int Dimensions { get; }

    /// <summary>What it was made of, for people.</summary>
    public string Description { get; }

    public TableVocabulary Vocabulary { get; }

    /// <summary>Of the whole file: another table has another one.</summary>
    public ulong Checksum { get; }

    /// <summary>Rounds rows to a table.</summary>
    /// <param name="rows">One row of <paramref name="dimensions"/> numbers per entry.</param>
    public static StaticTable Round(IReadOnlyList<string> entries, ReadOnlySpan<float> rows, int dimensions, string description)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, entries.Count * dimensions);
        var (numbers, scales) = (new sbyte[rows.Length], new float[entries.Count]);
        for (var row = 0; row < scales.Length; row++)
        {
            var from = rows.Slice(row * dimensions, dimensions);
            var scale = VectorRows.Magnitude(from) / MaxMagnitude;
            if (scale == 0)
                continue;
            scales[row] = scale;
            for (var i = 0; i < dimensions; i++)
                numbers[row * dimensions + i] = (sbyte)MathF.Round(from[i] / scale);
        }
        return Read(new MemoryStream(Bytes(entries, dimensions, description, numbers, scales)));
    }

    /// <exception cref="InvalidDataException">It is no table, or a damaged one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static StaticTable Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <inheritdoc cref="Read(string)"/>
    public static StaticTable Read(Stream file)
    {
        if (file.Length is < HeaderBytes + ChecksumBytes or > MaxFileBytes)
            throw Broken($"it has {file.Length} bytes");
        Span<byte> header = stackalloc byte[HeaderBytes];
        file.ReadExactly(header);
        if (!header.StartsWith(Magic))
            throw Broken("it does not begin as one of this version does");
        var (dimensions, rows, descriptionBytes, entryBytes) = (Number(header, 0), Number(header, 1), Number(header, 2), Number(header, 3));
        if (dimensions is <= 0 or > MaxDimensions)
            throw Broken($"it has vectors of {dimensions} numbers");
        var length = HeaderBytes + (long)descriptionBytes + entryBytes + (long)rows * (sizeof(float) + dimensions) + ChecksumBytes;
        if (rows <= 0 || descriptionBytes < 0 || entryBytes < 0 || length != file.Length)
            throw Broken($"it has {file.Length} bytes, and its header speaks of {length}");
        var bytes = new byte[length];
        header.CopyTo(bytes);
        file.ReadExactly(bytes.AsSpan(HeaderBytes));
        var checksum = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(bytes.Length - ChecksumBytes));
        if (checksum != XxHash3.HashToUInt64(bytes.AsSpan(0, bytes.Length - ChecksumBytes)))
            throw Broken("its checksum differs");

        var rest = bytes.AsSpan(HeaderBytes);
        var description = Encoding.UTF8.GetString(rest[..descriptionBytes]);
        var entries = Encoding.UTF8.GetString(rest.Slice(descriptionBytes, entryBytes)).Split('\n');
        if (
            entries.Length != rows
            || entries.Distinct(StringComparer.Ordinal).Count() != rows
            || entries.Any(e => e.Replace(TableVocabulary.Continuation, "", StringComparison.Ordinal).Length == 0)
        )
            throw Broken("its entries are not one different one per row");
        rest = rest[(descriptionBytes + entryBytes)..];
        var scales = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            scales[row] = BinaryPrimitives.ReadSingleLittleEndian(rest[(row * sizeof(float))..]);
            if (!(scales[row] is >= 0 and < 1e6f))
                throw Broken($"the scale of row {row} is {scales[row]}");
        }
        var numbers = MemoryMarshal.Cast<byte, sbyte>(rest.Slice(rows * sizeof(float), rows * dimensions)).ToArray();
        return new(dimensions, description, new(entries), numbers, scales, checksum);
    }

    /// <summary>The numbers of an entry's row, and of those behind it.</summary>
    public ReadOnlySpan<sbyte> NumbersOf(int row, int rows = 1) => numbers.AsSpan(row * Dimensions, rows * Dimensions);

    /// <summary>How long an entry's row is: how much the word counts in a text.</summary>
    public float LengthOf(int row) => scales[row] * UnscaledLengthOf(row);

    /// <summary>The same of its numbers as they are.</summary>
    public float UnscaledLengthOf(int row)
    {
        var squares = 0;
        foreach (var number in NumbersOf(row))
            squares += number * number;
        return MathF.Sqrt(squares);
    }

    public void Write(string path) => File.WriteAllBytes(path, Bytes(Vocabulary.Entries, Dimensions, Description, numbers, scales));

    /// <summary>The vector of a text, of length 1; of a text without any known word all 0.</summary>
    public float[] Embed(ReadOnlySpan<char> text, List<int> rows)
    {
        rows.Clear();
        Vocabulary.AddRows(text, rows);
        var sum = new float[Dimensions];
        foreach (var row in rows)
            TableKernel.AddScaled(numbers.AsSpan(row * Dimensions, Dimensions), scales[row], sum);
        TableKernel.Normalize(sum);
        return sum;
    }

    private static byte[] Bytes(IReadOnlyList<string> entries, int dimensions, string description, sbyte[] numbers, float[] scales)
    {
        var (described, listed) = (Encoding.UTF8.GetBytes(description), Encoding.UTF8.GetBytes(string.Join('\n', entries)));
        var bytes = new byte[
            HeaderBytes + described.Length + listed.Length + sizeof(float) * scales.Length + numbers.Length + ChecksumBytes
        ];
        Magic.CopyTo(bytes, 0);
        int[] header = [dimensions, entries.Count, described.Length, listed.Length];
        for (var i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Magic.Length + i * sizeof(int)), header[i]);
        described.CopyTo(bytes, HeaderBytes);
        listed.CopyTo(bytes, HeaderBytes + described.Length);
        var rest = bytes.AsSpan(HeaderBytes + described.Length + listed.Length);
        for (var row = 0; row < scales.Length; row++)
            BinaryPrimitives.WriteSingleLittleEndian(rest[(row * sizeof(float))..], scales[row]);
        MemoryMarshal.Cast<sbyte, byte>(numbers).CopyTo(rest[(sizeof(float) * scales.Length)..]);
        Sign(bytes);
        return bytes;
    }

    /// <summary>Writes the checksum at the end.</summary>
    internal static void Sign(Span<byte> bytes) =>
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[^ChecksumBytes..], XxHash3.HashToUInt64(bytes[..^ChecksumBytes]));

    private static int Number(ReadOnlySpan<byte> header, int index) =>
        BinaryPrimitives.ReadInt32LittleEndian(header[(Magic.Length + index * sizeof(int))..]);

    private static InvalidDataException Broken(string why) => new($"This is no table of vectors that can be read: {why}.");
}
