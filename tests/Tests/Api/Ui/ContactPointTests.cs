using Knowledge.Api.Ui;

namespace Knowledge.Tests.Api.Ui;

public class ContactPointTests
{
    [Theory]
    [InlineData("data@example.test", "mailto:data@example.test")]
    [InlineData("mailto:data@example.test", "mailto:data@example.test")]
    [InlineData("+49 (89) 1234-567", "tel:+49891234567")]
    [InlineData("https://chat.example/c/data", "https://chat.example/c/data")]
    [InlineData("#data-oncall", null)]
    [InlineData("pager data-primary", null)]
    [InlineData("extension 12", null)]
    [InlineData("12-34", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("a@b", null)]
    [InlineData("a@b.example?cc=c@d.example", null)]
    [InlineData("@handle", null)]
    [InlineData("two@mails@example.test", null)]
    public void A_click_leads_where_an_address_is_one(string text, string? address) =>
        Assert.Equal(address, Assert.Single(ContactPoint.Of(text)).Address);

    [Fact]
    public void One_line_names_several_ways_and_never_endlessly_many()
    {
        Assert.Equal(["#data-oncall", "pager data-primary"], ContactPoint.Of("#data-oncall, pager data-primary;").Select(p => p.Text));
        Assert.Equal([true, false], ContactPoint.Of("#data-oncall, pager data-primary").Select(p => p.IsChannel));
        Assert.Empty(ContactPoint.Of(null));
        Assert.Empty(ContactPoint.Of(" , "));
        Assert.Equal(6, ContactPoint.Of(string.Join(',', Enumerable.Range(0, 100))).Count);
    }
}
