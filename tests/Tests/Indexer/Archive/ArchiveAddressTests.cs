using Knowledge.Indexer.Archive;

namespace Knowledge.Tests.Indexer.Archive;

public sealed class ArchiveAddressTests
{
    [Theory]
    [InlineData("/archive/tickets/OPS-12", true, "tickets OPS-12")]
    [InlineData("/archive/tickets/OPS-12#s3", true, "tickets OPS-12")]
    [InlineData("https://kb.example/archive/tickets/OPS-12#s3", true, "tickets OPS-12")]
    [InlineData("https://kb.example/kb/archive/tickets/OPS-12?draft=x", true, "tickets OPS-12")]
    [InlineData(" /archive/wiki/sub%20dir/a%26b ", true, "wiki sub dir/a&b")]
    [InlineData("tickets/OPS-12#3", true, "tickets OPS-12|tickets OPS-12#3")]
    [InlineData("tickets/a#1#3", true, "tickets a#1|tickets a#1#3")]
    [InlineData("wiki/sub/page", false, "wiki sub/page")]
    [InlineData("tickets/OPS-12#", false, "tickets OPS-12#")]
    [InlineData("tickets/OPS-12#s3", false, "tickets OPS-12#s3")]
    // An id of a page that is served, or nothing.
    [InlineData("disk-full", false, "")]
    [InlineData("https://kb.example/docs/disk-full", false, "")]
    [InlineData("/archive/tickets", true, "")]
    [InlineData("/archive/", true, "")]
    [InlineData("#3", false, "")]
    [InlineData("x#3", true, "")]
    [InlineData("", false, "")]
    public void A_text_names_a_page_by_its_address_or_as_a_hit_does(string text, bool isCertain, string pages)
    {
        var read = ArchiveAddress.Read(text);
        Assert.Equal(isCertain, read.IsCertain);
        Assert.Equal(pages, string.Join('|', read.Pages.Select(p => $"{p.Archive} {p.Id}")));
    }

    [Fact]
    public void What_a_hit_says_of_itself_leads_to_its_page()
    {
        using var fixture = new ArchiveFixture();
        fixture.Build(ArchiveFixture.Page("sub dir/a&b #1", "Odd", "An odd id."));
        var hit = Assert.Single(fixture.Ask("odd").Hits);
        using var set = new ArchiveSet([new("tickets", fixture.Out)], TimeProvider.System, Assert.Fail).Open();
        foreach (var named in new[] { hit.Id, hit.Url, $"https://kb.example{hit.Url}" })
            Assert.Equal("Odd", set.Page(named)?.Title);
        Assert.Null(set.Page("chats/sub dir/a&b #1"));
    }

    [Fact]
    public void A_long_text_names_nothing() => Assert.Empty(ArchiveAddress.Read("/archive/tickets/" + new string('x', 5_000)).Pages);
}
