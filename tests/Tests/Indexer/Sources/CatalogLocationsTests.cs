using Knowledge.Content.Findings;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Sources;

public sealed class CatalogLocationsTests : IDisposable
{
    private readonly Fixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Local_targets_are_read_as_catalogs_whatever_their_names()
    {
        fixture
            .With("catalog-info.yaml", Location("./teams/all.yaml", "systems.yml"))
            .With("teams/all.yaml", $"{Group("data", "call us")}---\n{Location("../components/web.yaml")}")
            .With("components/web.yaml", Component("web", "data"))
            .With("systems.yml", "kind: System\nmetadata: {name: shop}\nspec: {owner: group:default/data}\n");
        var knowledge = fixture.Build();
        Assert.Equal("call us", knowledge.Catalog.FindTeam("data")?.Contact);
        Assert.Equal("data", knowledge.OwnerOfService("web", default)?.Team);
        Assert.Equal("data", knowledge.OwnerOfService("shop", default)?.Team);
        Assert.Empty(knowledge.Findings);
    }

    [Theory]
    [InlineData("../outside.yaml", Severity.Note)]
    [InlineData("a/../../outside.yaml", Severity.Note)]
    [InlineData("/etc/passwd", Severity.Note)]
    [InlineData("https://catalog.example/all.yaml", Severity.Note)]
    [InlineData("file:///etc/passwd", Severity.Note)]
    [InlineData("absent.yaml", Severity.Warning)]
    [InlineData("./*/all.yaml", Severity.Warning)]
    [InlineData("page.md", Severity.Warning)]
    public void What_is_not_followed_is_reported(string target, Severity severity)
    {
        fixture.With("catalog-info.yaml", Location(target)).With("page.md", "# Page\n\nText.\n");
        var finding = Assert.Single(fixture.Build().Findings);
        Assert.Equal((FindingCodes.NotFollowed, severity, 4, target), (finding.Code, finding.Severity, finding.Line, finding.Subject));
    }

    [Fact]
    public void A_link_out_of_the_source_is_not_a_way_out()
    {
        var outside = Directory.CreateTempSubdirectory("kb-outside-");
        File.WriteAllText(Path.Combine(outside.FullName, "teams.yaml"), Group("secret", "x"));
        File.CreateSymbolicLink(Path.Combine(fixture.Directory, "teams.yaml"), Path.Combine(outside.FullName, "teams.yaml"));
        fixture.With("catalog-info.yaml", Location("teams.yaml"));
        Assert.Null(fixture.Build().Catalog.FindTeam("secret"));
        outside.Delete(recursive: true);
    }

    [Fact]
    public void Cycles_end_and_each_target_is_read_once()
    {
        fixture
            .With("catalog-info.yaml", Location("a.yaml", "a.yaml", "./catalog-info.yaml"))
            .With("a.yaml", $"{Group("a", "x")}---\n{Location("b.yaml", "a.yaml")}")
            .With("b.yaml", Location("a.yaml", "catalog-info.yaml"));
        var knowledge = fixture.Build();
        Assert.NotNull(knowledge.Catalog.FindTeam("a"));
        Assert.Empty(knowledge.Findings);
    }

    [Fact]
    public void Depth_and_number_end_at_a_limit()
    {
        fixture.With("catalog-info.yaml", Location("1.yaml"));
        for (var i = 1; i <= 10; i++)
            fixture.With($"{i}.yaml", $"{Group($"team-{i}", "x")}---\n{Location($"{i + 1}.yaml")}");
        var knowledge = fixture.Build();
        Assert.NotNull(knowledge.Catalog.FindTeam("team-8"));
        Assert.Null(knowledge.Catalog.FindTeam("team-9"));
        Assert.Equal(
            (FindingCodes.NotFollowed, Severity.Error, "8.yaml"),
            Assert.Single(knowledge.Findings.Select(f => (f.Code, f.Severity, f.File)))
        );
        Assert.Contains(CatalogOf(Location([.. Enumerable.Range(0, 1500).Select(i => $"{i}.yaml")])), f => f.Code == FindingCodes.TooMany);
    }

    [Fact]
    public void A_file_that_is_no_longer_named_is_what_its_name_says_again()
    {
        fixture.With("catalog-info.yaml", Location("rules.yaml")).With("rules.yaml", Checks.CheckRunner.Rules(("QueueLong", "/docs/x")));
        var source = new SourceDirectory("s", fixture.Directory);
        var stop = TestContext.Current.CancellationToken;
        var before = DirectoryReader.Read(source, cancellation: stop);
        Assert.Empty(before.Files.SelectMany(f => f.Documents));
        fixture.With("catalog-info.yaml", Group("data", "a contact"));
        var after = DirectoryReader.Read(source, before, cancellation: stop);
        Assert.Equal("QueueLong", Assert.Single(after.Files.SelectMany(f => f.Documents)).Title);
        Assert.Same(
            after.Files.Single(f => f.Path == "rules.yaml"),
            DirectoryReader.Read(source, after, cancellation: stop).Files.Single(f => f.Path == "rules.yaml")
        );
    }

    [Fact]
    public void Substitutions_are_reported_and_not_followed()
    {
        var findings = CatalogOf(
            "kind: Component\nmetadata:\n  name: web\n  description:\n    $text: ./secret.txt\n"
                + "spec: {owner: data, definition: {$yaml: https://x.example/a}}\n"
        );
        Assert.Equal([5, 6], findings.Select(f => f.Line).Order());
        Assert.All(findings, f => Assert.Equal((FindingCodes.NotFollowed, Severity.Note), (f.Code, f.Severity)));
        Assert.Equal(
            20,
            CatalogOf(
                "kind: Component\nmetadata: {name: web}\nspec:\n  list:\n" + string.Concat(Enumerable.Repeat("    - {$text: x}\n", 300))
            ).Count
        );
    }

    private static IReadOnlyList<Finding> CatalogOf(string text) =>
        Knowledge.Content.Catalog.CatalogReader.Read("catalog-info.yaml", text).Findings;

    private static string Location(params string[] targets) =>
        $"kind: Location\nmetadata: {{name: all}}\nspec: {{targets: [\n{string.Join(",\n", targets.Select(t => $"\"{t}\""))}]}}\n";

    private static string Group(string name, string contact) =>
        $"kind: Group\nmetadata: {{name: {name}, annotations: {{knowledge/contact: {contact}}}}}\nspec: {{type: team}}\n";

    private static string Component(string name, string owner) =>
        $"kind: Component\nmetadata: {{name: {name}}}\nspec: {{owner: {owner}}}\n";
}
