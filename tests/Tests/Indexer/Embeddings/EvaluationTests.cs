using System.Text.Json;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Evaluation;
using Knowledge.Tests.Indexer.Commands;
using Knowledge.Tests.Indexer.Embeddings.Encoder;
using Ranking = Knowledge.Indexer.Evaluation.Evaluation;

namespace Knowledge.Tests.Indexer.Embeddings;

/// <summary><c>kb eval --embedder</c>.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly Fixture files = new();

    public EvaluationTests() =>
        files
            .With(
                "corpus.jsonl",
                "{\"_id\":\"d1\",\"title\":\"Disk\",\"text\":\"space is gone\"}\n"
                    + "{\"_id\":\"d2\",\"title\":\"Panel\",\"text\":\"shows no data\"}\n"
            )
            .With("queries.jsonl", "{\"_id\":\"q1\",\"text\":\"charts blank\"}\n{\"_id\":\"q2\",\"text\":\"\"}\n")
            .With("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td2\t1\nq2\td1\t1\n");

    public void Dispose() => files.Dispose();

    private string At(string name) => Path.Combine(files.Directory, name);

    private EvaluationSet Set => EvaluationSet.Read(At("corpus.jsonl"), At("queries.jsonl"), At("qrels.tsv"));

    [Fact]
    public async Task Meaning_finds_what_words_do_not()
    {
        using var passages = new WordsGenerator();
        using var queries = new WordsGenerator { Given = vectors => [.. vectors.Select(_ => passages.VectorOf("panel shows no data"))] };

        var ranking = await Ranking.Rank(
            Set,
            10,
            useThesaurus: false,
            new(passages, queries, FusionWeights.Encoder),
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.Empty(Ranking.Rank(Set, 10, useThesaurus: false)[0].Found);
        Assert.Equal("d2", ranking[0].Found[0].Id);
        Assert.Empty(ranking[1].Found);
        Assert.Equal(["charts blank"], queries.Asked);
    }

    [Fact]
    public async Task Nothing_is_measured_with_a_generator_that_fails()
    {
        using var passages = new WordsGenerator();
        using var wider = new WordsGenerator(96);
        using var fewer = new WordsGenerator { Given = vectors => vectors[1..] };
        using var throwing = new WordsGenerator { Given = _ => throw new IOException("gone") };

        await Assert.ThrowsAsync<InvalidDataException>(() =>
            Ranking.Rank(Set, 10, true, new(passages, wider, FusionWeights.Encoder), cancellation: TestContext.Current.CancellationToken)
        );
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            Ranking.Rank(Set, 10, true, new(passages, fewer, FusionWeights.Encoder), cancellation: TestContext.Current.CancellationToken)
        );
        await Assert.ThrowsAsync<IOException>(() =>
            Ranking.Rank(Set, 10, true, new(throwing, passages, FusionWeights.Encoder), cancellation: TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task The_command_embeds_once_and_says_how_far_it_is()
    {
        using var model = new TinyModel();
        string[] arguments =
        [
            "eval",
            files.Directory,
            "--embedder",
            model.Root,
            "--cache",
            At("cache"),
            "--query-prefix",
            "no ",
            "--embedder-weight",
            "0.5",
        ];

        var (exit, output, error) = await Kb.Run(arguments);
        Assert.Equal((0, $"kb: 2 of 2 passages embedded{Environment.NewLine}"), (exit, error));
        Assert.Equal(2, JsonDocument.Parse(output).RootElement.GetProperty("queries").GetInt32());
        Assert.Equal((0, output, ""), await Kb.Run(arguments));
        // Other weights and another prefix are other vectors.
        Assert.Equal((0, output, ""), await Kb.Run([.. arguments, "--passage-prefix", ""]));
        Assert.NotEqual("", (await Kb.Run([.. arguments, "--passage-prefix", "disk "])).Error);
    }

    [Fact]
    public async Task A_reranker_is_measured_with_all_else()
    {
        using var model = new TinyModel().ForPairs();
        files
            .With(
                "corpus.jsonl",
                "{\"_id\":\"d1\",\"title\":\"Disk\",\"text\":\"full\"}\n"
                    + "{\"_id\":\"d2\",\"title\":\"Panel\",\"text\":\"disk\"}\n"
                    + "{\"_id\":\"d3\",\"title\":\"Data\",\"text\":\"the disk is blank and full of panels\"}\n"
            )
            .With("queries.jsonl", "{\"_id\":\"q1\",\"text\":\"disk full\"}\n")
            .With("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td2\t1\n");
        foreach (var embedder in (string[])["none", "table"])
        {
            string[] arguments = ["eval", files.Directory, "--embedder", embedder, "--run", At("run")];
            Assert.Equal(0, (await Kb.Run(arguments)).ExitCode);
            var plain = File.ReadAllLines(At("run"));
            Assert.Equal(
                (0, ""),
                (await Kb.Run([.. arguments, "--reranker", model.Root])) is var (exit, _, error) ? (exit, error) : default
            );
            Assert.Equal(plain.Length, File.ReadAllLines(At("run")).Length);
            Assert.NotEqual(plain, File.ReadAllLines(At("run")));
        }
        await AssertRefused($"--reranker: {At("nowhere")}: config.json: file: is missing", "--reranker", At("nowhere"));
        Array.Fill(model.Tensors["embeddings.LayerNorm.weight"].Numbers, float.MaxValue);
        model.Save();
        await AssertRefused("weights: give a score that is no number", "--reranker", model.Root, "--embedder", "none");
    }

    [Fact]
    public async Task What_is_wrong_is_reported_in_one_line()
    {
        using var model = new TinyModel();
        await AssertRefused("nowhere", "--embedder", At("nowhere"));
        await AssertRefused("--query-prefix", "--query-prefix", "x");
        await AssertRefused("--cache", "--embedder", "none", "--cache", At("cache"));
        files.With("file", "");
        await AssertRefused("file", "--embedder", model.Root, "--cache", At("file"));
        model.Config["hidden_act"] = "relu";
        model.Save();
        await AssertRefused("config.json: hidden_act", "--embedder", model.Root, "--cache", At("cache"));
        Assert.NotEqual(0, (await Kb.Run("eval", files.Directory, "--embedder", model.Root, "--embedder-weight", "2")).ExitCode);
        Assert.Equal(0, (await Kb.Run("eval", files.Directory, "--embedder", "none")).ExitCode);
    }

    private async Task AssertRefused(string what, params string[] arguments)
    {
        var (exit, output, error) = await Kb.Run(["eval", files.Directory, .. arguments]);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }
}
