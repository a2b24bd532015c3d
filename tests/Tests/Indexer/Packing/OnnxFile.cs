using System.Text;

namespace Knowledge.Tests.Indexer.Packing;

/// <summary>Writes files of the ONNX format, field by field.</summary>
internal sealed class OnnxFile
{
    private readonly List<byte> graph = [];

    /// <param name="type">1 for float32.</param>
    public OnnxFile Tensor(string name, int[] shape, float[] numbers, int type = 1, bool packed = false)
    {
        List<byte> tensor = [];
        if (packed)
            Field(tensor, 1, [.. shape.SelectMany(n => Number((ulong)n))]);
        else
            foreach (var dimension in shape)
                Value(tensor, 1, (ulong)dimension);
        Value(tensor, 2, (ulong)type);
        Field(tensor, 8, Encoding.UTF8.GetBytes(name));
        Field(tensor, 9, [.. numbers.SelectMany(BitConverter.GetBytes)]);
        Field(graph, 5, [.. tensor]);
        return this;
    }

    public OnnxFile Node(string operation, params string[] inputs)
    {
        List<byte> node = [];
        foreach (var input in inputs)
            Field(node, 1, Encoding.UTF8.GetBytes(input));
        Field(node, 2, "out"u8.ToArray());
        Field(node, 4, Encoding.UTF8.GetBytes(operation));
        Field(graph, 1, [.. node]);
        return this;
    }

    public byte[] ToArray()
    {
        List<byte> model = [];
        Value(model, 1, 6);
        Field(model, 2, "pytorch"u8.ToArray());
        Field(model, 7, [.. graph]);
        return [.. model];
    }

    private static void Value(List<byte> to, int field, ulong number)
    {
        to.AddRange(Number((ulong)field << 3));
        to.AddRange(Number(number));
    }

    private static void Field(List<byte> to, int field, byte[] bytes)
    {
        to.AddRange(Number((ulong)field << 3 | 2));
        to.AddRange(Number((ulong)bytes.Length));
        to.AddRange(bytes);
    }

    private static IEnumerable<byte> Number(ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            yield return (byte)(number | 0x80);
        yield return (byte)number;
    }
}
