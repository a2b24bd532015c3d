using System.Text.Json.Nodes;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks.Formats;

/// <summary>
/// SARIF 2.1.0, for code scanning: one run, at most 5,000 results, the most severe first; accepted findings are there as
/// suppressed.
/// </summary>
/// <remarks>
/// Shape: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; limits: GitHub, "SARIF support for code
/// scanning".
/// </remarks>
internal static class SarifFormat
{
    public const int MaxResults = 5_000;

    private const string Root = "%SRCROOT%";

    public static JsonObject Write(CheckReport report)
    {
        var findings = report.All.OrderBy(f => f.IsAccepted).ThenByDescending(f => f.Finding.Severity).Take(MaxResults).ToList();
        var codes = findings.Select(f => f.Finding.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        var run = new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject
                {
                    ["name"] = "kb",
                    ["semanticVersion"] = Version,
                    ["rules"] = new JsonArray([.. codes.Select(Rule)]),
                },
            },
            ["columnKind"] = "utf16CodeUnits",
            ["results"] = new JsonArray([.. findings.Select(f => Result(f, codes.IndexOf(f.Finding.Code)))]),
        };
        if (findings.Count < report.All.Count)
            run["invocations"] = new JsonArray(
                new JsonObject
                {
                    ["executionSuccessful"] = true,
                    ["toolExecutionNotifications"] = new JsonArray(
                        new JsonObject
                        {
                            ["level"] = "warning",
                            ["message"] = new JsonObject
                            {
                                ["text"] =
                                    $"{report.All.Count - findings.Count} of {report.All.Count} findings are left out; kb check "
                                    + $"-o json lists all.",
                            },
                        }
                    ),
                }
            );
        return new()
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(run),
        };
    }

    private static string Version { get; } = typeof(SarifFormat).Assembly.GetName().Version!.ToString(3);

    private static JsonObject Rule(string code)
    {
        var entry = FindingCatalog.All[code];
        return new()
        {
            ["id"] = code,
            ["shortDescription"] = new JsonObject { ["text"] = entry.What },
            ["help"] = new JsonObject { ["text"] = entry.Advice, ["markdown"] = entry.Advice },
        };
    }

    private static JsonObject Result(ReportedFinding reported, int rule)
    {
        var finding = reported.Finding;
        var result = new JsonObject
        {
            ["ruleId"] = finding.Code,
            ["ruleIndex"] = rule,
            ["level"] = finding.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "note",
            },
            ["message"] = new JsonObject { ["text"] = reported.Text },
            ["partialFingerprints"] = new JsonObject { ["kbFinding/v1"] = reported.Fingerprint },
        };
        if (reported.Path.Length > 0)
            result["locations"] = new JsonArray(
                new JsonObject
                {
                    ["physicalLocation"] = new JsonObject
                    {
                        ["artifactLocation"] = new JsonObject
                        {
                            ["uri"] = string.Join('/', reported.Path.Split('/').Select(Uri.EscapeDataString)),
                            ["uriBaseId"] = Root,
                        },
                        ["region"] = new JsonObject { ["startLine"] = Math.Max(1, finding.Line) },
                    },
                }
            );
        if (finding.Subject is not null || finding.RescuedBy is not null)
        {
            var properties = new JsonObject();
            if (finding.Subject is { } subject)
                properties["subject"] = subject;
            if (finding.RescuedBy is { } rescuedBy)
                properties["rescuedBy"] = rescuedBy;
            result["properties"] = properties;
        }
        if (reported.IsAccepted)
            result["suppressions"] = new JsonArray(
                new JsonObject { ["kind"] = "external", ["justification"] = "accepted by the baseline" }
            );
        return result;
    }
}
