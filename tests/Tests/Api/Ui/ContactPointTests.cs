using Knowledge.Api.Live;
using Knowledge.Api.Ui;

namespace Knowledge.Tests.Api.Ui;

public class ContactPointTests
{
    private static readonly Dictionary<string, string> None = [];

    private static readonly IReadOnlyDictionary<string, string> Urls = ContactUrls
        .Parse(["#=https://chat.example/c?n={name}", "pager=https://pager.example/page/{name}"])
        .ByWord;

    [Theory]
    [InlineData("#data-oncall", "https://chat.example/c?n=data-oncall")]
    [InlineData("pager data-primary", "https://pager.example/page/data-primary")]
    [InlineData("Pager: data primary", "https://pager.example/page/data%20primary")]
    [InlineData("#../x?y", "https://chat.example/c?n=..%2Fx%3Fy")]
    [InlineData("data@example.test", "mailto:data@example.test")]
    [InlineData("#", null)]
    [InlineData("pager", null)]
    [InlineData("pagers data", null)]
    [InlineData("desk 12", null)]
    public void What_is_no_address_leads_where_the_server_was_told(string text, string? address) =>
        Assert.Equal(address, Assert.Single(ContactPoint.Of(text, Urls)).Address);

    [Theory]
    [InlineData("https://chat.example/c/{name}")]
    [InlineData("=https://chat.example/c/{name}")]
    [InlineData("two words=https://chat.example/c/{name}")]
    [InlineData("#=https://chat.example/c/")]
    [InlineData("#=https://{name}.chat.example/")]
    [InlineData("#=javascript:alert('{name}')")]
    [InlineData("#=https://user:secret@chat.example/{name}")]
    [InlineData("#=slack://channel?id={name}")]
    [InlineData("#=nonsense")]
    public void What_makes_no_sense_is_refused_with_what_to_give(string given)
    {
        Assert.Contains("--contact-url", ContactUrls.Parse([given]).Error, StringComparison.Ordinal);
        Assert.Contains(
            "twice",
            ContactUrls.Parse(["a=https://x.example/{name}", "A=https://y.example/{name}"]).Error,
            StringComparison.Ordinal
        );
    }

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
        Assert.Equal(address, Assert.Single(ContactPoint.Of(text, None)).Address);

    [Fact]
    public void One_line_names_several_ways_and_never_endlessly_many()
    {
        Assert.Equal(
            ["#data-oncall", "pager data-primary"],
            ContactPoint.Of("#data-oncall, pager data-primary;", None).Select(p => p.Text)
        );
        Assert.Equal([true, false], ContactPoint.Of("#data-oncall, pager data-primary", None).Select(p => p.IsChannel));
        Assert.Empty(ContactPoint.Of(null, None));
        Assert.Empty(ContactPoint.Of(" , ", None));
        Assert.Equal(6, ContactPoint.Of(string.Join(',', Enumerable.Range(0, 100)), None).Count);
    }
}
