using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class SentenceEncoderTests
{
    private static readonly string[] Texts =
    [
        "disk full",
        "",
        "no data: dashboard is blank!",
        "abcd abd a b 日本 [cls] $.",
        string.Join(' ', Enumerable.Repeat("empty panel disk", 40)),
        "naïve",
        "a",
    ];

    [Theory]
    [InlineData(12, 3, 2, 40, "F32")]
    [InlineData(32, 1, 1, 64, "F32")]
    [InlineData(96, 2, 2, 100, "F32")]
    [InlineData(64, 2, 3, 256, "F16")]
    [InlineData(33, 11, 2, 7, "BF16")]
    public void Agrees_with_the_plain_forward_pass(int width, int heads, int layers, int feedForward, string type)
    {
        using var model = new TinyModel(width, heads, layers, feedForward, type: type);
        var reference = new ReferenceEncoder(model);
        var encoder = SentenceEncoder.Load(model.Root, Precision.Float32);
        var tokenizer = new WordPieceTokenizer(Vocabulary.Read(model.Root, TinyModel.Pieces.Length), encoder.Config.Tokenizer);
        var vectors = Encode(encoder, Texts);
        for (var i = 0; i < Texts.Length; i++)
        {
            var expected = reference.Encode(tokenizer.Tokenize(Texts[i], 64));
            Assert.All(expected.Zip(vectors[i]), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
        }
    }

    [Fact]
    public void Agrees_with_the_plain_forward_pass_where_the_first_token_counts()
    {
        using var model = new TinyModel();
        model.Write("1_Pooling/config.json", """{"pooling_mode_cls_token":true}""");
        var vector = Encode(SentenceEncoder.Load(model.Root, Precision.Float32), ["disk full"])[0];
        Assert.All(new ReferenceEncoder(model).Encode([2, 5, 6, 3], true).Zip(vector), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
    }

    // Layers, heads and widths of bge-small and bge-base; what lies between the widths of a layer is narrower, so that it takes seconds.
    [Theory]
    [InlineData(384, 12, 512)]
    [InlineData(768, 12, 128)]
    public async Task Agrees_with_the_plain_forward_pass_in_the_next_size_with_a_prompt(int width, int heads, int feedForward)
    {
        const int Layers = 12;
        const string Prompt = "data panel ";
        using var model = new TinyModel(width, heads, Layers, feedForward, type: "BF16");
        model.Write(
            "1_Pooling/config.json",
            $$"""{"word_embedding_dimension":{{width}},"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false}"""
        );
        model.Write("config_sentence_transformers.json", $$$"""{"prompts":{"query":"{{{Prompt}}}"}}""");
        model.Write("sentence_bert_config.json", """{"max_seq_length":64,"do_lower_case":true}""");
        var encoder = SentenceEncoder.Load(model.Root, Precision.Float32);
        var reference = new ReferenceEncoder(model);
        var tokenizer = new WordPieceTokenizer(Vocabulary.Read(model.Root, TinyModel.Pieces.Length), encoder.Config.Tokenizer);

        Assert.Equal(width, encoder.Dimensions);
        Agrees(Prompt + "disk full", await Vector(EncoderGenerator.ForQueries(encoder, "m", 1), "disk full"));
        Agrees("disk full", await Vector(EncoderGenerator.ForPassages(encoder, "m", 1), "disk full"));
        Agrees("no disk full", await Vector(EncoderGenerator.ForQueries(encoder, "m", 1, "no "), "disk full"));
        var rounded = Encode(SentenceEncoder.Load(model.Root), ["disk full"])[0];
        Assert.True(Cosine(rounded, Encode(encoder, ["disk full"])[0]) > 0.99);

        void Agrees(string text, float[] vector) =>
            Assert.All(
                reference.Encode(tokenizer.Tokenize(text, 64), firstToken: true).Zip(vector),
                pair => Assert.Equal(pair.First, pair.Second, 1e-3)
            );

        static async Task<float[]> Vector(EncoderGenerator generator, string text) =>
            (await generator.GenerateAsync([text], cancellationToken: TestContext.Current.CancellationToken))[0].Vector.ToArray();
    }

    [Fact]
    public void Int8_weights_point_nearly_the_same_way()
    {
        using var model = new TinyModel(96, 3, 3, 200);
        var exact = Encode(SentenceEncoder.Load(model.Root, Precision.Float32), Texts);
        var rounded = Encode(SentenceEncoder.Load(model.Root), Texts);
        Assert.All(exact.Zip(rounded), pair => Assert.True(Cosine(pair.First, pair.Second) > 0.999));
        Assert.NotEqual(exact[0], rounded[0]);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Int8)]
    internal void A_text_has_the_same_vector_whatever_it_is_encoded_with(Precision precision)
    {
        using var model = new TinyModel();
        var encoder = SentenceEncoder.Load(model.Root, precision);
        var alone = Texts.Select(text => Encode(encoder, [text])[0]).ToArray();
        Gen.Select(Gen.Int[0, Texts.Length - 1].Array[1, 60], Gen.Int[1, 3])
            .Sample(
                (order, threads) =>
                {
                    var together = Encode(encoder, [.. order.Select(i => Texts[i])], threads);
                    for (var i = 0; i < order.Length; i++)
                        Assert.Equal(alone[order[i]], together[i]);
                },
                iter: 20,
                threads: 1
            );
    }

    [Fact]
    public void Vectors_have_length_1_and_no_texts_have_none()
    {
        using var model = new TinyModel();
        var encoder = SentenceEncoder.Load(model.Root);
        Assert.All(Encode(encoder, Texts, 2), vector => Assert.Equal(1, vector.Sum(number => (double)number * number), 1e-6));
        Assert.Empty(Encode(encoder, []));
        Assert.Equal(12, encoder.Dimensions);
    }

    [Fact]
    public void Stops_when_it_is_told_to()
    {
        using var model = new TinyModel();
        var encoder = SentenceEncoder.Load(model.Root);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => encoder.Encode(Texts, 2, source.Token));
        using var underWay = new CancellationTokenSource();
        var many = new CancelsAt(2_000, [.. Enumerable.Repeat(Texts[4], 20_000)], underWay);
        Assert.ThrowsAny<OperationCanceledException>(() => encoder.Encode(many, 2, underWay.Token));
    }

    /// <summary>Texts that are cancelled when one of them is read.</summary>
    private sealed class CancelsAt(int place, string[] texts, CancellationTokenSource source) : IReadOnlyList<string>
    {
        public string this[int index]
        {
            get
            {
                if (index == place)
                    source.Cancel();
                return texts[index];
            }
        }

        public int Count => texts.Length;

        public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact]
    public void Finds_the_weights_of_a_model_that_was_saved_for_another_task()
    {
        using var model = new TinyModel();
        var vector = Encode(SentenceEncoder.Load(model.Root), ["disk full"])[0];
        model.Prefix = "bert.";
        model.Save();
        Assert.Equal(vector, Encode(SentenceEncoder.Load(model.Root), ["disk full"])[0]);
    }

    [Fact]
    public void Refuses_weights_that_are_missing_or_of_another_shape()
    {
        using var model = new TinyModel();
        var (shape, numbers) = model.Tensors["encoder.layer.1.output.dense.bias"];
        model.Tensors.Remove("encoder.layer.1.output.dense.bias");
        model.Save();
        Refuses(model, "model.safetensors: encoder.layer.1.output.dense.bias: is missing");
        model.Tensors["encoder.layer.1.output.dense.bias"] = ([shape[0] - 1], numbers[1..]);
        model.Save();
        Refuses(model, "model.safetensors: encoder.layer.1.output.dense.bias: has the shape [11], not [12]");
        model.Tensors["encoder.layer.1.output.dense.bias"] = (shape, numbers);
        model.Config["num_hidden_layers"] = 1;
        model.Save();
        Refuses(model, "config.json: num_hidden_layers: model.safetensors has more layers than 1");
        model.Config["num_hidden_layers"] = JsonNode.Parse("2");
        model.Tensors["encoder.layer.1.output.dense.bias"].Numbers[3] = float.NaN;
        model.Save();
        Refuses(model, "model.safetensors: encoder.layer.1.output.dense.bias: has a number that is not finite");
    }

    [Fact]
    public void Refuses_a_vector_without_direction()
    {
        using var model = new TinyModel();
        foreach (var name in (string[])["encoder.layer.1.output.LayerNorm.weight", "encoder.layer.1.output.LayerNorm.bias"])
            Array.Clear(model.Tensors[name].Numbers);
        model.Save();
        var encoder = SentenceEncoder.Load(model.Root);
        Assert.StartsWith("model.safetensors: weights: ", Assert.Throws<EncoderException>(() => Encode(encoder, Texts, 2)).Message);
    }

    [Theory]
    [InlineData(Precision.Float32, 0.9999)]
    [InlineData(Precision.Int8, 0.999)]
    internal void Points_where_the_published_model_points(Precision precision, double min)
    {
        var directory = Samples.Require("models/all-minilm-l6-v2");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "expected.json")));
        var examples = expected.RootElement.EnumerateArray().ToArray();
        var vectors = Encode(
            SentenceEncoder.Load(directory, precision),
            [.. examples.Select(example => example.GetProperty("text").GetString()!)],
            2
        );
        var cosines = examples
            .Zip(
                vectors,
                (example, vector) =>
                    Cosine([.. example.GetProperty("embedding").EnumerateArray().Select(number => number.GetSingle())], vector)
            )
            .ToArray();
        TestContext.Current.TestOutputHelper!.WriteLine($"{precision}: least cosine {cosines.Min():F6}, mean {cosines.Average():F6}");
        Assert.All(cosines, cosine => Assert.True(cosine >= min, $"{cosine}"));
    }

    private static float[][] Encode(SentenceEncoder encoder, IReadOnlyList<string> texts, int threads = 1) =>
        encoder.Encode(texts, threads, TestContext.Current.CancellationToken);

    private static double Cosine(float[] a, float[] b) =>
        a.Zip(b).Sum(pair => (double)pair.First * pair.Second) / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));

    private static void Refuses(TinyModel model, string message) =>
        Assert.Equal(message, Assert.Throws<EncoderException>(() => SentenceEncoder.Load(model.Root)).Message);
}
