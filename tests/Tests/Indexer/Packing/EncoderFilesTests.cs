using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Packing;
using Knowledge.Tests.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Packing;

public sealed class EncoderFilesTests : IDisposable
{
    private static readonly string[] Texts = ["disk full", "no data: dashboard is blank!", "a b empty panel", ""];

    private readonly string directory = Directory.CreateTempSubdirectory("kb-packed-").FullName;

    public void Dispose() => Directory.Delete(directory, true);

    // As a model is exported: biases and the like by name, matrices turned round and known by the order of their products alone.
    private static OnnxFile Exported(TinyModel model)
    {
        var file = new OnnxFile();
        var products = new List<(string Name, string Product)>();
        foreach (var (name, (shape, numbers)) in model.Tensors)
            if (!name.StartsWith("encoder.", StringComparison.Ordinal) || shape.Length == 1)
                file.Tensor(name, shape, numbers);
            else
            {
                var turned = new float[numbers.Length];
                for (var row = 0; row < shape[0]; row++)
                for (var column = 0; column < shape[1]; column++)
                    turned[column * shape[0] + row] = numbers[row * shape[1] + column];
                products.Add((name, $"{900 + products.Count}"));
                file.Tensor(products[^1].Product, [shape[1], shape[0]], turned);
            }
        foreach (var (name, product) in products)
            file.Node("MatMul", name, product).Node("MatMul", "queries", "keys");
        return file;
    }

    private static string Vocabulary => string.Join("\r\n", TinyModel.Pieces) + "\r\n";

    private void Write(TinyModel model, int maximum = 64) =>
        EncoderFiles.Write(OnnxWeights.Read(Exported(model).ToArray()), Vocabulary, new(model.Heads, 1e-12, maximum), directory);

    private static float[][] Encode(string of) =>
        SentenceEncoder.Load(of).Encode(Texts, cancellation: TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(96, 3, 2, 200)]
    [InlineData(12, 3, 3, 40)]
    [InlineData(33, 11, 1, 7)]
    public void What_is_packed_points_where_the_model_points(int width, int heads, int layers, int feedForward)
    {
        using var model = new TinyModel(width, heads, layers, feedForward);
        Write(model);
        var (exact, packed) = (Encode(model.Root), Encode(directory));
        Assert.All(exact.Zip(packed), pair => Assert.True(pair.First.Zip(pair.Second).Sum(n => n.First * n.Second) > 0.9999));
        Assert.Equal(["config.json", "model.safetensors", "vocab.txt"], Directory.GetFiles(directory).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Positions_beyond_the_longest_text_are_left_out()
    {
        using var model = new TinyModel();
        Write(model, maximum: 10);
        Assert.Equal((10, 10), (EncoderConfig.Read(directory).Positions, EncoderConfig.Read(directory).MaximumTokens));
        Assert.Equal(4, Encode(directory).Length);
    }

    [Fact]
    public void Written_again_it_is_the_same()
    {
        using var model = new TinyModel();
        Write(model);
        var first = File.ReadAllBytes(Path.Combine(directory, TinyModel.Weights));
        Write(model);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(directory, TinyModel.Weights)));
    }

    [Fact]
    public void A_model_of_another_build_is_refused()
    {
        using var model = new TinyModel();
        var more = Exported(model).Tensor("extra", [2, 2], [1, 2, 3, 4]).Node("MatMul", "input", "extra");
        var refused = Assert.Throws<InvalidDataException>(() =>
            EncoderFiles.Write(OnnxWeights.Read(more.ToArray()), Vocabulary, new(3, 1e-12, 64), directory)
        );
        Assert.Contains("13 products", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(directory));

        using var other = new TinyModel();
        other.Tensors["encoder.layer.1.intermediate.dense.bias"] = ([39], new float[39]);
        Assert.Throws<InvalidDataException>(() => Write(other));
    }

    [Fact]
    public void Int8_weights_without_fitting_scales_are_refused()
    {
        using var model = new TinyModel(type: "F32");
        Write(model);
        var file = File.ReadAllBytes(Path.Combine(directory, TinyModel.Weights));
        var header = System.Text.Encoding.UTF8.GetString(file, 8, (int)BitConverter.ToUInt64(file));
        void Refuses(string from, string to, string reason)
        {
            Assert.Contains(from, header, StringComparison.Ordinal);
            var changed = (byte[])file.Clone();
            System.Text.Encoding.UTF8.GetBytes(header.Replace(from, to, StringComparison.Ordinal)).CopyTo(changed, 8);
            File.WriteAllBytes(Path.Combine(directory, TinyModel.Weights), changed);
            Assert.Equal(reason, Assert.Throws<EncoderException>(() => SentenceEncoder.Load(directory)).Message);
        }
        Refuses(
            "\"encoder.layer.0.output.dense.weight.scales\"",
            "\"encoder.layer.0.output.dense.weight.scalez\"",
            "model.safetensors: encoder.layer.0.output.dense.weight.scales: is missing"
        );
        Refuses(
            "word_embeddings.weight.scales\":{\"dtype\":\"F16\"",
            "word_embeddings.weight.scales\":{\"dtype\":\"I16\"",
            "model.safetensors: embeddings.word_embeddings.weight.scales: dtype I16 is not F32, F16 or BF16"
        );
    }
}
