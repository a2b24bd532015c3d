using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Schemas;

namespace Knowledge.Tests.Indexer.Schemas;

public sealed partial class SchemaTests
{
    [Fact]
    public void Front_matter_has_the_keys_of_the_format_page_and_no_others()
    {
        var page = Repository.Text("content/FORMAT.md");
        var table = page[
            page.IndexOf("## Front matter", StringComparison.Ordinal)..page.IndexOf(
                "````markdown path=postmortems/empty.md",
                StringComparison.Ordinal
            )
        ];
        var documented = table
            .Split('\n')
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(l => Key().Matches(l.Split('|')[1]).Select(m => m.Groups[1].Value))
            .ToList();
        Assert.True(documented.Count >= 24, string.Join(' ', documented));
        Assert.Equal(documented.Order(), Properties("front-matter").Where(k => k != "$schema").Order());
    }

    [Fact]
    public void A_key_of_the_schema_is_known_to_the_reader()
    {
        // One letter off from a known key is a finding; the keys themselves are not.
        foreach (var key in Properties("front-matter").Where(k => k.Length > 3 && k != "$schema"))
        {
            var reading = DocumentReader.Read(new("s", "s", "a.md", $"---\n{key}x: []\n---\n# A\n\ntext\n"));
            Assert.Equal(key + "x", Assert.Single(reading.Findings, f => f.Code == "KB007").Subject);
        }
    }

    [Fact]
    public void Surfaces_and_states_are_those_of_the_reader()
    {
        var schema = JsonNode.Parse(Schema.Find("front-matter")!)!;
        Assert.Equal(Surface.Names, schema["properties"]!["surfaces"]!["propertyNames"]!["enum"]!.AsArray().Select(n => (string)n!));
        Assert.Equal(Surface.States, schema["$defs"]!["surface"]!["properties"]!["state"]!["enum"]!.AsArray().Select(n => (string)n!));
    }

    [Fact]
    public void Annotations_of_the_catalog_are_those_of_the_format_page()
    {
        var annotations = JsonNode.Parse(Schema.Find("catalog.v1.json")!)!["properties"]!["metadata"]!["properties"]!["annotations"]![
            "properties"
        ]!
            .AsObject()
            .Select(p => p.Key)
            .ToList();
        Assert.Equal(
            Annotation().Matches(Repository.Text("content/FORMAT.md")).Select(m => m.Groups[1].Value).Distinct().Order(),
            annotations.Order()
        );
    }

    [Theory]
    [InlineData("09-14..09-18 yearly; 2026-12-24..2027-01-02 leave", true)]
    [InlineData("09-14..09-18", true)]
    [InlineData("next week", false)]
    public void Away_windows_are_those_that_are_read(string text, bool isWindow)
    {
        var pattern = (string)
            JsonNode.Parse(Schema.Find("catalog")!)!["properties"]!["metadata"]!["properties"]!["annotations"]!["properties"]![
                "knowledge/away"
            ]!["pattern"]!;
        Assert.Equal(isWindow, Regex.IsMatch(text, pattern));
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        foreach (var name in Schema.Names)
        {
            var text = Schema.Find(name)!;
            Assert.All(Reference().Matches(text), m => Assert.NotNull(JsonNode.Parse(text)!["$defs"]?[m.Groups[1].Value]));
        }
        Assert.Null(Schema.Find("../schema.sql"));
    }

    private static IEnumerable<string> Properties(string name) =>
        JsonNode.Parse(Schema.Find(name)!)!["properties"]!.AsObject().Select(p => p.Key);

    [GeneratedRegex("`([a-z_-]+)`")]
    private static partial Regex Key();

    [GeneratedRegex(@"^\| `(knowledge/[a-z_-]+)`", RegexOptions.Multiline)]
    private static partial Regex Annotation();

    [GeneratedRegex("\"#/\\$defs/(\\w+)\"")]
    private static partial Regex Reference();
}
