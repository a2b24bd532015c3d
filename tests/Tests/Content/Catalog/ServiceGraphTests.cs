using Knowledge.Content.Catalog;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Content.Catalog;

public sealed class ServiceGraphTests
{
    private static (ServiceGraph Graph, IReadOnlyList<Finding> Findings) Of(params (string Name, string Spec)[] components)
    {
        var (catalog, findings) = CatalogReader.Read(
            "catalog-info.yaml",
            string.Join("---\n", components.Select(c => $"kind: Component\nmetadata: {{name: {c.Name}}}\nspec: {{{c.Spec}}}\n"))
        );
        return (ServiceGraph.Of(catalog), findings);
    }

    [Fact]
    public void Relations_are_read_from_both_sides_and_over_apis()
    {
        var (graph, findings) = Of(
            ("web", "dependsOn: ['component:default/api', 'resource:default/cache'], consumesApis: [prices, 'api:default/news']"),
            ("api", "dependencyOf: [component:Web], dependsOn: [db]"),
            ("db", "type: database"),
            ("feed", "providesApis: [Prices]")
        );
        Assert.Empty(findings);
        Assert.Equal([("api", "db"), ("web", "api"), ("web", "cache"), ("web", "feed"), ("web", "news")], graph.Needs);
        Assert.Equal(["api", "cache", "db", "feed", "news", "web"], graph.Names);
    }

    [Theory]
    [InlineData("dependsOn: a")]
    [InlineData("dependsOn: [a, 'component:default/a', '', {b: c}, [d]]")]
    [InlineData("dependsOn: {b: c}")]
    [InlineData("owner: a")]
    public void What_is_no_name_is_no_relation_and_nothing_needs_itself(string spec)
    {
        var (graph, _) = Of(("a", spec));
        Assert.Empty(graph.Needs);
        Assert.Empty(graph.Names);
    }

    [Fact]
    public void Too_many_are_cut_and_said()
    {
        var (graph, findings) = Of(("a", $"dependsOn: [{string.Join(", ", Enumerable.Range(0, 201).Select(i => $"b{i}"))}]"));
        Assert.Equal(200, graph.Needs.Count);
        Assert.Equal(("KB012", "a"), (Assert.Single(findings).Code, findings[0].Subject));
    }
}
