using System.Text.Json.Nodes;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks.Formats;

/// <summary>reviewdog's diagnostic format, <c>-f=rdjson</c>.</summary>
/// <remarks>Shape: reviewdog, "Reviewdog Diagnostic Format".</remarks>
internal static class ReviewdogFormat
{
    public static JsonObject Write(CheckReport report) =>
        new()
        {
            ["source"] = new JsonObject { ["name"] = "kb" },
            ["diagnostics"] = new JsonArray([.. report.New.Where(f => f.Path.Length > 0).Select(Diagnostic)]),
        };

    private static JsonObject Diagnostic(ReportedFinding reported) =>
        new()
        {
            ["message"] = reported.Text,
            ["location"] = new JsonObject
            {
                ["path"] = reported.Path,
                ["range"] = new JsonObject { ["start"] = new JsonObject { ["line"] = Math.Max(1, reported.Finding.Line) } },
            },
            ["severity"] = reported.Finding.Severity switch
            {
                Severity.Error => "ERROR",
                Severity.Warning => "WARNING",
                _ => "INFO",
            },
            ["code"] = new JsonObject { ["value"] = reported.Finding.Code },
        };
}
