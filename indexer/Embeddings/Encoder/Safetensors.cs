using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Knowledge.Indexer.Files;
using Microsoft.Win32.SafeHandles;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// A file of named tensors, opened once its header has been checked in full; the data is read piece by piece when it is asked for.
/// </summary>
/// <remarks>
/// The format: eight bytes of header length (little endian), a JSON object of that length from name to <c>dtype</c>, <c>shape</c>
/// and <c>data_offsets</c> (begin and end, counted from the end of the header),
/// and the data, which the tensors must cover without overlap and without gap. Source: https://github.com/huggingface/safetensors#format.
/// Before the header is validated nothing larger than it is allocated, and never more than the file is long.
/// </remarks>
internal sealed class Safetensors : IDisposable
{
    public const long MaxFileBytes = 2L << 30;

    // The format allows 100 MB; a BERT model of 48 layers needs 100 KiB.
    public const int MaxHeaderBytes = 4 << 20;

    private const int LengthBytes = 8;

    // After the name of an int8 matrix, the name of its scales.
    private const string Scales = ".scales";

    // The file, a tensor, its shape.
    private const int MaxNesting = 3;

    private const int MaxDimensions = 8;

    private readonly FileStream file;
    private readonly SafeFileHandle handle;
    private readonly string name;
    private readonly Dictionary<string, Tensor> tensors;

    private Safetensors(FileStream file, string name, Dictionary<string, Tensor> tensors) =>
        (this.file, handle, this.name, this.tensors) = (file, file.SafeFileHandle, name, tensors);

    /// <summary>Where the bytes of a tensor lie in the file.</summary>
    private sealed record Tensor(string Name, string Type, long[] Shape, long Begin, long End);

    /// <exception cref="EncoderException">The file is not to be had, or its header is wrong.</exception>
    public static Safetensors Open(string directory, string name)
    {
        FileStream? file = null;
        try
        {
            var path = Path.Combine(directory, name);
            if (!Path.Exists(path))
                throw new EncoderException(name, "file", "is missing");
            file = PlainFile.Open(path);
            return new Safetensors(file, name, ReadHeader(file.SafeFileHandle, name));
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new EncoderException(name, "file", $"cannot be read: {e.Message}");
            throw;
        }
    }

    public bool Contains(string tensor) => tensors.ContainsKey(tensor);

    /// <summary>Of tensors.</summary>
    public int Count => tensors.Count;

    /// <returns>Null where there is no such tensor.</returns>
    public long[]? ShapeOf(string tensor) => tensors.GetValueOrDefault(tensor)?.Shape;

    /// <summary>Demands a tensor of numbers in this shape, before any of it is read.</summary>
    public void Require(string tensor, params ReadOnlySpan<long> shape)
    {
        if (RequireShape(tensor, shape) is var found && found.Type is not ("F32" or "F16" or "BF16"))
            throw Refusal(tensor, $"dtype {found.Type} is not F32, F16 or BF16");
    }

    /// <summary>Demands a matrix: numbers, or int8 with a tensor of scales beside it, one for each block of a row.</summary>
    public void RequireMatrix(string tensor, int rows, int width)
    {
        if (IsQuantized(tensor))
        {
            RequireShape(tensor, [rows, width]);
            Require(tensor + Scales, rows, Quantization.Blocks(width));
        }
        else
            Require(tensor, rows, width);
    }

    /// <summary>Whether a tensor is int8.</summary>
    public bool IsQuantized(string tensor) => tensors.TryGetValue(tensor, out var found) && found.Type == "I8";

    /// <summary>Reads a required matrix that is int8, and its scales.</summary>
    /// <exception cref="EncoderException">The file has become shorter, or a number is not finite.</exception>
    public void ReadQuantized(string tensor, Span<sbyte> numbers, Span<float> scales)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(numbers.Length, tensors[tensor].End - tensors[tensor].Begin);
        ReadExactly(handle, name, tensor, MemoryMarshal.AsBytes(numbers), tensors[tensor].Begin);
        // Numbers go from -127 to 127: the kernels count on it.
        if (numbers.Contains(sbyte.MinValue))
            throw Refusal(tensor, "has a number below -127");
        Read(tensor + Scales, 0, scales);
    }

    /// <summary>Reads numbers of a required tensor, row after row as they are stored, from number <paramref name="first"/> on.</summary>
    /// <exception cref="EncoderException">The file has become shorter, or a number is not finite.</exception>
    public void Read(string tensor, long first, Span<float> numbers)
    {
        const int Portion = 1 << 16;
        var found = tensors[tensor];
        var size = SizeOf(found.Type);
        if (first < 0 || found.Begin + (first + numbers.Length) * size > found.End)
            throw new ArgumentOutOfRangeException(nameof(first));
        var bytes = new byte[Math.Min(Portion, numbers.Length) * size];
        for (var done = 0; done < numbers.Length; done += Portion)
        {
            var part = numbers.Slice(done, Math.Min(Portion, numbers.Length - done));
            var read = bytes.AsSpan(0, part.Length * size);
            ReadExactly(handle, name, tensor, read, found.Begin + (first + done) * size);
            if (!Float.Convert(found.Type, read, part))
                throw Refusal(tensor, "has a number that is not finite");
        }
    }

    public void Dispose() => file.Dispose();

    private Tensor RequireShape(string tensor, ReadOnlySpan<long> shape)
    {
        if (!tensors.TryGetValue(tensor, out var found))
            throw Refusal(tensor, "is missing");
        if (!found.Shape.AsSpan().SequenceEqual(shape))
            throw Refusal(tensor, $"has the shape {Shown(found.Shape)}, not {Shown(shape)}");
        return found;
    }

    private EncoderException Refusal(string tensor, string reason) => new(name, tensor, reason);

    private static Dictionary<string, Tensor> ReadHeader(SafeFileHandle handle, string name)
    {
        var length = RandomAccess.GetLength(handle);
        if (length > MaxFileBytes)
            throw new EncoderException(name, "file", $"has {length} bytes; {MaxFileBytes} is the most");
        if (length < LengthBytes)
            throw new EncoderException(name, "header length", "is cut off");
        Span<byte> prefix = stackalloc byte[LengthBytes];
        ReadExactly(handle, name, "header length", prefix, 0);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaxHeaderBytes)
            throw new EncoderException(name, "header length", $"{headerLength} is more than {MaxHeaderBytes}");
        if ((long)headerLength > length - LengthBytes)
            throw new EncoderException(name, "header length", $"{headerLength} is more than the file holds");
        var header = new byte[headerLength];
        ReadExactly(handle, name, "header", header, LengthBytes);
        return Parse(header, LengthBytes + header.Length, length, name);
    }

    private static Dictionary<string, Tensor> Parse(byte[] header, long dataBegin, long fileLength, string name)
    {
        if (header is not [(byte)'{', ..])
            throw new EncoderException(name, "header", "does not begin with {");
        var found = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = MaxNesting });
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                    continue;
                var tensor = ReadTensor(property, dataBegin, fileLength, name);
                if (!found.TryAdd(tensor.Name, tensor))
                    throw new EncoderException(name, tensor.Name, "is there twice");
            }
        }
        catch (JsonException e)
        {
            throw new EncoderException(name, "header", $"is not JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new EncoderException(name, "header", "has a text that is not valid Unicode");
        }
        CheckCoverage(found.Values, dataBegin, fileLength, name);
        return found;
    }

    private static Tensor ReadTensor(JsonProperty property, long dataBegin, long fileLength, string file)
    {
        var name = property.Name;
        EncoderException Refused(string reason) => new(file, name, reason);
        if (property.Value.ValueKind != JsonValueKind.Object)
            throw Refused("is not an object");
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in property.Value.EnumerateObject())
            if (!fields.TryAdd(field.Name, field.Value))
                throw Refused($"{field.Name} is there twice");
        JsonElement Field(string field, JsonValueKind kind) =>
            fields.TryGetValue(field, out var value) && value.ValueKind == kind
                ? value
                : throw Refused($"{field} is missing or not {(kind == JsonValueKind.Array ? "a list" : "a text")}");
        long[] List(string field)
        {
            var list = Field(field, JsonValueKind.Array);
            if (list.GetArrayLength() > MaxDimensions)
                throw Refused($"{field} has {list.GetArrayLength()} numbers; {MaxDimensions} is the most");
            return
            [
                .. list.EnumerateArray()
                    .Select(item =>
                        item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
                            ? number
                            : throw Refused($"{field} holds something that is not a whole number from 0 on")
                    ),
            ];
        }

        var type = Field("dtype", JsonValueKind.String).GetString()!;
        var size = SizeOf(type);
        if (size == 0)
            throw Refused($"dtype {type} is not known");
        var shape = List("shape");
        if (List("data_offsets") is not [var begin, var end])
            throw Refused("data_offsets are not begin and end");
        if (begin > end || end > fileLength - dataBegin)
            throw Refused($"data_offsets {begin} to {end} lie outside the {fileLength - dataBegin} bytes of data");
        var bytes = ByteCount(shape, size);
        if (bytes != end - begin)
            throw Refused($"shape {Shown(shape)} of {type} does not fill the {end - begin} bytes of its data_offsets");
        return new(name, type, shape, dataBegin + begin, dataBegin + end);
    }

    // Null where the product is beyond any file; a zero anywhere makes it zero, so it is looked for first.
    private static long? ByteCount(long[] shape, int size)
    {
        if (shape.Contains(0))
            return 0;
        long product = size;
        foreach (var dimension in shape)
        {
            if (dimension > MaxFileBytes / product)
                return null;
            product *= dimension;
        }
        return product;
    }

    private static void CheckCoverage(IEnumerable<Tensor> tensors, long dataBegin, long fileLength, string name)
    {
        var covered = dataBegin;
        Tensor? before = null;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin < covered)
                throw new EncoderException(name, tensor.Name, $"data_offsets overlap those of {before?.Name}");
            if (tensor.Begin > covered)
                throw new EncoderException(name, tensor.Name, $"data_offsets leave a gap of {tensor.Begin - covered} bytes before it");
            (covered, before) = (tensor.End, tensor);
        }
        if (covered != fileLength)
            throw new EncoderException(name, "file", $"has {fileLength - covered} bytes that belong to no tensor");
    }

    private static void ReadExactly(SafeFileHandle handle, string name, string field, Span<byte> bytes, long at)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var read = RandomAccess.Read(handle, bytes, at);
                if (read == 0)
                    throw new EncoderException(name, field, "is cut off");
                bytes = bytes[read..];
                at += read;
            }
        }
        catch (IOException e)
        {
            throw new EncoderException(name, field, $"cannot be read: {e.Message}");
        }
    }

    private static int SizeOf(string type) =>
        type switch
        {
            "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 1,
            "U16" or "I16" or "F16" or "BF16" => 2,
            "U32" or "I32" or "F32" => 4,
            "U64" or "I64" or "F64" or "C64" => 8,
            _ => 0,
        };

    private static string Shown(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
