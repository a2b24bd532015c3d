using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Knowledge.Tests.Indexer.Commands;

public sealed class EvalCommandTests : IDisposable
{
    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    private string At(string name) => Path.Combine(files.Directory, name);

    [Fact]
    public async Task Its_parts_may_lie_elsewhere_and_the_run_is_written()
    {
        files
            .With("docs.jsonl", "{\"_id\":\"d1\",\"text\":\"disk full\"}\n{\"_id\":\"d2\",\"text\":\"disk stale\"}\n")
            .With("words.jsonl", "{\"_id\":\"q1\",\"text\":\"disk full\"}\n")
            .With("judged.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\n");

        var (exit, output, error) = await Kb.Run(
            "eval",
            files.Directory,
            "--corpus",
            At("docs.jsonl"),
            "--queries",
            At("words.jsonl"),
            "--qrels",
            At("judged.tsv"),
            "--run",
            At("run.tsv"),
            "--no-thesaurus",
            "--embedder",
            "table"
        );

        Assert.Equal((0, ""), (exit, error));
        using var scores = JsonDocument.Parse(output);
        Assert.Equal(
            ["nDCG@10", "MRR@10", "recall@10", "success@3", "queries", "worst", "nDCG@10-interval", "cards", "notServed"],
            scores.RootElement.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(1, scores.RootElement.GetProperty("nDCG@10").GetDouble());
        var run = await File.ReadAllLinesAsync(At("run.tsv"), TestContext.Current.CancellationToken);
        Assert.Equal(["d1", "d2"], run.Select(l => l.Split('\t')[1]));
    }

    [Fact]
    public async Task Two_runs_are_compared_and_what_is_not_served_is_named()
    {
        files
            .With("corpus/disk.md", "# Disk full\n\nDelete old files.\n")
            .With("corpus/feed.md", "# Feed stale\n\nThe disk of the feed is slow.\n")
            .With("corpus/README.md", "# Pages\n\n- [Disk](disk.md)\n- [Feed](feed.md)\n")
            .With("queries.jsonl", "{\"_id\":\"q1\",\"text\":\"disk full\"}\n{\"_id\":\"q2\",\"text\":\"feed stale\"}\n")
            .With("qrels.tsv", "q\td\ts\nq1\tdisk.md\t1\nq2\tfeed.md\t1\n")
            .With("other.tsv", "q1\tfeed.md\t0.25\nq1\tdisk.md\t0.125\n");

        var (_, output, error) = await Kb.Run("eval", files.Directory, "--embedder", "none", "--vs", At("other.tsv"));
        Assert.Equal("", error);
        using var scores = JsonDocument.Parse(output);
        Assert.Equal("README.md: index page", Assert.Single(scores.RootElement.GetProperty("notServed").EnumerateArray()).GetString());
        // 1/log2(3) for the first and 0 for the second question against 1 and 1; both signs of two differences: 2 of 4.
        var vs = scores.RootElement.GetProperty("vs");
        Assert.Equal(0.6309 / 2, vs.GetProperty("nDCG@10").GetDouble(), 0.001);
        Assert.Equal(1 - 0.6309 / 2, vs.GetProperty("difference").GetDouble(), 0.001);
        Assert.Equal(0.5, vs.GetProperty("p").GetDouble(), 1);

        var (exit, table, _) = await Kb.Run("eval", files.Directory, "--embedder", "none", "--vs", At("other.tsv"), "-o", "table");
        Assert.Equal(0, exit);
        Assert.Contains("difference +0.6845", table, StringComparison.Ordinal);
        Assert.Contains("README.md: index page", table, StringComparison.Ordinal);
        await AssertRefused("does not exist", files.Directory, "--vs", At("nowhere.tsv"));
        await AssertRefused("queries.jsonl:2:", files.Directory, "--vs", At("queries.jsonl"));
    }

    [Fact]
    public async Task First_cards_are_counted_by_how_sure_they_are()
    {
        files
            .With("corpus/disk.md", "# Disk full\n\n## Causes\n\n- Old files fill the disk.\n\n## Remediation\n\n1. Delete old files.\n")
            .With("corpus/feed.md", "# Feed stale\n\n## Causes\n\n- The exchange is late.\n")
            .With(
                "queries.jsonl",
                "{\"_id\":\"q1\",\"text\":\"disk full\"}\n{\"_id\":\"q2\",\"text\":\"feed stale\"}\n"
                    + "{\"_id\":\"q3\",\"text\":\"zeppelin lands sideways on feed\"}\n"
            )
            .With("qrels.tsv", "q\td\ts\nq1\tdisk.md\t1\nq2\tdisk.md\t1\nq3\tfeed.md\t1\n")
            .With("far.jsonl", "{\"_id\":\"u1\",\"text\":\"coffee machine broken\"}\n{\"_id\":\"u2\",\"text\":\"disk full\"}\n");

        var (_, output, _) = await Kb.Run("eval", files.Directory, "--embedder", "none");
        using var scores = JsonDocument.Parse(output);
        Assert.Equal(
            """{"high":{"shown":2,"right":1},"medium":{"shown":0,"right":0},"none":1,"rightButHidden":1,"rightAsAlternative":0,""",
            JsonSerializer.Serialize(scores.RootElement.GetProperty("cards")).Split("\"calibrationError")[0]
        );

        var (exit, unrelated, _) = await Kb.Run("eval", files.Directory, "--embedder", "none", "--unrelated", At("far.jsonl"));
        using var counts = JsonDocument.Parse(unrelated);
        Assert.Equal((0, """{"queries":2,"high":1,"medium":0}"""), (exit, JsonSerializer.Serialize(counts.RootElement)));
    }

    [Fact]
    public async Task A_run_keeps_scores_that_differ_little_apart()
    {
        files
            .With(
                "corpus.jsonl",
                string.Concat(
                    Enumerable.Range(0, 40).Select(i => $"{{\"_id\":\"d{i}\",\"text\":\"disk {new string('x', i + 1)} full\"}}\n")
                )
            )
            .With("queries.jsonl", "{\"_id\":\"q1\",\"text\":\"disk full\"}\n")
            .With("qrels.tsv", "q\td\ts\nq1\td1\t1\n");

        await Kb.Run("eval", files.Directory, "--run", At("run.tsv"));

        var run = await File.ReadAllLinesAsync(At("run.tsv"), TestContext.Current.CancellationToken);
        Assert.Contains(run.Select(l => l.Split('\t')[2]), score => score.Length > "0.1234".Length);
    }

    [Fact]
    public async Task What_is_wrong_is_reported_in_one_line()
    {
        files
            .With("corpus.jsonl", "{\"_id\":\"d1\",\"text\":\"disk full\"}\n")
            .With("queries.jsonl", "{\"_id\":\"q1\",\"text\":\"disk full\"}\n{\n")
            .With("qrels.tsv", "q\td\ts\nq1\td1\t1\n");
        await AssertRefused("queries.jsonl:2:", files.Directory);

        files.With("queries.jsonl", "{\"_id\":\"q1\",\"text\":\"disk full\"}\n");
        await AssertRefused("nowhere", At("nowhere"));
        await AssertRefused("nowhere", files.Directory, "--corpus", At("nowhere"));
        await AssertRefused("nowhere", files.Directory, "--run", At("nowhere/run.tsv"));
    }

    private static async Task AssertRefused(string what, params string[] arguments)
    {
        var (exit, output, error) = await Kb.Run(["eval", "--embedder", "table", .. arguments]);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Another_program_scores_the_run_alike()
    {
        var directory = Samples.Require("eval/alert2runbook-prom");
        var script = Samples.Require("eval/score.py");
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "python3"))),
            "There is no python3 here."
        );

        var (exit, output, _) = await Kb.Run("eval", directory, "--run", At("run.tsv"));
        Assert.Equal(0, exit);
        using var python = Process.Start(
            new ProcessStartInfo("python3", [script, At("run.tsv"), Path.Combine(directory, "qrels.tsv")]) { RedirectStandardOutput = true }
        )!;
        var theirs = (await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split(
            ' ',
            StringSplitOptions.RemoveEmptyEntries
        );
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        double Theirs(string name) => double.Parse(theirs[Array.IndexOf(theirs, name) + 1], CultureInfo.InvariantCulture);

        using var ours = JsonDocument.Parse(output);
        double Ours(string name) => ours.RootElement.GetProperty(name).GetDouble();
        Assert.Equal(Theirs("queries"), Ours("queries"));
        Assert.Equal(Theirs("nDCG@10"), Ours("nDCG@10"), 0.0005);
        Assert.Equal(Theirs("MRR@10"), Ours("MRR@10"), 0.0005);
        Assert.Equal(Theirs("R@10"), Ours("recall@10"), 0.0005);
        Assert.Equal(Theirs("S@3"), Ours("success@3"), 0.0005);
    }
}
