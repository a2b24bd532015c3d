using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Index;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class QueryAdapterTests
{
    private const string First = "encoder.layer.0.attention.self.query";

    private static readonly string Adapter = Path.Combine(Repository.Root, "indexer", "Embeddings", "Adapter");
    private static readonly string Judged = Path.Combine(Repository.Root, "tests", "Bench", "Calibration", "judged");

    private static readonly string[] Texts = ["disk full", "", "no data: dashboard is blank!", "abcd abd a b"];

    [Theory]
    [InlineData(12, 3, 2, 40, 1)]
    [InlineData(33, 11, 2, 7, 5)]
    [InlineData(64, 2, 1, 100, 16)]
    public void Queries_are_read_with_the_products_added_and_passages_without(int width, int heads, int layers, int feedForward, int rank)
    {
        using var model = new TinyModel(width, heads, layers, feedForward);
        var adapter = Random(model, rank);
        Write(model, adapter);
        var encoder = SentenceEncoder.Load(model.Root, Precision.Float32);
        Agrees(model, encoder, encoder);
        var plain = encoder.Encode(Texts, cancellation: TestContext.Current.CancellationToken);

        foreach (var (name, (down, up)) in adapter)
        {
            var numbers = model.Tensors[$"{name}.weight"].Numbers;
            var inputs = down.Length / rank;
            for (var i = 0; i < numbers.Length; i++)
            for (var r = 0; r < rank; r++)
                numbers[i] += up[i / inputs * rank + r] * down[r * inputs + i % inputs];
        }
        Agrees(model, encoder, encoder.Queries);
        var asked = encoder.Queries.Encode(Texts, cancellation: TestContext.Current.CancellationToken);
        Assert.Contains(plain.Zip(asked), pair => Cosine(pair.First, pair.Second) < 0.99);
        // Rounded to int8 they point the same way.
        var rounded = SentenceEncoder.Load(model.Root).Queries.Encode(Texts, cancellation: TestContext.Current.CancellationToken);
        Assert.All(rounded.Zip(asked), pair => Assert.InRange(Cosine(pair.First, pair.Second), 0.98, 1.0001));
    }

    [Fact]
    public async Task Who_asks_for_queries_gets_them_so()
    {
        using var model = new TinyModel();
        Write(model, Random(model, 4));
        var encoder = SentenceEncoder.Load(model.Root);
        using var queries = EncoderGenerator.ForQueries(encoder, "tiny", 1);
        using var passages = EncoderGenerator.ForPassages(encoder, "tiny", 1);
        Assert.Equal(encoder.Queries.Encode(["disk full"], cancellation: TestContext.Current.CancellationToken)[0], await One(queries));
        Assert.Equal(encoder.Encode(["disk full"], cancellation: TestContext.Current.CancellationToken)[0], await One(passages));

        static async Task<float[]> One(EncoderGenerator generator) =>
            (await generator.GenerateAsync(["disk full"], cancellationToken: TestContext.Current.CancellationToken))[0].Vector.ToArray();
    }

    [Fact]
    public void A_model_under_a_head_for_another_task_has_its_matrices_too()
    {
        using var model = new TinyModel();
        Write(model, Random(model, 4));
        var asked = SentenceEncoder.Load(model.Root).Queries.Encode(Texts, cancellation: TestContext.Current.CancellationToken);
        model.Prefix = "bert.";
        model.Save();
        Assert.Equal(asked, SentenceEncoder.Load(model.Root).Queries.Encode(Texts, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_takes_the_place_of_the_weights_later_is_not_mixed_with_them()
    {
        using var model = new TinyModel();
        Write(model, Random(model, 4));
        var expected = SentenceEncoder.Load(model.Root).Encode(Texts, cancellation: TestContext.Current.CancellationToken);
        var encoder = SentenceEncoder.Load(model.Root);
        File.Delete(Path.Combine(model.Root, TinyModel.Weights));
        Assert.Equal(expected, encoder.Encode(Texts, cancellation: TestContext.Current.CancellationToken));
    }

    // Vectors that are kept are of passages: with another way of reading queries they are the same.
    [Fact]
    public void It_is_no_other_model_for_what_was_embedded()
    {
        using var model = new TinyModel();
        var before = ModelIdentity.Of(model.Root, "");
        Write(model, Random(model, 4));
        Assert.Equal(before, ModelIdentity.Of(model.Root, ""));
        using var other = new TinyModel(layers: 1);
        Assert.NotEqual(before, ModelIdentity.Of(other.Root, ""));
    }

    [Fact]
    public void It_learned_from_no_question_that_it_is_judged_by()
    {
        var learned = File.ReadLines(Path.Combine(Adapter, "debian-questions.tsv"))
            .Select(line => line.Split('\t')[1])
            .Concat(
                File.ReadLines(Path.Combine(Adapter, "pages.jsonl"))
                    .SelectMany(line => JsonNode.Parse(line)!["questions"]!.AsArray().Select(q => (string)q!))
            )
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.InRange(learned.Count, 10_000, int.MaxValue);
        var judged = Directory
            .GetFiles(Judged, "*.jsonl", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Select(line => (string)JsonNode.Parse(line)!["text"]!)
            .ToList();
        Assert.InRange(judged.Count, 600, int.MaxValue);
        Assert.DoesNotContain(judged, learned.Contains);
    }

    [Fact]
    public void Without_one_queries_are_read_as_passages_are()
    {
        using var model = new TinyModel();
        var encoder = SentenceEncoder.Load(model.Root);
        Assert.Same(encoder, encoder.Queries);
    }

    [Fact]
    public void One_that_does_not_fit_is_refused_with_the_place()
    {
        using var model = new TinyModel();
        var adapter = Random(model, 4);
        adapter.Remove("encoder.layer.1.output.dense");
        Write(model, adapter);
        Refused("encoder.layer.1.output.dense.down", "is missing");

        adapter = Random(model, 4);
        adapter[First] = (adapter[First].Down[..^12], adapter[First].Up);
        Write(model, adapter);
        Refused(First + ".up", "has the shape");

        adapter.Remove(First);
        Write(model, adapter);
        Refused(First + ".down", "is missing or not 1 to 256 rows");

        Write(model, Random(model, 257));
        Refused(First + ".down", "is missing or not 1 to 256 rows");

        Write(model, Random(model, 0));
        Refused(First + ".down", "is missing or not 1 to 256 rows");

        adapter = Random(model, 4);
        adapter[First].Up[3] = float.NaN;
        Write(model, adapter);
        Refused(First + ".up", "not finite");

        // Each number is finite, their product is not.
        adapter = Random(model, 4);
        (adapter[First].Down[0], adapter[First].Up[0]) = (3e38f, 3e38f);
        Write(model, adapter);
        Refused(First, "adds up to a number that is not finite");

        using var deeper = new TinyModel(layers: 3);
        Write(deeper, Random(deeper, 4));
        File.Copy(Path.Combine(deeper.Root, QueryAdapter.FileName), Path.Combine(model.Root, QueryAdapter.FileName), overwrite: true);
        Refused("header", "belong to no matrix of this model");

        File.WriteAllText(Path.Combine(model.Root, QueryAdapter.FileName), "no tensors");
        Assert.Throws<EncoderException>(() => SentenceEncoder.Load(model.Root));

        void Refused(string tensor, string reason)
        {
            var error = Assert.Throws<EncoderException>(() => SentenceEncoder.Load(model.Root));
            Assert.Contains(QueryAdapter.FileName, error.Message, StringComparison.Ordinal);
            Assert.Contains(tensor, error.Message, StringComparison.Ordinal);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    // The test hangs where a pipe is waited for.
    [Theory]
    [InlineData("mkfifo {0}")]
    [InlineData("mkdir {0}")]
    [InlineData("ln -s /dev/zero {0}")]
    public async Task What_is_no_file_is_refused_and_not_waited_for(string made)
    {
        foreach (var name in new[] { QueryAdapter.FileName, TinyModel.Weights, "config.json", "vocab.txt" })
        {
            using var model = new TinyModel();
            AddTo(model);
            File.Delete(Path.Combine(model.Root, name));
            using (
                var shell = Process.Start("bash", ["-ec", $"cd {model.Root}; {string.Format(CultureInfo.InvariantCulture, made, name)}"])
            )
                await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
            var loading = Task.Run(() => SentenceEncoder.Load(model.Root), TestContext.Current.CancellationToken);
            var error = await Assert.ThrowsAsync<EncoderException>(() =>
                loading.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)
            );
            Assert.Equal($"{name}: file: cannot be read: It is no plain file.", error.Message);
        }
    }

    // What the one that is shipped is for: by meaning alone the right page comes further to the front. It learned from none of these.
    [Theory]
    [InlineData("bank")]
    [InlineData("hosting")]
    [InlineData("shop")]
    public void The_shipped_one_brings_what_people_see_nearer_to_what_it_comes_from(string company)
    {
        var set = Path.Combine(Judged, company);
        var encoder = SentenceEncoder.Load(BuiltInEncoder.Directory);
        var passages = Fixture
            .Of(Path.Combine(set, "corpus"))
            .Documents.SelectMany(d => Passages.Of(d).Select(p => (Page: d.Id, Text: PassageEmbedding.TextOf(d, p))))
            .ToList();
        var pages = encoder.Encode([.. passages.Select(p => p.Text)], 2, TestContext.Current.CancellationToken);
        var right = File.ReadLines(Path.Combine(set, "qrels.tsv")).Skip(1).Select(line => line.Split('\t')).ToLookup(c => c[0], c => c[1]);
        var questions = File.ReadLines(Path.Combine(set, "queries.jsonl"))
            .Select(line => JsonNode.Parse(line)!)
            .Select(q => (Id: (string)q["id"]!, Text: (string)q["text"]!))
            .ToList();

        var (plain, learned) = (ReciprocalRank(encoder), ReciprocalRank(encoder.Queries));
        TestContext.Current.TestOutputHelper!.WriteLine($"{company}: {plain:F3} plain, {learned:F3} as questions are read");
        Assert.True(learned > plain + 0.01, $"{plain:F3} plain, {learned:F3} as questions are read");

        double ReciprocalRank(SentenceEncoder reader)
        {
            var vectors = reader.Encode([.. questions.Select(q => q.Text)], 2, TestContext.Current.CancellationToken);
            return questions
                .Zip(vectors)
                .Average(q =>
                {
                    var order = passages
                        .Zip(pages)
                        .GroupBy(p => p.First.Page, p => Cosine(q.Second, p.Second), (page, near) => (Page: page, Near: near.Max()))
                        .OrderByDescending(p => p.Near)
                        .Select(p => p.Page)
                        .ToList();
                    return 1.0 / (1 + order.FindIndex(page => right[q.First.Id].Contains(page.Value + ".md")));
                });
        }
    }

    private static void Agrees(TinyModel model, SentenceEncoder loaded, SentenceEncoder encoder)
    {
        var reference = new ReferenceEncoder(model);
        var tokenizer = new WordPieceTokenizer(Vocabulary.Read(model.Root, TinyModel.Pieces.Length), loaded.Config.Tokenizer);
        var vectors = encoder.Encode(Texts, cancellation: TestContext.Current.CancellationToken);
        for (var i = 0; i < Texts.Length; i++)
            Assert.All(
                reference.Encode(tokenizer.Tokenize(Texts[i], 64)).Zip(vectors[i]),
                pair => Assert.Equal(pair.First, pair.Second, 5e-5)
            );
    }

    /// <summary>Gives a model a way of its own of reading queries.</summary>
    internal static void AddTo(TinyModel model) => Write(model, Random(model, 4));

    private static Dictionary<string, (float[] Down, float[] Up)> Random(TinyModel model, int rank)
    {
        var random = new Random(3);
        return model
            .Tensors.Where(t => t.Key.StartsWith("encoder.layer.", StringComparison.Ordinal) && t.Value.Shape.Length == 2)
            .ToDictionary(
                t => t.Key[..^".weight".Length],
                t => (Numbers(rank * t.Value.Shape[1]), Numbers(t.Value.Shape[0] * rank)),
                StringComparer.Ordinal
            );

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static void Write(TinyModel model, Dictionary<string, (float[] Down, float[] Up)> adapter)
    {
        var header = new JsonObject();
        using var data = new MemoryStream();
        foreach (var (name, (down, up)) in adapter)
        {
            var (outputs, inputs) = (model.Tensors[$"{name}.weight"].Shape[0], model.Tensors[$"{name}.weight"].Shape[1]);
            Add($"{name}.down", down, down.Length / inputs, inputs);
            Add($"{name}.up", up, outputs, up.Length / outputs);
        }
        var bytes = Encoding.UTF8.GetBytes(header.ToJsonString());
        File.WriteAllBytes(
            Path.Combine(model.Root, QueryAdapter.FileName),
            [.. BitConverter.GetBytes((ulong)bytes.Length), .. bytes, .. data.ToArray()]
        );

        void Add(string tensor, float[] numbers, params ReadOnlySpan<int> shape)
        {
            var begin = data.Length;
            data.Write(MemoryMarshal.AsBytes<float>(numbers));
            header[tensor] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.ToArray().Select(n => (JsonNode)n)]),
                ["data_offsets"] = new JsonArray(begin, data.Length),
            };
        }
    }

    private static double Cosine(float[] a, float[] b) => a.Zip(b).Sum(pair => (double)pair.First * pair.Second);
}
