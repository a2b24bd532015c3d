using System.Globalization;
using System.Text.Json;

namespace Knowledge.Content.Importing;

/// <summary>Atlassian Document Format, the JSON in which Jira Cloud keeps formatted text.</summary>
/// <remarks>
/// Shape: "Atlassian Document Format", https://developer.atlassian.com/cloud/jira/platform/apis/document/structure, and its JSON schema,
/// http://go.atlassian.com/adf-json-schema. What it does not know it reads through to the text inside.
/// </remarks>
internal static class AtlassianDocument
{
    public static IReadOnlyList<MarkupNode> Read(JsonElement document) => Content(document);

    private static List<MarkupNode> Content(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object
        && node.TryGetProperty("content", out var content)
        && content.ValueKind == JsonValueKind.Array
            ? [.. content.EnumerateArray().SelectMany(Node)]
            : [];

    private static IEnumerable<MarkupNode> Node(JsonElement node)
    {
        if (node.ValueKind != JsonValueKind.Object)
            return [];
        return Text(node, "type") switch
        {
            "text" => [Marked(node)],
            "paragraph" => [Element("p", node)],
            "heading" => [Element($"h{Math.Clamp(int.TryParse(Attribute(node, "level"), out var level) ? level : 2, 1, 6)}", node)],
            "bulletList" or "decisionList" => [Element("ul", node)],
            "orderedList" => [Element("ol", node).With("start", Attribute(node, "order"))],
            "listItem" or "decisionItem" => [Element("li", node)],
            "taskList" => [Element("ul", node)],
            "taskItem" => [Element("li", node).With("checked", Attribute(node, "state") == "DONE" ? "true" : "false")],
            "codeBlock" => [Element("pre", node).With("language", Attribute(node, "language"))],
            "blockquote" => [Element("blockquote", node)],
            "panel" =>
            [
                Element("aside", node)
                    .With(
                        "kind",
                        Attribute(node, "panelType") switch
                        {
                            "warning" => "WARNING",
                            "error" => "CAUTION",
                            "note" => "IMPORTANT",
                            "success" or "tip" => "TIP",
                            _ => "NOTE",
                        }
                    ),
            ],
            "rule" => [MarkupNode.Element("hr")],
            "table" => [Element("table", node)],
            "tableRow" => [Element("tr", node)],
            "tableHeader" => [Span(Element("th", node), node)],
            "tableCell" => [Span(Element("td", node), node)],
            "expand" or "nestedExpand" =>
            [
                MarkupNode.Element("details", [MarkupNode.Element("summary", MarkupNode.Text(Attribute(node, "title"))), .. Content(node)]),
            ],
            "hardBreak" => [MarkupNode.Element("br")],
            "mention" or "status" => [MarkupNode.Text(Attribute(node, "text"))],
            "emoji" => [MarkupNode.Text(Attribute(node, "text") is { Length: > 0 } emoji ? emoji : Attribute(node, "shortName"))],
            "date" => [MarkupNode.Text(Date(Attribute(node, "timestamp")))],
            "inlineCard" or "blockCard" or "embedCard" => [Link(Attribute(node, "url"), [])],
            "media" or "mediaInline" => [MarkupNode.Element("img").With("alt", Attribute(node, "alt")).With("src", Attribute(node, "url"))],
            "mediaSingle" or "mediaGroup" or "caption" => [Element("p", node)],
            "placeholder" => [],
            _ => Content(node),
        };
    }

    private static MarkupElement Element(string name, JsonElement node) => MarkupNode.Element(name, Content(node));

    private static MarkupElement Link(string url, IReadOnlyList<MarkupNode> content) => MarkupNode.Element("a", content).With("href", url);

    private static MarkupElement Span(MarkupElement cell, JsonElement node) =>
        cell.With("colspan", Attribute(node, "colspan")).With("rowspan", Attribute(node, "rowspan"));

    private static MarkupNode Marked(JsonElement node)
    {
        MarkupNode text = MarkupNode.Text(Text(node, "text"));
        if (!node.TryGetProperty("marks", out var marks) || marks.ValueKind != JsonValueKind.Array)
            return text;
        // Code inside, link outside: that is how Markdown has to have them.
        foreach (
            var mark in marks
                .EnumerateArray()
                .Where(m => m.ValueKind == JsonValueKind.Object)
                .Take(10)
                .OrderBy(m =>
                    Text(m, "type") switch
                    {
                        "code" => 0,
                        "link" => 2,
                        _ => 1,
                    }
                )
        )
            text = Text(mark, "type") switch
            {
                "strong" => MarkupNode.Element("b", text),
                "em" => MarkupNode.Element("i", text),
                "code" => MarkupNode.Element("code", text),
                "link" => Link(Attribute(mark, "href"), [text]),
                _ => text,
            };
        return text;
    }

    private static string Date(string milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
        && time is > -62_000_000_000_000 and < 250_000_000_000_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : "";

    private static string Attribute(JsonElement node, string name) =>
        node.TryGetProperty("attrs", out var attributes) && attributes.ValueKind == JsonValueKind.Object ? Text(attributes, name) : "";

    private static string Text(JsonElement node, string name) =>
        !node.TryGetProperty(name, out var value) ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : "";
}
