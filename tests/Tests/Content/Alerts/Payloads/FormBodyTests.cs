using Knowledge.Content.Alerts.Payloads;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class FormBodyTests
{
    private static PayloadOrigin Of(string type) => new(Headers: new Dictionary<string, string> { ["content-type"] = type });

    [Theory]
    [InlineData("name=Mill+is+late&id=7&status=closed", "application/x-www-form-urlencoded; charset=utf-8")]
    [InlineData("name=Mill%20is%20late&id=7&status=closed", "")]
    [InlineData(
        "payload=%7B%22name%22%3A%22Mill+is+late%22%2C%22id%22%3A%227%22%2C%22status%22%3A%22ok%22%7D",
        "application/x-www-form-urlencoded"
    )]
    public void A_form_is_read_by_its_fields_or_by_the_json_in_it(string body, string type)
    {
        var alert = Assert.Single(Read(body, Of(type)).Alerts);

        Assert.Equal(("Mill is late", "7", "Resolved"), (alert.Name, alert.Key, alert.State.ToString()));
    }

    [Fact]
    public void Json_is_json_whatever_the_content_type_says() =>
        Assert.Equal("7", Assert.Single(Read("""{"name": "a=b&c=d", "id": "7"}""", Of("application/x-www-form-urlencoded")).Alerts).Key);

    [Theory]
    [InlineData("not json", "")]
    [InlineData("<html a=b>", "")]
    [InlineData("{\"a\": 1", "application/json")]
    [InlineData("a=1", "application/json")]
    public void What_is_no_form_is_said_to_be_no_json(string body, string type) =>
        Assert.Contains("not JSON", Read(body, Of(type)).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_form_that_names_no_alert_is_described() =>
        Assert.EndsWith(
            "It is a JSON object with keys mill, late; map it with hooks/NAME.yaml.",
            Read("mill=3&late=12", Of("application/x-www-form-urlencoded")).Problem,
            StringComparison.Ordinal
        );
}
