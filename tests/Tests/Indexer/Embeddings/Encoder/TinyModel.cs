using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

/// <summary>
/// A model directory with random weights and a few dozen word pieces, written by the test; every file can be changed before it is
/// loaded.
/// </summary>
internal sealed class TinyModel : IDisposable
{
    public const string Weights = "model.safetensors";

    // csharpier-ignore
    public static string[] Pieces { get; } =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "disk", "full", "##ness", "no", "data", "dash", "##board", "##s", "is",
        "blank", "empty", "!", "[", "]", "cls", "cafe", "naive", "日", "本", "a", "##b", "##c", "##d", "b", ".", "$", "\u1112",
        "##\u1161", "##\u11ab", "panel", "ος",
    ];

    private const string Classifier = "classifier";

    private readonly Random random = new(7);

    public TinyModel(int width = 12, int heads = 3, int layers = 2, int feedForward = 40, int positions = 64, string type = "F32")
    {
        (Width, Heads, Layers, FeedForward) = (width, heads, layers, feedForward);
        Config = new()
        {
            ["architectures"] = new JsonArray("BertModel"),
            ["model_type"] = "bert",
            ["hidden_act"] = "gelu",
            ["hidden_size"] = width,
            ["num_attention_heads"] = heads,
            ["num_hidden_layers"] = layers,
            ["intermediate_size"] = feedForward,
            ["max_position_embeddings"] = positions,
            ["vocab_size"] = Pieces.Length,
            ["type_vocab_size"] = 2,
            ["layer_norm_eps"] = 1e-12,
        };
        Add("embeddings.word_embeddings.weight", 1, Pieces.Length, width);
        Add("embeddings.position_embeddings.weight", 1, positions, width);
        Add("embeddings.token_type_embeddings.weight", 1, 2, width);
        AddNorm("embeddings.LayerNorm");
        for (var layer = 0; layer < layers; layer++)
        {
            foreach (var part in (string[])["query", "key", "value"])
                AddDense($"encoder.layer.{layer}.attention.self.{part}", width, width);
            AddDense($"encoder.layer.{layer}.attention.output.dense", width, width);
            AddNorm($"encoder.layer.{layer}.attention.output.LayerNorm");
            AddDense($"encoder.layer.{layer}.intermediate.dense", feedForward, width);
            AddDense($"encoder.layer.{layer}.output.dense", width, feedForward);
            AddNorm($"encoder.layer.{layer}.output.LayerNorm");
        }
        Type = type;
        Save();
    }

    /// <summary>Makes a cross-encoder of it: a pooler and a classifier of one output, under the names that transformers gives.</summary>
    public TinyModel ForPairs(int outputs = 1)
    {
        Config["architectures"] = new JsonArray("BertForSequenceClassification");
        Config["id2label"] = new JsonObject { ["0"] = "LABEL_0" };
        AddDense("pooler.dense", Width, Width);
        AddDense(Classifier, outputs, Width);
        Prefix = "bert.";
        Save();
        return this;
    }

    public int Width { get; }
    public int Heads { get; }
    public int Layers { get; }
    public int FeedForward { get; }
    public string Type { get; }
    public string Root { get; } = Directory.CreateTempSubdirectory("kb-model-").FullName;
    public JsonObject Config { get; }

    /// <summary>As they are read back: rounded to the type of the file.</summary>
    public Dictionary<string, (int[] Shape, float[] Numbers)> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Put before each tensor's name in the file.</summary>
    public string Prefix { get; set; } = "";

    public void Save()
    {
        Write("config.json", Config.ToJsonString());
        Write("vocab.txt", string.Join('\n', Pieces) + "\n");
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        using var data = new MemoryStream();
        foreach (var (name, (shape, numbers)) in Tensors)
        {
            var begin = data.Length;
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = Append(numbers[i], data);
            header[name.StartsWith(Classifier, StringComparison.Ordinal) ? name : Prefix + name] = new JsonObject
            {
                ["dtype"] = Type,
                ["shape"] = new JsonArray([.. shape.Select(number => (JsonNode)number)]),
                ["data_offsets"] = new JsonArray(begin, data.Length),
            };
        }
        WriteWeights(header.ToJsonString(), data.ToArray());
    }

    public void Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void WriteWeights(string header, byte[] data) => WriteWeights(Encoding.UTF8.GetBytes(header), data);

    public void WriteWeights(byte[] header, byte[] data, ulong? length = null)
    {
        var bytes = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length ?? (ulong)header.Length);
        header.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + header.Length);
        File.WriteAllBytes(Path.Combine(Root, Weights), bytes);
    }

    public void Dispose() => Directory.Delete(Root, true);

    private float Append(float number, MemoryStream data)
    {
        Span<byte> bytes = stackalloc byte[4];
        switch (Type)
        {
            case "F16":
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)number);
                data.Write(bytes[..2]);
                return (float)(Half)number;
            case "BF16":
                var upper = BitConverter.SingleToInt32Bits(number) >> 16;
                BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)upper);
                data.Write(bytes[..2]);
                return BitConverter.Int32BitsToSingle(upper << 16);
            default:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
                data.Write(bytes);
                return number;
        }
    }

    private void AddDense(string name, int outputs, int inputs)
    {
        Add($"{name}.weight", 2 / MathF.Sqrt(inputs), outputs, inputs);
        Add($"{name}.bias", 0.2f, outputs);
    }

    private void AddNorm(string name)
    {
        Add($"{name}.weight", 1, Width);
        Add($"{name}.bias", 0.3f, Width);
    }

    private void Add(string name, float spread, params int[] shape) =>
        Tensors[name] = (
            shape,
            [
                .. Enumerable
                    .Range(0, shape.Aggregate(1, (product, number) => product * number))
                    .Select(_ => spread * (2 * random.NextSingle() - 1)),
            ]
        );
}
