using System.Numerics;
using System.Text;

namespace Knowledge.Packing;

/// <summary>A tensor of float32 numbers in a file of the ONNX format.</summary>
/// <param name="Begin">Where its bytes begin in the file.</param>
public sealed record OnnxTensor(string Name, IReadOnlyList<long> Shape, int Begin, int Bytes);

/// <summary>The weights in a file of the ONNX format: what its graph begins with, by name, and what its products take.</summary>
/// <remarks>
/// Protocol buffers, read as far as is needed: ModelProto.graph (7); GraphProto.node (1) and .initializer (5); NodeProto.input (1)
/// and .op_type (4); TensorProto.dims (1), .data_type (2), .name (8) and .raw_data (9). Source:
/// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. Nothing is allocated by a length that the file does not hold.
/// </remarks>
public sealed class OnnxWeights
{
    private const int Float = 1;
    private readonly byte[] file;
    private readonly Dictionary<string, OnnxTensor> tensors = new(StringComparer.Ordinal);
    private readonly List<string[]> products = [];

    private OnnxWeights(byte[] file) => this.file = file;

    /// <exception cref="InvalidDataException">It is no such file, or one of its tensors is not whole.</exception>
    public static OnnxWeights Read(byte[] file)
    {
        var weights = new OnnxWeights(file);
        foreach (var (field, begin, end) in weights.Fields(0, file.Length))
            if (field == 7)
                weights.ReadGraph(begin, end);
        return weights.tensors.Count > 0 ? weights : throw Broken("it has no graph with weights");
    }

    /// <summary>The second factors of the matrix products that are weights, in the order of the graph.</summary>
    public IReadOnlyList<OnnxTensor> Products =>
        [.. products.Where(p => p.Length == 2 && tensors.ContainsKey(p[1])).Select(p => tensors[p[1]])];

    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public OnnxTensor this[string name] =>
        tensors.TryGetValue(name, out var tensor) ? tensor : throw new InvalidDataException($"The model has no weights {name}.");

    public float[] Numbers(OnnxTensor tensor)
    {
        var numbers = new float[tensor.Bytes / sizeof(float)];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BitConverter.ToSingle(file, tensor.Begin + i * sizeof(float));
        return Array.TrueForAll(numbers, float.IsFinite)
            ? numbers
            : throw new InvalidDataException($"{tensor.Name} has a number that is not finite.");
    }

    private void ReadGraph(int begin, int end)
    {
        foreach (var (field, from, to) in Fields(begin, end))
            if (field == 5)
                ReadTensor(from, to);
            else if (field == 1)
                ReadNode(from, to);
    }

    private void ReadNode(int begin, int end)
    {
        var inputs = new List<string>();
        var operation = "";
        foreach (var (field, from, to) in Fields(begin, end))
            if (field == 1)
                inputs.Add(Text(from, to));
            else if (field == 4)
                operation = Text(from, to);
        if (operation == "MatMul")
            products.Add([.. inputs]);
    }

    private void ReadTensor(int begin, int end)
    {
        var (name, type) = ("", 0L);
        var (dataBegin, dataEnd) = (0, 0);
        var shape = new List<long>();
        foreach (var (field, from, to) in Fields(begin, end))
            switch (field)
            {
                case 1:
                    // One number, or several in a row.
                    for (var at = from; at < to; )
                        shape.Add(Number(ref at, to));
                    break;
                case 2:
                    var place = from;
                    type = Number(ref place, to);
                    break;
                case 8:
                    name = Text(from, to);
                    break;
                case 9:
                    (dataBegin, dataEnd) = (from, to);
                    break;
            }
        if (type != Float || name.Length == 0)
            return;
        var count = shape.Aggregate(BigInteger.One, (product, number) => product * number);
        if (shape.Any(n => n < 0) || count * sizeof(float) != dataEnd - dataBegin)
            throw Broken($"the numbers of {name} are not those of its shape");
        tensors[name] = new(name, shape, dataBegin, dataEnd - dataBegin);
    }

    // Field numbers with where their content lies; of a number, where it is written.
    private IEnumerable<(int Field, int Begin, int End)> Fields(int at, int end)
    {
        while (at < end)
        {
            var key = Number(ref at, end);
            var begin = at;
            var length = (key & 7) switch
            {
                0 => Skip(ref at, end),
                1 => 8,
                2 => Number(ref at, end),
                5 => 4,
                _ => throw Broken("it has a field of an unknown kind"),
            };
            if ((key & 7) != 0)
            {
                begin = at;
                if (length < 0 || length > end - at)
                    throw Broken("it is cut off");
                at += (int)length;
            }
            yield return ((int)(key >> 3), begin, at);
        }
    }

    private long Skip(ref int at, int end)
    {
        Number(ref at, end);
        return 0;
    }

    private long Number(ref int at, int end)
    {
        var number = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (at >= end)
                throw Broken("it is cut off");
            var next = file[at++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return (long)number;
        }
        throw Broken("it has a number without an end");
    }

    private string Text(int begin, int end) => Encoding.UTF8.GetString(file, begin, end - begin);

    private static InvalidDataException Broken(string why) => new($"This is no ONNX file that can be read: {why}.");
}
