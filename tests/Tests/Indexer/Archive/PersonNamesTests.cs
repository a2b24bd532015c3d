using Knowledge.Indexer.Archive;

namespace Knowledge.Tests.Indexer.Archive;

public sealed class PersonNamesTests
{
    [Theory]
    [InlineData("Restarted by ädä LOVELACE herself.", true)]
    [InlineData("Ädä Lovelace", true)]
    [InlineData("mail ada@example.org, please", true)]
    [InlineData("done by oidc:u-1", true)]
    [InlineData("owner:ada", true)]
    [InlineData("ada: it is down", true)]
    [InlineData("09:50 ada: it is down\n09:51 bob: really", true)]
    [InlineData("09:51 bob: really\nAda: yes", true)]
    // Somebody else, or nobody.
    [InlineData("Ädä Lovelaces", false)]
    [InlineData("XÄdä Lovelace", false)]
    [InlineData("done by oidc:u-12", false)]
    [InlineData("mail bada@example.organic", false)]
    [InlineData("ask ada about it", false)]
    [InlineData("ask ada: she knows", false)]
    [InlineData("owner:adams", false)]
    [InlineData("tag:ada", false)]
    [InlineData("adan: it is down", false)]
    [InlineData("", false)]
    public void A_name_counts_where_it_can_be_no_other(string text, bool isNamed) =>
        Assert.Equal(isNamed, PersonNames.StandIn(text, ["oidc:u-1", "Ädä Lovelace", "ada", "ada@example.org", ""]));

    [Fact]
    public void Without_names_nobody_is_named() => Assert.False(PersonNames.StandIn("ada: yes", []));
}
