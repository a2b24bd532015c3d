using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class OwnerCheckTests
{
    private const string Catalog =
        "kind: Group\nmetadata: {name: data}\n---\nkind: Component\nmetadata: {name: loader}\nspec: {owner: data}\n";

    [Fact]
    public void A_source_that_names_nobody_is_told_so_once()
    {
        var finding = Assert.Single(CheckRunner.Find(FindingCodes.NoOwner, ("a.md", CheckRunner.Good), ("b.md", CheckRunner.Good)));
        Assert.Equal(("", "content"), (finding.File, finding.Subject));
    }

    [Fact]
    public void Where_others_have_owners_each_page_and_alert_without_one_is_named() =>
        Assert.Equal(
            ["a.md", "rules.yaml"],
            CheckRunner
                .Find(
                    FindingCodes.NoOwner,
                    ("a.md", CheckRunner.Good),
                    ("b.md", "---\nowner: data\n---\n" + CheckRunner.Good),
                    ("rules.yaml", CheckRunner.Rules(("A", null)))
                )
                .Select(f => f.File)
        );

    [Fact]
    public void An_owner_must_be_in_the_catalog_where_there_is_one()
    {
        (string, string)[] files =
        [
            ("a.md", "---\ntitle: A\nowner: dta\n---\n" + CheckRunner.Good),
            ("b.md", "---\nowner: Data\n---\n" + CheckRunner.Good),
        ];
        Assert.Empty(CheckRunner.Find(FindingCodes.UnknownOwner, files));
        // A channel is no name of a team.
        (string, string) channel = ("c.md", "---\nowner_slack: \"#dta\"\n---\n" + CheckRunner.Good);
        Assert.Empty(CheckRunner.Find(FindingCodes.UnknownOwner, channel, ("catalog-info.yaml", Catalog)));
        Assert.Empty(CheckRunner.Find(FindingCodes.OwnersDisagree, channel, ("CODEOWNERS", "* @acme/data\n")));
        var finding = Assert.Single(CheckRunner.Find(FindingCodes.UnknownOwner, [.. files, ("catalog-info.yaml", Catalog)]));
        Assert.Equal(("a.md", 3, "dta"), (finding.File, finding.Line, finding.Subject));
    }

    [Fact]
    public void The_places_that_name_an_owner_must_agree()
    {
        var finding = Assert.Single(
            CheckRunner.Find(
                FindingCodes.OwnersDisagree,
                ("a.md", "---\nowner: data\n---\n" + CheckRunner.Good),
                ("b.md", "---\nowner: platform\n---\n" + CheckRunner.Good),
                ("CODEOWNERS", "* @acme/platform\n")
            )
        );
        Assert.Equal(("a.md", "data platform"), (finding.File, finding.Subject));
        Assert.Contains("CODEOWNERS says `platform`", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_must_be_in_the_catalog_where_there_is_one()
    {
        (string, string)[] files =
        [
            ("a.md", "---\nservices: [loader]\n---\n" + CheckRunner.Good),
            ("b.md", "---\ntitle: B\nservices: [laoder]\n---\n" + CheckRunner.Good),
        ];
        Assert.Empty(CheckRunner.Find(FindingCodes.UnknownService, files));
        var finding = Assert.Single(CheckRunner.Find(FindingCodes.UnknownService, [.. files, ("catalog-info.yaml", Catalog)]));
        Assert.Equal(("b.md", 3, "laoder"), (finding.File, finding.Line, finding.Subject));
    }

    [Fact]
    public void Catalogs_that_disagree_about_one_entity_are_found_across_files_and_sources()
    {
        using var first = new Fixture();
        using var second = new Fixture();
        first.With("catalog-info.yaml", Catalog("web", "data")).With("later/catalog-info.yaml", Catalog("WEB", "storage"));
        second.With(
            "catalog-info.yaml",
            $"{Catalog("web", "data")}---\nkind: Component\nmetadata: {{name: other}}\n---\nkind: System\n"
                + $"metadata: {{name: web}}\nspec: {{owner: x}}\n---\n{Catalog("web", "support")}"
        );
        var found = CheckRunner
            .Of(("one", first.Directory), ("two", second.Directory))
            .Where(f => f.Code == FindingCodes.CatalogsDisagree)
            .ToList();
        Assert.Equal(
            [("one", "later/catalog-info.yaml", 2), ("two", "catalog-info.yaml", 13)],
            found.Select(f => (f.Source!, f.File, f.Line))
        );
        Assert.Contains(
            "owner is `support` here and `data` in catalog-info.yaml of source one:2",
            found[1].Message,
            StringComparison.Ordinal
        );

        static string Catalog(string name, string owner) => $"kind: Component\nmetadata: {{name: {name}}}\nspec: {{owner: {owner}}}\n";
    }
}
