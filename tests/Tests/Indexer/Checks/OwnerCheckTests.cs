using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class OwnerCheckTests
{
    private const string Catalog = "kind: Group\nmetadata: {name: data}\n---\nkind: Component\nmetadata: {name: loader}\nspec: {owner: data}\n";

    [Fact]
    public void A_source_that_names_nobody_is_told_so_once()
    {
        var finding = Assert.Single(Checking.Find(FindingCodes.NoOwner, ("a.md", Checking.Good), ("b.md", Checking.Good)));
        Assert.Equal(("", "content"), (finding.File, finding.Subject));
    }

    [Fact]
    public void Where_others_have_owners_each_page_and_alert_without_one_is_named() =>
        Assert.Equal(["a.md", "rules.yaml"], Checking.Find(FindingCodes.NoOwner, ("a.md", Checking.Good), ("b.md", "---\nowner: data\n---\n" + Checking.Good), ("rules.yaml", Checking.Rules(("A", null)))).Select(f => f.File));

    [Fact]
    public void An_owner_must_be_in_the_catalog_where_there_is_one()
    {
        (string, string)[] files = [("a.md", "---\ntitle: A\nowner: dta\n---\n" + Checking.Good), ("b.md", "---\nowner: Data\n---\n" + Checking.Good)];
        Assert.Empty(Checking.Find(FindingCodes.UnknownOwner, files));
        var finding = Assert.Single(Checking.Find(FindingCodes.UnknownOwner, [.. files, ("catalog-info.yaml", Catalog)]));
        Assert.Equal(("a.md", 3, "dta"), (finding.File, finding.Line, finding.Subject));
    }

    [Fact]
    public void The_places_that_name_an_owner_must_agree()
    {
        var finding = Assert.Single(Checking.Find(FindingCodes.OwnersDisagree,
            ("a.md", "---\nowner: data\n---\n" + Checking.Good), ("b.md", "---\nowner: platform\n---\n" + Checking.Good), ("CODEOWNERS", "* @acme/platform\n")));
        Assert.Equal(("a.md", "data platform"), (finding.File, finding.Subject));
        Assert.Contains("CODEOWNERS says `platform`", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_must_be_in_the_catalog_where_there_is_one()
    {
        (string, string)[] files = [("a.md", "---\nservices: [loader]\n---\n" + Checking.Good), ("b.md", "---\ntitle: B\nservices: [laoder]\n---\n" + Checking.Good)];
        Assert.Empty(Checking.Find(FindingCodes.UnknownService, files));
        var finding = Assert.Single(Checking.Find(FindingCodes.UnknownService, [.. files, ("catalog-info.yaml", Catalog)]));
        Assert.Equal(("b.md", 3, "laoder"), (finding.File, finding.Line, finding.Subject));
    }
}
