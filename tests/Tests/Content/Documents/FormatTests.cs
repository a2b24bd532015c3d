using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Knowledge.Content;
using Knowledge.Indexer;

namespace Knowledge.Tests.Content.Documents;

/// <summary>Runs the examples of content/FORMAT.md: the JSON below each must be part of what its text is read as.</summary>
public sealed partial class FormatTests
{
    public static TheoryData<string, string, string> Examples()
    {
        var examples = new TheoryData<string, string, string>();
        foreach (Match match in Example().Matches(Repository.Text("content/FORMAT.md")))
            examples.Add(match.Groups["path"].Value, match.Groups["text"].Value, match.Groups["json"].Value);
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Reads_the_example_as_the_page_says(string path, string text, string expected)
    {
        var document = Assert.Single(DocumentReader.Read(new("runbooks", "content", path, text)).Documents);
        var actual = JsonSerializer.SerializeToNode(document, ContractJson.Options);
        AssertPartOf(JsonNode.Parse(expected), actual, "$");
    }

    [Fact]
    public void Has_an_example_for_every_chapter_that_promises_one() =>
        Assert.True(Examples().Count >= 9, $"only {Examples().Count} examples were found");

    [Fact]
    public void Describes_every_finding_code()
    {
        var page = Repository.Text("content/FINDINGS.md");
        Assert.All(Knowledge.Content.Findings.FindingCodes.All, code => Assert.Contains($"| {code} |", page));
    }

    private static void AssertPartOf(JsonNode? expected, JsonNode? actual, string at)
    {
        switch (expected)
        {
            case JsonObject wanted:
                var given = Assert.IsType<JsonObject>(actual);
                foreach (var (key, value) in wanted)
                {
                    Assert.True(given.ContainsKey(key), $"{at} has no {key}: {given.ToJsonString()}");
                    AssertPartOf(value, given[key], $"{at}.{key}");
                }
                break;
            case JsonArray wanted:
                var items = Assert.IsType<JsonArray>(actual);
                Assert.True(wanted.Count == items.Count, $"{at} has {items.Count} items, not {wanted.Count}: {items.ToJsonString()}");
                for (var i = 0; i < wanted.Count; i++)
                    AssertPartOf(wanted[i], items[i], $"{at}[{i}]");
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{at} is {actual?.ToJsonString()}, not {expected?.ToJsonString()}");
                break;
        }
    }

    [GeneratedRegex(
        """^````(markdown|yaml) path=(?<path>[^\n]+)\n(?<text>.*?)^````\n```json\n(?<json>.*?)^```$""",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Example();
}
