using Knowledge.Indexer.Evaluation;

namespace Knowledge.Tests.Indexer.Evaluation;

public sealed class EvaluationSetTests : IDisposable
{
    private const string Header = "query-id\tcorpus-id\tscore\n";

    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    private string At(string name) => Path.Combine(files.Directory, name);

    private EvaluationSet Read(string corpus, string queries, string qrels)
    {
        files.With("corpus.jsonl", corpus).With("queries.jsonl", queries).With("qrels.tsv", qrels);
        return EvaluationSet.Read(At("corpus.jsonl"), At("queries.jsonl"), At("qrels.tsv"));
    }

    private RetrievalScores Score(string corpus, string queries, string qrels) => Score(Read(corpus, queries, qrels));

    private static RetrievalScores Score(EvaluationSet set) =>
        RetrievalScores.Of(
            [
                .. Knowledge
                    .Indexer.Evaluation.Evaluation.Rank(set, 100, useThesaurus: true)
                    .Select(r => (r.Query, (IReadOnlyList<string>)[.. r.Found.Select(f => f.Id)])),
            ],
            set.Judgements
        );

    [Theory]
    [InlineData("_id")]
    [InlineData("id")]
    public void Lines_are_read_and_ranked(string id)
    {
        var scores = Score(
            $$"""
            {"{{id}}": "x/1", "title": "Disk full", "text": "no space left"}
            {"{{id}}": "x/2", "title": "", "text": "prices are stale"}

            {"{{id}}": "x/3", "text": "", "more": {"ignored": [1] } }
            """,
            $$"""
            {"{{id}}": "q1", "text": "disk is full"}
            {"{{id}}": "q2", "text": "stale price"}
            {"{{id}}": "not judged", "text": "stale price"}
            """,
            Header + "q1\tx/1\t1\nq2\tx/2\t2\nq2\tx/1\t0\n"
        );

        Assert.Equal((2, 1, 1), (scores.Queries, scores.Ndcg, scores.Success));
    }

    [Fact]
    public void A_directory_has_its_paths_as_ids_and_each_file_counts_once()
    {
        files
            .With("corpus/a/Disk.md", "# Disk full\n\nno space left\n")
            .With(
                "corpus/rules.yaml",
                "groups:\n- name: g\n  rules:\n"
                    + string.Concat(
                        Enumerable
                            .Range(0, 5)
                            .Select(i => $"  - alert: Turbine{i}\n    expr: turbine > {i}\n    annotations: {{summary: turbine too hot}}\n")
                    )
            )
            .With("queries.jsonl", "{\"id\":\"q1\",\"text\":\"disk full\"}\n{\"id\":\"q2\",\"text\":\"turbine too hot\"}\n")
            .With("qrels.tsv", Header + "q1\ta/Disk.md\t1\nq2\trules.yaml\t1\n");
        var set = EvaluationSet.Read(At("corpus"), At("queries.jsonl"), At("qrels.tsv"));

        Assert.All(
            Knowledge.Indexer.Evaluation.Evaluation.Rank(set, 100, useThesaurus: true),
            r => Assert.Equal(r.Found.Count, r.Found.Select(f => f.Id).Distinct().Count())
        );
        Assert.Equal((2, 1, 1), (Score(set).Queries, Score(set).Ndcg, Score(set).Recall));
    }

    [Fact]
    public void A_judged_query_that_is_not_there_or_says_nothing_counts_as_not_found()
    {
        var scores = Score(
            "{\"_id\":\"d\",\"text\":\"disk full\"}",
            "{\"_id\":\"q1\",\"text\":\"disk full\"}\n{\"_id\":\"q2\",\"text\":\"\"}",
            Header + "q1\td\t1\nq2\td\t1\nq3\td\t1\n"
        );

        Assert.Equal(3, scores.Queries);
        Assert.Equal(1 / 3.0, scores.Ndcg, 4);
        Assert.Equal(["q2", "q3"], scores.Worst.Take(2).Select(w => w.Id));
    }

    [Fact]
    public void Judgements_may_come_without_a_header()
    {
        Assert.Equal(1, Score("{\"_id\":\"d\",\"text\":\"disk full\"}", "{\"_id\":\"q1\",\"text\":\"disk full\"}", "q1\td\t1\n").Queries);
    }

    [Fact]
    public void An_id_is_no_text()
    {
        var scores = Score(
            "{\"_id\":\"zeppelin\",\"text\":\"disk full\"}\n{\"_id\":\"other\",\"text\":\"prices\"}",
            "{\"_id\":\"q\",\"text\":\"zeppelin 00000001 corpus\"}",
            Header + "q\tzeppelin\t1\n"
        );

        Assert.Equal(0, scores.Ndcg);
    }

    [Theory]
    [InlineData("{\"_id\":\"d\",\"text\":\"x\"}\nnot json", "{\"_id\":\"q\",\"text\":\"x\"}", Header + "q\td\t1", "corpus.jsonl:2:")]
    [InlineData("[1]", "{\"_id\":\"q\",\"text\":\"x\"}", Header + "q\td\t1", "corpus.jsonl:1:")]
    [InlineData("{\"text\":\"x\"}", "{\"_id\":\"q\",\"text\":\"x\"}", Header + "q\td\t1", "corpus.jsonl:1:")]
    [InlineData("{\"_id\":7,\"text\":\"x\"}", "{\"_id\":\"q\",\"text\":\"x\"}", Header + "q\td\t1", "corpus.jsonl:1:")]
    [InlineData(
        "{\"_id\":\"d\",\"text\":\"x\"}\n{\"_id\":\"d\",\"text\":\"y\"}",
        "{\"_id\":\"q\",\"text\":\"x\"}",
        Header + "q\td\t1",
        "corpus.jsonl:2:"
    )]
    [InlineData("{\"_id\":\"d\",\"text\":\"x\"}", "{\"_id\":\"q\"}", Header + "q\td\t1", "queries.jsonl:1:")]
    [InlineData("{\"_id\":\"d\",\"text\":\"x\"}", "\n{\"_id\":\"q\",\"text\":", Header + "q\td\t1", "queries.jsonl:2:")]
    [InlineData(
        "{\"_id\":\"d\",\"text\":\"x\"}",
        "{\"_id\":\"q\",\"text\":\"x\"}\n{\"_id\":\"q\",\"text\":\"y\"}",
        Header + "q\td\t1",
        "queries.jsonl:2:"
    )]
    [InlineData("{\"_id\":\"d\",\"text\":\"x\"}", "{\"_id\":\"q\",\"text\":\"x\"}", Header + "q\td", "qrels.tsv:2:")]
    [InlineData("{\"_id\":\"d\",\"text\":\"x\"}", "{\"_id\":\"q\",\"text\":\"x\"}", Header + "q d 1", "qrels.tsv:2:")]
    [InlineData("{\"_id\":\"d\",\"text\":\"x\"}", "{\"_id\":\"q\",\"text\":\"x\"}", Header + "q\td\tmuch", "qrels.tsv:2:")]
    [InlineData("{\"_id\":\"d\",\"text\":\"x\"}", "{\"_id\":\"q\",\"text\":\"x\"}", Header + "q\td\tNaN", "qrels.tsv:2:")]
    [InlineData("{\"_id\":\"d\",\"text\":\"x\"}", "{\"_id\":\"q\",\"text\":\"x\"}", Header + "q\td\t1e999", "qrels.tsv:2:")]
    public void A_bad_line_is_named(string corpus, string queries, string qrels, string place)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(corpus, queries, qrels)).Message;

        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
