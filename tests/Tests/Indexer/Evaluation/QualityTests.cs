using System.Globalization;
using Knowledge.Indexer.Evaluation;

namespace Knowledge.Tests.Indexer.Evaluation;

/// <summary>How good the ranking is on public judged sets. A change that costs a set more than it is worth fails here.</summary>
public sealed class QualityTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("alert2runbook-prom", "queries.jsonl", 0.937)]
    [InlineData("alert2runbook-prom", "queries-named.jsonl", 0.975)]
    [InlineData("alert2runbook-sections", "queries.jsonl", 0.914)]
    [InlineData("symptom-m365-dev", "queries.jsonl", 0.532)]
    [InlineData("faq-stackfaq-qa", "queries.jsonl", 0.729)]
    [InlineData("bench-scifact", "queries.jsonl", 0.702)]
    public void Ranking_is_as_good_as_it_was_and_synonyms_do_no_harm(string name, string queries, double floor)
    {
        var directory = Samples.Require(Path.Combine("eval", name));
        var lines = Path.Combine(directory, "corpus.jsonl");
        var set = EvaluationSet.Read(
            File.Exists(lines) ? lines : Path.Combine(directory, "corpus"),
            Path.Combine(directory, queries),
            Path.Combine(directory, "qrels.tsv")
        );

        var (with, without) = (Ndcg(set, useThesaurus: true), Ndcg(set, useThesaurus: false));

        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name} {queries}: nDCG@10 {with:F4}, without thesaurus {without:F4}")
        );
        Assert.True(Math.Round(with, 3) >= floor, $"{with} with the thesaurus, at least {floor} is wanted");
        Assert.True(Math.Round(without, 3) >= floor, $"{without} without the thesaurus, at least {floor} is wanted");
        Assert.True(with >= without - 0.003, $"{with} with the thesaurus, {without} without");
    }

    private static double Ndcg(EvaluationSet set, bool useThesaurus) =>
        RetrievalScores
            .Of(
                [
                    .. Knowledge
                        .Indexer.Evaluation.Evaluation.Rank(set, 10, useThesaurus)
                        .Select(r => (r.Query, (IReadOnlyList<string>)[.. r.Found.Select(f => f.Id)])),
                ],
                set.Judgements
            )
            .Ndcg;
}
