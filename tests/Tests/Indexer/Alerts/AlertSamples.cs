using System.Text.Json;
using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Indexer;

namespace Knowledge.Tests.Indexer.Alerts;

/// <summary>Public alerts with the pages that were judged right for them, each alert as Alertmanager sends it.</summary>
/// <param name="Alerts">The judged id and the alert; with its name as label only where the set names them.</param>
internal sealed record AlertSamples(
    KnowledgeBase Knowledge,
    IReadOnlyList<(string Id, FiredAlert Fired)> Alerts,
    ILookup<string, string> Right
)
{
    public static IReadOnlyList<(string Set, string Queries)> ByWords { get; } =
    [("alert2runbook-prom", "queries.jsonl"), ("alert2runbook-prom", "queries-summary.jsonl"), ("alert2runbook-sections", "queries.jsonl")];

    public bool IsRight(string id, string? documentId) => documentId is not null && Right[id].Contains(Knowledge.Find(documentId)!.Path);

    public bool HasPageNamed(string name) =>
        Knowledge.Documents.Any(d => Path.GetFileNameWithoutExtension(d.Path).Equals(name, StringComparison.OrdinalIgnoreCase));

    public static AlertSamples Read(string set, string queries)
    {
        var directory = Samples.Require(Path.Combine("eval", set));
        var isNamed = queries.Contains("named", StringComparison.Ordinal);
        return new(
            Fixture.Of(Path.Combine(directory, "corpus")),
            [.. File.ReadLines(Path.Combine(directory, queries)).Select(line => Alert(line, isNamed))],
            File.ReadLines(Path.Combine(directory, "qrels.tsv")).Skip(1).Select(l => l.Split('\t')).ToLookup(f => f[0], f => f[1])
        );
    }

    private static (string, FiredAlert) Alert(string line, bool isNamed)
    {
        using var row = JsonDocument.Parse(line);
        var (id, text) = (row.RootElement.GetProperty("id").GetString()!, row.RootElement.GetProperty("text").GetString()!);
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                version = "4",
                alerts = new[]
                {
                    new
                    {
                        status = "firing",
                        labels = isNamed ? new Dictionary<string, string> { ["alertname"] = id } : [],
                        annotations = new { summary = text },
                    },
                },
            }
        );
        return (id, Assert.Single(AlertPayloadReader.Read(payload).Alerts));
    }
}
