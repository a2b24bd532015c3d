using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Index;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class BuiltInEncoderTests
{
    private const long MaxBytes = 25_000_000;
    private const long MaxAdapterBytes = 1_500_000;

    [Fact]
    public async Task Lies_beside_the_program_and_is_no_larger_than_was_promised()
    {
        var sizes = Directory.GetFiles(BuiltInEncoder.Directory).ToDictionary(f => Path.GetFileName(f)!, f => new FileInfo(f).Length);
        Assert.InRange(sizes[QueryAdapter.FileName], 1, MaxAdapterBytes);
        Assert.InRange(sizes.Values.Sum() - sizes[QueryAdapter.FileName], 1, MaxBytes);
        var model = await EmbeddingModel.LoadAsync(new(), threads: 1, TestContext.Current.CancellationToken);
        Assert.Equal((BuiltInEncoder.Name, 384, true), (model!.Name, model.Dimensions, model.IsBuiltIn));
    }

    [Fact]
    public async Task Without_it_the_table_is_what_is_built_in()
    {
        var empty = Directory.CreateTempSubdirectory("kb-none-").FullName;
        var model = await EmbeddingModel.LoadAsync(new() { BuiltInDirectory = empty }, threads: 1, TestContext.Current.CancellationToken);
        Assert.Equal((EmbedderSettings.Table, EmbedderKind.Table), (model!.Name, model.Kind));
        Directory.Delete(empty);
    }

    [Fact]
    public void Points_where_the_published_weights_point_for_real_passages()
    {
        var published = SentenceEncoder.Load(Samples.Require("models/all-minilm-l6-v2"), Precision.Float32);
        var packed = SentenceEncoder.Load(BuiltInEncoder.Directory);
        string[] passages =
        [
            .. Fixture
                .Of(Samples.Require("corpora/prometheus-operator-runbooks"))
                .Documents.SelectMany(d => Passages.Of(d).Select(p => PassageEmbedding.TextOf(d, p)))
                .Take(200),
        ];
        Assert.Equal(200, passages.Length);
        var cosines = published
            .Encode(passages, 2, TestContext.Current.CancellationToken)
            .Zip(packed.Encode(passages, 2, TestContext.Current.CancellationToken))
            .Select(pair => pair.First.Zip(pair.Second).Sum(n => (double)n.First * n.Second))
            .ToArray();
        TestContext.Current.TestOutputHelper!.WriteLine($"least cosine {cosines.Min():F6}, mean {cosines.Average():F6}");
        Assert.All(cosines, cosine => Assert.InRange(cosine, 0.999, 1.0001));
    }
}
