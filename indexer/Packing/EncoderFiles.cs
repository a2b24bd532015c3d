using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Packing;

/// <summary>What the weights do not say about a model.</summary>
/// <param name="MaximumTokens">Of a text; positions beyond are left out.</param>
public sealed record ModelFacts(int Heads, double LayerNormEpsilon, int MaximumTokens);

/// <summary>
/// A BERT sentence encoder as a directory that <see cref="SentenceEncoder"/> loads, its matrices in int8: a tensor of whole numbers,
/// and beside it <c>.scales</c>, one F16 number for 32 of them (<see cref="Quantization"/>).
/// </summary>
public static class EncoderFiles
{
    private const string Words = "embeddings.word_embeddings.weight";
    private const string Positions = "embeddings.position_embeddings.weight";
    private const string Types = "embeddings.token_type_embeddings.weight";

    // The graph multiplies in this order; products bear no names of their own.
    private static readonly string[] ProductsOfLayer =
    [
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
        "attention.output.dense",
        "intermediate.dense",
        "output.dense",
    ];

    /// <summary>Writes the directory; each file is there whole or not at all, the weights last.</summary>
    /// <exception cref="InvalidDataException">The model is not built as a BERT encoder is.</exception>
    public static void Write(OnnxWeights model, string vocabulary, ModelFacts facts, string directory)
    {
        var products = model.Products;
        var (layers, rest) = Math.DivRem(products.Count, ProductsOfLayer.Length);
        if (layers == 0 || rest != 0 || model[Words].Shape is not [var pieces, var width])
            throw new InvalidDataException($"The model has {products.Count} products with weights: it is no BERT encoder.");
        var tensors = new TensorWriter();
        Matrix(tensors, Words, model.Numbers(model[Words]), (int)pieces, (int)width);
        var positions = Math.Min(facts.MaximumTokens, (int)model[Positions].Shape[0]);
        tensors.AddHalves(Positions, model.Numbers(model[Positions]).AsSpan(0, positions * (int)width), positions, (int)width);
        Vector(tensors, model, Types);
        Norm(tensors, model, "embeddings.LayerNorm");
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"encoder.layer.{layer}.";
            for (var part = 0; part < ProductsOfLayer.Length; part++)
                Dense(tensors, model, name + ProductsOfLayer[part], products[layer * ProductsOfLayer.Length + part]);
            Norm(tensors, model, $"{name}attention.output.LayerNorm");
            Norm(tensors, model, $"{name}output.LayerNorm");
        }
        var feedForward = model["encoder.layer.0.intermediate.dense.bias"].Shape[0];
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray("BertModel"),
            ["model_type"] = "bert",
            ["hidden_act"] = "gelu",
            ["hidden_size"] = width,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = facts.Heads,
            ["intermediate_size"] = feedForward,
            ["max_position_embeddings"] = positions,
            ["vocab_size"] = pieces,
            ["type_vocab_size"] = model[Types].Shape[0],
            ["layer_norm_eps"] = facts.LayerNormEpsilon,
        };
        Directory.CreateDirectory(directory);
        Replace(directory, "config.json", Encoding.UTF8.GetBytes(config.ToJsonString(new JsonSerializerOptions { WriteIndented = true })));
        Replace(directory, "vocab.txt", Encoding.UTF8.GetBytes(vocabulary.ReplaceLineEndings("\n")));
        Replace(directory, "model.safetensors", tensors.ToArray());
    }

    // The graph has inputs in rows; the format has outputs in rows.
    private static void Dense(TensorWriter tensors, OnnxWeights model, string name, OnnxTensor product)
    {
        var bias = model[$"{name}.bias"];
        if (product.Shape is not [var inputs, var outputs] || bias.Shape is not [var biases] || biases != outputs)
            throw new InvalidDataException($"{product.Name} is not the matrix of {name}: their shapes differ.");
        var numbers = model.Numbers(product);
        var rows = new float[numbers.Length];
        for (var output = 0; output < outputs; output++)
        for (var input = 0; input < inputs; input++)
            rows[output * inputs + input] = numbers[input * outputs + output];
        Matrix(tensors, $"{name}.weight", rows, (int)outputs, (int)inputs);
        Vector(tensors, model, $"{name}.bias");
    }

    private static void Norm(TensorWriter tensors, OnnxWeights model, string name)
    {
        Vector(tensors, model, $"{name}.weight");
        Vector(tensors, model, $"{name}.bias");
    }

    private static void Vector(TensorWriter tensors, OnnxWeights model, string name) =>
        tensors.Add(name, "F32", MemoryMarshal.AsBytes<float>(model.Numbers(model[name])), [.. model[name].Shape]);

    private static void Matrix(TensorWriter tensors, string name, float[] numbers, int rows, int width)
    {
        var blocks = Quantization.Blocks(width);
        var (quantized, scales) = (new sbyte[rows * width], new float[rows * blocks]);
        Parallel.For(
            0,
            rows,
            row =>
                Quantization.Quantize(
                    numbers.AsSpan(row * width, width),
                    quantized.AsSpan(row * width, width),
                    scales.AsSpan(row * blocks, blocks)
                )
        );
        tensors.Add(name, "I8", MemoryMarshal.AsBytes<sbyte>(quantized), rows, width);
        tensors.AddHalves($"{name}.scales", scales, rows, blocks);
    }

    // Two builds may run at once.
    private static void Replace(string directory, string name, byte[] bytes)
    {
        var whole = Path.Combine(directory, $"{name}.{Environment.ProcessId}.new");
        File.WriteAllBytes(whole, bytes);
        File.Move(whole, Path.Combine(directory, name), overwrite: true);
    }

    /// <summary>A file of named tensors; see https://github.com/huggingface/safetensors#format.</summary>
    private sealed class TensorWriter
    {
        private readonly JsonObject header = [];
        private readonly ArrayBufferWriter<byte> data = new();

        public void Add(string name, string type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<long> shape)
        {
            var begin = data.WrittenCount;
            data.Write(bytes);
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. shape.ToArray().Select(n => (JsonNode)n)]),
                ["data_offsets"] = new JsonArray(begin, data.WrittenCount),
            };
        }

        public void AddHalves(string name, ReadOnlySpan<float> numbers, params ReadOnlySpan<long> shape)
        {
            var halves = new byte[numbers.Length * 2];
            for (var i = 0; i < numbers.Length; i++)
                BinaryPrimitives.WriteHalfLittleEndian(halves.AsSpan(2 * i), (Half)numbers[i]);
            Add(name, "F16", halves, shape);
        }

        public byte[] ToArray()
        {
            var names = Encoding.UTF8.GetBytes(header.ToJsonString());
            var file = new byte[sizeof(ulong) + names.Length + data.WrittenCount];
            BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)names.Length);
            names.CopyTo(file, sizeof(ulong));
            data.WrittenSpan.CopyTo(file.AsSpan(sizeof(ulong) + names.Length));
            return file;
        }
    }
}
