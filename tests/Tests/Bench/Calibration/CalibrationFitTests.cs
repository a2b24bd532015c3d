using System.Globalization;
using System.Text.Json;
using Knowledge.Bench.Calibration;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Bench.Calibration;

public sealed class CalibrationFitTests : IDisposable
{
    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    // Labels are drawn with the probability that the coefficients give, so that is what must come out again.
    [Fact]
    public void It_finds_the_coefficients_that_the_labels_were_drawn_by()
    {
        double[] truth = [-1, 2, -0.5];
        var random = new Random(3);
        var signs = Enumerable.Range(0, 20_000).Select(_ => new[] { random.NextDouble() * 4 - 2, random.NextDouble() * 4 - 2 }).ToList();
        var labels = signs.ConvertAll(s =>
            random.NextDouble() < 1 / (1 + Math.Exp(-(truth[0] + truth[1] * s[0] + truth[2] * s[1]))) ? 1.0 : 0
        );

        var fitted = LogisticRegression.Fit(signs, labels, [.. signs.Select(_ => 1.0)]);

        Assert.All(truth.Zip(fitted), p => Assert.Equal(p.First, p.Second, 0.1));
    }

    [Fact]
    public void A_sign_that_never_changes_counts_nothing()
    {
        var fitted = LogisticRegression.Fit(
            [
                [1, 0],
                [2, 0],
                [3, 0],
                [4, 0],
            ],
            [0, 0, 1, 1],
            [1, 1, 1, 1]
        );
        Assert.Equal(0, fitted[2]);
        Assert.True(fitted[1] > 0);
    }

    private static string Lines(int label, double page, double nowhere = 0) =>
        string.Concat(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    $"q{i}\t{label}\t"
                    + string.Join(
                        '\t',
                        AnswerSigns.Names.Select(n =>
                            Invariant(
                                n == "page" ? page
                                : n == "nowhere" ? nowhere
                                : 0
                            )
                        )
                    )
                    + "\n"
                )
        );

    private static string Invariant(double number) => number.ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void What_would_speak_the_other_way_is_left_out()
    {
        files.With("related.tsv", Lines(1, 0.9, nowhere: 0.4) + Lines(0, 0.2, nowhere: 0.1)).With("far.tsv", Lines(0, 0.1, nowhere: 0.1));
        var into = Path.Combine(files.Directory, "calibration.json");

        CalibrationFit.Run(into, "table", [Path.Combine(files.Directory, "related.tsv")], [Path.Combine(files.Directory, "far.tsv")]);

        using var json = JsonDocument.Parse(File.ReadAllText(into));
        var fitted = json.RootElement.GetProperty("table").GetProperty("coefficients");
        Assert.Equal(0, fitted.GetProperty("nowhere").GetDouble());
        Assert.True(fitted.GetProperty("page").GetDouble() > 1);
    }

    [Fact]
    public void A_kind_is_fitted_and_the_others_stay()
    {
        files
            .With("calibration.json", """{"words":{"intercept":7}}""")
            .With("related.tsv", Lines(1, 0.9) + Lines(0, 0.2))
            .With("far.tsv", Lines(1, 0.1)); // What is unrelated is never right.
        var into = Path.Combine(files.Directory, "calibration.json");

        CalibrationFit.Run(into, "table", [Path.Combine(files.Directory, "related.tsv")], [Path.Combine(files.Directory, "far.tsv")]);

        using var json = JsonDocument.Parse(File.ReadAllText(into));
        Assert.Equal(7, json.RootElement.GetProperty("words").GetProperty("intercept").GetDouble());
        var fitted = json.RootElement.GetProperty("table").GetProperty("coefficients");
        Assert.True(fitted.GetProperty("page").GetDouble() > 1);
        Assert.Equal(0, fitted.GetProperty("title").GetDouble());
    }

    [Fact]
    public void What_ships_holds_every_kind_and_a_page_that_holds_all_is_likelier_than_one_that_holds_nothing()
    {
        foreach (var weights in new FusionWeights?[] { null, FusionWeights.Table, FusionWeights.Encoder })
        {
            var calibration = Knowledge.Indexer.Search.Calibration.For(weights);
            double[] all = [0, 1, 1, 1, 0.3, 0.3, 0.5, 0.7, 0.1, 1, 1, Math.Log(5), Math.Log(4), 1, 0.2];
            double[] nothing = [1, 0, 0, 0, 0, 0.05, 0.1, 0.15, 0, 1, 0, Math.Log(5), Math.Log(4), 0, 0];
            Assert.True(calibration.Probability(all) > 0.8, $"{calibration.Probability(all)}");
            Assert.True(calibration.Probability(nothing) < 0.1, $"{calibration.Probability(nothing)}");
        }
    }
}
