using Knowledge.Content;
using Knowledge.Content.Catalog;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Content.Catalog;

/// <summary>Owners as files and pages of other tools name them.</summary>
public sealed class OwnerShapesTests
{
    [Theory]
    [InlineData("* @acme/everyone\n\n[Runbooks][2] @acme/sre\n/runbooks/\n", "runbooks/a.md", "sre")]
    [InlineData("* @acme/everyone\n\n[Runbooks][2] @acme/sre\n/runbooks/\n", "other/a.md", "everyone")]
    [InlineData("^[Optional docs] @org/docs @b\n*.md\n*.rst @org/rst", "a.md", "docs")]
    [InlineData("^[Optional docs] @org/docs @b\n*.md\n*.rst @org/rst", "a.rst", "rst")]
    [InlineData("[One] @one\n*.md\n[Two]\ndocs/", "docs/a.md", null)]
    [InlineData("docs/my\\ files/ @docs", "docs/my files/a.md", "docs")]
    [InlineData("docs/a\\#b.md @docs # why", "docs/a#b.md", "docs")]
    [InlineData("* @@maintainer @team", "a.md", "team")]
    [InlineData("[Section] @sec\n*.md mail@example.test", "a.md", null)]
    public void Code_owners_of_gitlab(string file, string path, string? owner) => Assert.Equal(owner, CodeOwners.Read(file).OwnerOf(path));

    [Theory]
    [InlineData("filters:\n  '.*':\n    approvers: [root]", "a/x.go", "root")]
    [InlineData("filters:\n  '\\.md$':\n    approvers: [docs]\n  '.*':\n    approvers: [code]", "a/x.md", "docs")]
    [InlineData("filters:\n  '\\.md$':\n    approvers: [docs]\n  '.*':\n    approvers: [code]", "a/x.go", "code")]
    [InlineData("filters:\n  '^sub/':\n    approvers: [sub]", "a/x.md", null)]
    [InlineData("filters:\n  '^sub/':\n    approvers: [sub]", "b/sub/x.md", null)]
    [InlineData("filters:\n  '(': {approvers: [x]}\n  '(?=a)': {approvers: [x]}\napprovers: [all]", "a/x.md", "all")]
    public void Filters_of_owners_files(string file, string path, string? owner) =>
        Assert.Equal(owner, OwnersFile.Read("a/OWNERS", file).OwnerOf(path));

    [Theory]
    [InlineData("| Field | Value |\n|---|---|\n| Owner | payments |\n| Severity | SEV2 |", "payments")]
    [InlineData("**Owner:** payments\n**Severity:** SEV2", "payments")]
    [InlineData("| Service | Owner | Severity |\n|---|---|---|\n| shop | @acme/web, Jan | 2 |", "web")]
    [InlineData("- **Team**: Data Platform\n- Slack: #data", "Data Platform")]
    [InlineData("> Owner: group:default/data", "data")]
    [InlineData("Verantwortlich: Zahlungen", "Zahlungen")]
    [InlineData("负责人：支付", "支付")]
    [InlineData("## Owner\n\npayments", "payments")]
    [InlineData("Owned by the payments team.", "payments team")]
    [InlineData(
        "## Ownership and support\n\n- Owned by the Modernisation Platform team\n- Built with others",
        "Modernisation Platform team"
    )]
    [InlineData("## Owners\n\n- maintained by data", "data")]
    [InlineData("## Steps\n\n- Owned by root is the file", null)]
    [InlineData("Owned by whoever made the file that you are looking at.", null)]
    [InlineData("Owner: TBD", null)]
    [InlineData("Owner: see the list of teams below.", null)]
    [InlineData("Owner: <your team>", null)]
    [InlineData("The owner: nobody knows who it is any more", null)]
    [InlineData("## Steps\n\n- Owner: of the file must be root", null)]
    public void The_owner_at_the_head_of_a_page(string head, string? owner) =>
        Assert.Equal(owner, Page($"# Refunds fail\n\n{head}\n\n## Resolution\n\n1. Do `x now`.\n").FrontMatter.Owner);

    [Theory]
    [InlineData("owner_slack: \"#platform\"", "#platform")]
    [InlineData("owner_slack: \"#platform\"\nowner: data", "data")]
    public void A_channel_stands_for_its_team(string frontMatter, string owner) =>
        Assert.Equal(owner, Page($"---\n{frontMatter}\n---\n# X\n\n## Resolution\n\n1. Do `x now`.\n").FrontMatter.Owner);

    [Fact]
    public void Front_matter_counts_before_the_body() =>
        Assert.Equal("a", Page("---\nowner: a\n---\n# X\n\nOwner: b\n\n## Resolution\n\n1. Do `x now`.\n").FrontMatter.Owner);

    [Theory]
    [InlineData("title: \"Flow of\nthe loader\"\nowner: data", "Flow of the loader")]
    [InlineData("title: 'Flow of\n\nit''s loader'\nowner: data", "Flow of\nit's loader")]
    [InlineData("title: Flow\ndescription: >-\n     \nowner: data", "Flow")]
    [InlineData("title: Flow\ndescription: |\n      \n  text\nowner: data", "Flow")]
    public void Front_matter_that_most_parsers_take(string yaml, string title)
    {
        var reading = DocumentReader.Read(new("s", "s", "a.md", $"---\n{yaml}\n---\n# Loader\n\n## Remediation\n\n1. `df -h /`\n"));
        Assert.Empty(reading.Findings);
        Assert.Equal((title, "data", 6), (reading.Documents[0].Title, reading.Documents[0].FrontMatter.Owner, 6));
    }

    [Theory]
    [InlineData("title: \"never closed\nowner: data")]
    [InlineData("title: [a\nowner: data")]
    public void What_no_parser_takes_is_still_a_finding(string yaml) =>
        Assert.Equal(
            FindingCodes.InvalidYaml,
            Assert.Single(DocumentReader.Read(new("s", "s", "a.md", $"---\n{yaml}\n---\n# A\n\nText.\n")).Findings).Code
        );

    [Theory]
    [InlineData("metadata:\n  name: ${{ values.name | dump }}\n  {%- if x %}\n  description: d\n  {%- endif %}\n")]
    [InlineData("metadata:\n  name: ${{ values.name }}\nspec: {owner: a}\n")]
    [InlineData("metadata:\n  name: {{cookiecutter.name}}\n")]
    [InlineData("metadata:\n  name: <%= name %>\n   bad\n")]
    public void A_skeleton_of_a_catalog_is_none(string rest)
    {
        var (catalog, findings) = CatalogReader.Read("skeleton/catalog-info.yaml", $"kind: Component\n{rest}");
        Assert.Empty(catalog.Components);
        Assert.Equal(Severity.Note, Assert.Single(findings).Severity);
    }

    [Fact]
    public void A_broken_catalog_is_an_error() =>
        Assert.Equal(
            Severity.Error,
            Assert.Single(CatalogReader.Read("catalog-info.yaml", "kind: Component\n  bad: [\n").Findings).Severity
        );

    private static Knowledge.Content.Documents.Document Page(string text) =>
        Assert.Single(DocumentReader.Read(new("s", "s", "refunds.md", text)).Documents);
}
