using System.Text.Json.Nodes;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class CrossEncoderTests
{
    private const int Most = 64;

    private static readonly string[] Queries = ["disk full", "", string.Join(' ', Enumerable.Repeat("dashboard is blank", 40))];

    private static readonly string[] Passages =
    [
        "no data: dashboard is blank!",
        "",
        "disk",
        string.Join(' ', Enumerable.Repeat("empty panel disk", 40)),
        "abcd abd a b 日本 [cls] $.",
    ];

    [Theory]
    [InlineData(12, 3, 2, 40, "F32")]
    [InlineData(96, 2, 2, 100, "F32")]
    [InlineData(64, 2, 3, 256, "F16")]
    [InlineData(33, 11, 2, 7, "BF16")]
    public void Agrees_with_the_plain_forward_pass(int width, int heads, int layers, int feedForward, string type)
    {
        using var model = new TinyModel(width, heads, layers, feedForward, type: type).ForPairs();
        var reference = new ReferenceEncoder(model);
        var encoder = CrossEncoder.Load(model.Root, Precision.Float32);
        var tokenizer = TokenizerOf(model);
        var told = 0;
        foreach (var query in Queries)
        {
            var scores = Score(encoder, query, Passages);
            for (var i = 0; i < Passages.Length; i++)
            {
                var pair = TokenSequence.Pair(tokenizer.Tokenize(query, Most), tokenizer.Tokenize(Passages[i], Most), Most);
                Assert.Equal(reference.Judge(pair.Ids, pair.FirstLength), scores[i], 1e-5);
                told += Math.Abs(reference.Judge(pair.Ids, pair.Ids.Length) - scores[i]) > 1e-3 ? 1 : 0;
            }
        }
        // The reference sees what it is to see: to a model that takes both texts for one, scores are others.
        Assert.True(told > Passages.Length);
    }

    [Theory]
    [InlineData(3, 4, 20, "CabcSdefgS", 5)]
    [InlineData(0, 0, 20, "CSS", 2)]
    [InlineData(3, 7, 9, "CabcSdefS", 5)]
    [InlineData(7, 1, 9, "CabcdeShS", 7)]
    [InlineData(7, 7, 9, "CabcShijS", 5)]
    [InlineData(7, 7, 10, "CabcShijkS", 5)]
    [InlineData(7, 6, 10, "CabcdShijS", 6)]
    [InlineData(7, 7, 3, "CSS", 2)]
    public void Cuts_the_longer_text_then_both(int first, int second, int max, string expected, int firstLength)
    {
        static int[] Tokens(int from, int count) => ['C', .. Enumerable.Range('a' + from, count), 'S'];
        var pair = TokenSequence.Pair(Tokens(0, first), Tokens(first, second), max);
        Assert.Equal((expected, firstLength), (string.Concat(pair.Ids.Select(id => (char)id)), pair.FirstLength));
    }

    [Fact]
    public void A_pair_has_the_same_score_whatever_it_is_read_with()
    {
        using var model = new TinyModel().ForPairs();
        var encoder = CrossEncoder.Load(model.Root);
        double[] alone = [.. Passages.Select(passage => Score(encoder, "disk full", [passage])[0])];
        Assert.Equal(alone, Score(encoder, "disk full", Passages));
        Assert.Equal([.. alone.Reverse()], Score(encoder, "disk full", [.. Passages.Reverse()], threads: 3));
        Assert.Equal(Passages.Length, alone.Distinct().Count());
        Assert.All(alone, score => Assert.InRange(score, 0, 1));
        Assert.Empty(Score(encoder, "disk full", []));
    }

    [Fact]
    public void Reads_no_more_of_a_pair_than_it_is_told()
    {
        using var model = new TinyModel().ForPairs();
        var encoder = CrossEncoder.Load(model.Root);
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(
            encoder.Score("disk", ["full full panel"], 6, cancellation: cancellation),
            encoder.Score("disk", ["full full"], 64, cancellation: cancellation)
        );
    }

    [Fact]
    public void Int8_weights_judge_nearly_the_same()
    {
        using var model = new TinyModel(96, 3, 3, 200).ForPairs();
        var exact = Score(CrossEncoder.Load(model.Root, Precision.Float32), "disk full", Passages);
        var rounded = Score(CrossEncoder.Load(model.Root), "disk full", Passages);
        Assert.All(exact.Zip(rounded), pair => Assert.Equal(pair.First, pair.Second, 0.02));
        Assert.NotEqual(exact, rounded);
    }

    [Theory]
    [InlineData("BertModel", "BertModel is not supported, only BertForSequenceClassification")]
    [InlineData("XLMRobertaForSequenceClassification", "XLMRobertaForSequenceClassification is not supported, only BertForSeq")]
    public void Refuses_another_architecture(string architecture, string reason)
    {
        using var model = new TinyModel().ForPairs();
        model.Config["architectures"] = new JsonArray(architecture);
        model.Save();
        Refuses(model, $"config.json: architectures: {reason}");
    }

    [Fact]
    public void A_sentence_encoder_is_none_and_none_is_a_sentence_encoder()
    {
        using var sentences = new TinyModel();
        sentences.Config.Remove("architectures");
        sentences.Save();
        Refuses(sentences, "model.safetensors: pooler.dense.weight: is missing");
        using var pairs = new TinyModel().ForPairs();
        Assert.Contains(
            "only BertModel",
            Assert.Throws<EncoderException>(() => SentenceEncoder.Load(pairs.Root)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Refuses_more_than_one_output()
    {
        using var model = new TinyModel().ForPairs();
        model.Config["id2label"] = new JsonObject { ["0"] = "no", ["1"] = "yes" };
        model.Save();
        Refuses(model, "config.json: id2label: 2 outputs are not supported, only one");
        model.Config["id2label"] = null;
        model.Config["num_labels"] = 3;
        model.Save();
        Refuses(model, "config.json: num_labels: 3 outputs are not supported, only one");
        using var silent = new TinyModel().ForPairs(outputs: 2);
        Refuses(silent, "model.safetensors: classifier.weight: has the shape [2, 12], not [1, 12]");
    }

    [Theory]
    [InlineData("pooler.dense.weight", "bert.pooler.dense.weight")]
    [InlineData("pooler.dense.bias", "bert.pooler.dense.bias")]
    [InlineData("classifier.weight", "classifier.weight")]
    [InlineData("classifier.bias", "classifier.bias")]
    [InlineData("encoder.layer.1.output.dense.bias", "bert.encoder.layer.1.output.dense.bias")]
    public void Refuses_layers_that_are_missing_or_of_another_shape(string tensor, string shown)
    {
        using var model = new TinyModel().ForPairs();
        var (shape, numbers) = model.Tensors[tensor];
        model.Tensors.Remove(tensor);
        model.Save();
        Refuses(model, $"model.safetensors: {shown}: is missing");
        model.Tensors[tensor] = ([shape[0] + 1, .. shape[1..]], [.. numbers, .. numbers.Take(numbers.Length / shape[0])]);
        model.Save();
        Refuses(model, $"model.safetensors: {shown}: has the shape");
    }

    [Fact]
    public void Refuses_a_damaged_file_and_what_tells_two_texts_not_apart()
    {
        using var model = new TinyModel().ForPairs();
        model.Tensors["classifier.weight"].Numbers[3] = float.NaN;
        model.Save();
        Refuses(model, "model.safetensors: classifier.weight: has a number that is not finite");
        var file = Path.Combine(model.Root, TinyModel.Weights);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^9]);
        Refuses(model, "model.safetensors: ");
        File.WriteAllText(file, "<html>");
        Refuses(model, "model.safetensors: ");
        File.Delete(file);
        Refuses(model, "model.safetensors: file: is missing");
        model.Config["type_vocab_size"] = 1;
        model.Save();
        Refuses(model, "config.json: type_vocab_size: 1 tells two texts not apart: 2 are needed");
    }

    [Fact]
    public void Refuses_a_score_that_is_no_number_and_stops_when_it_is_told_to()
    {
        using var model = new TinyModel().ForPairs();
        using var source = new CancellationTokenSource();
        source.Cancel();
        var encoder = CrossEncoder.Load(model.Root);
        Assert.ThrowsAny<OperationCanceledException>(() => encoder.Score("disk", Passages, Most, 2, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => encoder.Score("disk", ["full"], Most, 1, source.Token));
        Array.Fill(model.Tensors["embeddings.LayerNorm.weight"].Numbers, float.MaxValue);
        model.Save();
        var error = Assert.Throws<EncoderException>(() => Score(CrossEncoder.Load(model.Root), "disk full", Passages));
        Assert.Equal("model.safetensors: weights: give a score that is no number", error.Message);
    }

    private static WordPieceTokenizer TokenizerOf(TinyModel model) =>
        new(Vocabulary.Read(model.Root, TinyModel.Pieces.Length), EncoderConfig.ReadForPairs(model.Root).Tokenizer);

    private static double[] Score(CrossEncoder encoder, string query, IReadOnlyList<string> passages, int threads = 1) =>
        encoder.Score(query, passages, Most, threads, TestContext.Current.CancellationToken);

    private static void Refuses(TinyModel model, string message) =>
        Assert.StartsWith(message, Assert.Throws<EncoderException>(() => CrossEncoder.Load(model.Root)).Message, StringComparison.Ordinal);
}
