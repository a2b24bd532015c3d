using System.Text;
using Knowledge.Indexer.Tools;

namespace Knowledge.Tests.Docs;

/// <summary><c>docs/mcp.md</c> has the tools as they are defined.</summary>
public sealed class McpDocsTests
{
    private const string Begin = "KB_UPDATE_SNAPSHOTS=1 -->\n";
    private const string End = "<!-- end of tools -->";

    private static readonly string File = Path.Combine(Repository.Root, "docs", "mcp.md");

    [Fact]
    public void The_table_of_tools_is_that_of_their_definitions()
    {
        var page = System.IO.File.ReadAllText(File);
        var (start, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.InRange(start, Begin.Length, end);
        if (Environment.GetEnvironmentVariable("KB_UPDATE_SNAPSHOTS") == "1")
            System.IO.File.WriteAllText(File, page[..start] + Table() + page[end..]);
        else
            Assert.Equal(Table(), page[start..end]);
    }

    private static string Table()
    {
        var served = new DirectoryKnowledge([new("content", Path.Combine(Repository.Root, "runbooks"))], TimeProvider.System);
        var table = new StringBuilder("\n| tool | gives | arguments |\n|---|---|---|\n");
        foreach (var tool in KnowledgeTools.Of(served, TimeProvider.System))
        {
            var schema = tool.Function.JsonSchema;
            List<string> required = schema.TryGetProperty("required", out var names)
                ? [.. names.EnumerateArray().Select(n => n.GetString()!)]
                : [];
            var arguments = schema
                .GetProperty("properties")
                .EnumerateObject()
                .Where(p => p.Name != "cursor")
                .Select(p => $"`{p.Name}`{(required.Contains(p.Name) ? "" : "?")}: {p.Value.GetProperty("description").GetString()}");
            var description = tool.Function.Description.Split(" Example: ")[0];
            table.Append($"| `{tool.Name}` | {description} Example: `{tool.Examples[0]}` | {string.Join("; ", arguments)} |\n");
        }
        return table.Append('\n').ToString();
    }
}
