using System.Text.Json;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Search;
using Knowledge.Tests.Indexer.Embeddings;

namespace Knowledge.Tests.Indexer;

/// <summary>Other people's repositories, as they are.</summary>
public sealed class SampleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Prometheus_operator_runbooks_are_109_runbooks()
    {
        var knowledge = Fixture.Of(Samples.Require("corpora/prometheus-operator-runbooks"));
        Assert.Equal(109, knowledge.Documents.Count(d => d.Kind == DocumentKind.Runbook));
        Assert.Equal(109, knowledge.Documents.Count);
        var clash = Assert.Single(knowledge.Findings);
        Assert.Equal(("KB008", "prometheus-operator/PrometheusOperatorSyncFailed"), (clash.Code, clash.File));
        Assert.Equal(
            "prometheus-operator/PrometheusOperatorSyncFailed.md",
            knowledge.Find("prometheus-operator/prometheusoperatorsyncfailed")!.Path
        );
        Assert.Equal(
            "prometheus-operator/PrometheusOperatorSyncFailed",
            knowledge.Find("prometheus-operator/prometheusoperatorsyncfailed-2")!.Path
        );
        Assert.DoesNotContain(knowledge.Documents, d => d.Markdown.Contains("{{<", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("filesystem will run out of space", "node/nodefilesystemspacefillingup", "node/nodefilesystemalmostoutofspace")]
    [InlineData("pods keep restarting", "kubernetes/kubepodcrashlooping")]
    [InlineData("etcd has no leader", "etcd/etcdnoleader")]
    public void Prometheus_operator_runbooks_answer(string query, params string[] first)
    {
        var response = Fixture.Of(Samples.Require("corpora/prometheus-operator-runbooks")).Search(new(query), Now);
        Assert.Contains(response.Hits[0].DocumentId, first);
        Assert.True(response.Confidence >= Confidence.Medium);
        Assert.NotEmpty(response.Answers);
    }

    [Fact]
    public void Dfds_postmortems_are_read_into_typed_documents()
    {
        var knowledge = Fixture.Of(Samples.Require("corpora/dfds-postmortems"));
        Assert.Equal(39, knowledge.Documents.Count);
        Assert.All(knowledge.Documents, d => Assert.Equal(DocumentKind.Postmortem, d.Kind));
        Assert.Empty(knowledge.Findings);
        // All but one list contributing factors, and none says what caused it.
        Assert.Equal(["pm2021-011-log4shell"], knowledge.Documents.Where(d => d.Causes.Count == 0).Select(d => d.Id.Value));
        Assert.All(knowledge.Documents.SelectMany(d => d.Causes), c => Assert.True(c.IsContributing));
        // Every one has a timeline; the actions were counted by hand as 131, nested ones apart.
        Assert.All(knowledge.Documents, d => Assert.NotEmpty(d.Postmortem!.Timeline));
        Assert.InRange(knowledge.Documents.Sum(d => d.Postmortem!.Actions.Count), 120, 135);
        var ami = knowledge.Find("pm2022-009-bad-aws-eks-ami-causing-kubernetes-issues")!.Postmortem!;
        Assert.Equal((20, 7), (ami.Timeline.Count, ami.Actions.Count));
        Assert.Equal(
            ("Kubernetes", TimeSpan.FromHours(7), new TimeSpan(54, 10, 0)),
            (ami.Statistics.Category, ami.Statistics.TimeToDetect, ami.Statistics.TimeToRecover)
        );
        Assert.Equal(new DateTimeOffset(2022, 10, 29, 1, 2, 0, TimeSpan.Zero), ami.Timeline[0].At);
    }

    [Fact]
    public void Dfds_postmortems_know_that_no_space_left_need_not_be_a_full_disk()
    {
        var hits = Fixture.Of(Samples.Require("corpora/dfds-postmortems")).Search(new("no space left on device"), Now).Hits;
        Assert.Contains("pm2020-001-inotify-file-watches-exhaustion", hits.Take(3).Select(h => h.DocumentId));
    }

    [Theory]
    [InlineData(EmbedderSettings.None)]
    [InlineData(EmbedderSettings.BuiltIn)]
    [InlineData(EmbeddedSearch.Encoder)]
    public async Task Claims_from_medicine_get_hardly_a_card_and_no_sure_one_and_alert_texts_keep_theirs(string embedder)
    {
        var asking = await EmbeddedSearch.Create(Fixture.Of(Samples.Require("corpora/prometheus-operator-runbooks")), embedder);
        var claims = await asking.Search(Queries("eval/bench-scifact/queries.jsonl").Select(q => q.Text));
        var answered = claims.Where(c => c.Answers.Count > 0).ToList();
        Assert.True(answered.Count <= 0.02 * claims.Count, string.Join('\n', answered.Select(a => $"{a.Query}: {a.Answers[0].Cause}")));
        Assert.DoesNotContain(claims, c => c.Confidence == Confidence.High);

        var right = File.ReadLines(Samples.Require("eval/alert2runbook-prom/qrels.tsv"))
            .Skip(1)
            .Select(l => l.Split('\t'))
            .ToLookup(l => l[0], l => DocumentId.FromPath(null, l[1]).Value);
        var queries = Queries("eval/alert2runbook-prom/queries.jsonl").ToList();
        var first = queries
            .Zip(await asking.Search(queries.Select(q => q.Text)), (q, response) => (q.Id, Response: response))
            .Where(q => q.Response.Hits.Count > 0 && right[q.Id].Contains(q.Response.Hits[0].DocumentId))
            .ToList();
        Assert.True(first.Count >= 94, $"{first.Count} of 113 right first");
        Assert.True(first.Count(q => q.Response.Answers.Count > 0) >= first.Count * 0.9);
    }

    private static IEnumerable<(string Id, string Text)> Queries(string path) =>
        File.ReadLines(Samples.Require(path))
            .Select(l => JsonDocument.Parse(l).RootElement)
            .Select(q => (q.GetProperty("id").GetString()!, q.GetProperty("text").GetString()!));

    [Fact]
    public void Kube_prometheus_rules_are_one_document_per_alert_name()
    {
        var knowledge = Fixture.Of(Samples.Require("corpora/kube-prometheus-rules"));
        Assert.Equal(125, knowledge.Documents.Count);
        Assert.All(knowledge.Documents, d => Assert.NotNull(d.Rule!.RunbookUrl));
    }
}
