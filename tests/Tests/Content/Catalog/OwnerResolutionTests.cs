using Knowledge.Content;
using Knowledge.Content.Catalog;

namespace Knowledge.Tests.Content.Catalog;

public sealed class OwnerResolutionTests
{
    private const string Catalog = """
        apiVersion: backstage.io/v1alpha1
        kind: Group
        metadata:
          name: feed
          annotations:
            knowledge/contact: "#feed"
            knowledge/backup: group:default/platform
            knowledge/away: "09-14..09-18 conference"
        ---
        kind: Group
        metadata: {name: platform, annotations: {knowledge/contact: "#platform"}}
        ---
        kind: Group
        metadata: {name: support, annotations: {knowledge/first-contact: "true"}}
        spec: {profile: {email: support@example.test}}
        ---
        kind: System
        metadata: {name: prices}
        spec: {owner: platform}
        ---
        kind: Component
        metadata: {name: gateway, title: Price gateway, tags: [cpp]}
        spec: {owner: "group:feed", system: prices, lifecycle: production}
        ---
        kind: Component
        metadata: {name: orphan}
        spec: {system: prices}
        ---
        kind: Location
        spec: {target: "https://example.test/other.yaml"}
        """;

    private static readonly DateTimeOffset Monday = new(2026, 9, 14, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Reads_teams_components_and_systems()
    {
        var (catalog, findings) = CatalogReader.Read("catalog-info.yaml", Catalog);
        Assert.Equal(["feed", "platform", "support"], catalog.Teams.Select(t => t.Name));
        Assert.Equal("support", catalog.FirstContact?.Name);
        Assert.Equal("support@example.test", catalog.FirstContact?.Contact);
        var gateway = catalog.FindComponent("Gateway")!;
        Assert.Equal(
            ("Price gateway", "feed", "prices", "production", "cpp"),
            (gateway.Title, gateway.Owner, gateway.System, gateway.Lifecycle, Assert.Single(gateway.Tags))
        );
        // A Location without metadata names nothing; it is passed over with a note.
        Assert.Equal("KB011", Assert.Single(findings).Code);
    }

    [Theory]
    [InlineData("owner: support", "* @feed", true, "support")]
    [InlineData("services: [gateway]", "* @platform", true, "platform")]
    [InlineData("services: [gateway]", "/other/ @platform", true, "support")]
    [InlineData("services: [gateway]", "/other/ @platform", false, "feed")]
    [InlineData("services: [orphan]", "", false, "platform")]
    [InlineData("services: [unknown]", "", false, null)]
    [InlineData("failing: [gateway]", "", false, "feed")]
    public void Takes_front_matter_then_codeowners_then_owners_then_the_catalog(
        string frontMatter,
        string codeOwners,
        bool hasOwnersFile,
        string? expected
    )
    {
        var document = DocumentReader.Read(new("s", "s", "team/page.md", $"---\n{frontMatter}\n---\n# Page\n\nText.")).Documents[0];
        var owners = new SourceOwners(
            CodeOwners.Read(codeOwners),
            hasOwnersFile ? [OwnersFile.Read("team/OWNERS", "approvers:\n- support\n"), OwnersFile.Read("OWNERS", "approvers: [root]")] : []
        );
        Assert.Equal(expected, OwnerResolution.TeamOf(document, owners, CatalogReader.Read("c", Catalog).Catalog));
    }

    [Fact]
    public void Says_that_a_team_is_away_and_who_stands_in()
    {
        var catalog = CatalogReader.Read("c", Catalog).Catalog;
        Assert.Equal(
            new Owner("feed", "#feed", "platform: #platform", "until 2026-09-18: conference"),
            OwnerResolution.Describe("feed", catalog, Monday)
        );
        Assert.Equal(new Owner("feed", "#feed", "platform: #platform"), OwnerResolution.Describe("FEED", catalog, Monday.AddDays(7)));
        Assert.Equal(new Owner("strangers", null), OwnerResolution.Describe("strangers", catalog, Monday));
    }
}
