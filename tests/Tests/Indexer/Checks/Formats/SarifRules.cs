using System.Text.Json.Nodes;

namespace Knowledge.Tests.Indexer.Checks.Formats;

/// <summary>
/// The rules of the SARIF 2.1.0 schema for the objects that we write: known members only, required ones present, types,
/// enumerations and minima.
/// </summary>
internal static class SarifRules
{
    private static readonly Dictionary<string, (string[] Required, string[] Known)> Objects = new()
    {
        ["sarifLog"] = (["version", "runs"], ["$schema", "inlineExternalProperties", "properties"]),
        ["run"] = (["tool"], ["results", "invocations", "columnKind", "originalUriBaseIds", "properties"]),
        ["tool"] = (["driver"], ["extensions", "properties"]),
        ["toolComponent"] = (["name"], ["semanticVersion", "version", "informationUri", "rules", "properties"]),
        ["reportingDescriptor"] = (
            ["id"],
            ["name", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration", "properties"]
        ),
        ["multiformatMessageString"] = (["text"], ["markdown", "properties"]),
        ["message"] = ([], ["text", "markdown", "id", "arguments", "properties"]),
        ["result"] = (["message"], ["ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "suppressions", "properties"]),
        ["location"] = ([], ["physicalLocation", "properties"]),
        ["physicalLocation"] = ([], ["artifactLocation", "region", "properties"]),
        ["artifactLocation"] = ([], ["uri", "uriBaseId", "properties"]),
        ["region"] = ([], ["startLine", "properties"]),
        ["suppression"] = (["kind"], ["justification", "status", "properties"]),
        ["invocation"] = (["executionSuccessful"], ["toolExecutionNotifications", "properties"]),
        ["notification"] = (["message"], ["level", "properties"]),
    };

    private static readonly Dictionary<string, string> Children = new()
    {
        ["runs"] = "run",
        ["tool"] = "tool",
        ["driver"] = "toolComponent",
        ["rules"] = "reportingDescriptor",
        ["shortDescription"] = "multiformatMessageString",
        ["help"] = "multiformatMessageString",
        ["results"] = "result",
        ["message"] = "message",
        ["locations"] = "location",
        ["physicalLocation"] = "physicalLocation",
        ["artifactLocation"] = "artifactLocation",
        ["region"] = "region",
        ["suppressions"] = "suppression",
        ["invocations"] = "invocation",
        ["toolExecutionNotifications"] = "notification",
    };

    public static void Check(JsonObject log)
    {
        Assert.Equal("2.1.0", (string?)log["version"]);
        Object(log, "sarifLog");
        foreach (var run in log["runs"]!.AsArray())
        {
            var rules = run!["tool"]!["driver"]!["rules"]!.AsArray();
            Assert.Equal(rules.Count, rules.Select(r => (string)r!["id"]!).Distinct().Count());
            Assert.Contains((string?)run["columnKind"], new[] { "utf16CodeUnits", "unicodeCodePoints" });
            Assert.Matches(@"^\d+\.\d+\.\d+$", (string?)run["tool"]!["driver"]!["semanticVersion"]);
            foreach (var result in run["results"]!.AsArray())
            {
                Assert.Equal((string?)result!["ruleId"], (string?)rules[(int)result["ruleIndex"]!]!["id"]);
                Assert.All(result["partialFingerprints"]!.AsObject(), f => Assert.NotEmpty((string)f.Value!));
            }
        }
    }

    private static void Object(JsonObject value, string kind)
    {
        var (required, known) = Objects[kind];
        Assert.All(required, name => Assert.True(value.ContainsKey(name), $"{kind} lacks {name}"));
        foreach (var (name, member) in value)
        {
            Assert.True(required.Contains(name) || known.Contains(name), $"{kind} may not have {name}");
            Assert.NotNull(member);
            if (Children.TryGetValue(name, out var child))
                foreach (var item in member is JsonArray list ? list.ToList() : [member])
                    Object(Assert.IsType<JsonObject>(item), child);
            switch (name)
            {
                case "level":
                    Assert.Contains((string?)member, new[] { "none", "note", "warning", "error" });
                    break;
                case "startLine":
                    Assert.True((int)member! >= 1);
                    break;
                case "uri":
                    Assert.True(Uri.IsWellFormedUriString((string?)member, UriKind.RelativeOrAbsolute), (string?)member);
                    break;
                case "text" or "id" or "name":
                    Assert.NotEmpty((string)member!);
                    break;
                case "kind":
                    Assert.Contains((string?)member, new[] { "inSource", "external" });
                    break;
            }
        }
    }
}
