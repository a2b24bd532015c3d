using System.Text.Json;
using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class SnsPayloadTests
{
    private static string Notification(string message) =>
        JsonSerializer.Serialize(
            new
            {
                Type = "Notification",
                MessageId = "m-9",
                TopicArn = "arn:aws:sns:eu-west-1:7:mill",
                Subject = "s",
                Message = message,
            }
        );

    private static string Subscription(string url) =>
        JsonSerializer.Serialize(
            new
            {
                Type = "SubscriptionConfirmation",
                MessageId = "m-1",
                Token = "t",
                TopicArn = "arn:aws:sns:eu-west-1:7:mill",
                Message = "You have chosen to subscribe",
                SubscribeURL = url,
            }
        );

    [Fact]
    public void What_is_inside_is_read_by_its_own_shape()
    {
        foreach (var (format, body) in All.Where(f => f.Format is not AlertPayloadFormat.StatusCake))
        {
            var payload = Read(Notification(body));
            Assert.Equal((format, "m-9", null), (payload.Format!.Value, payload.EventId, payload.Problem));
            Assert.Equal(One(body).Key, Assert.Single(payload.Alerts).Key);
        }
    }

    [Fact]
    public void Plain_text_is_not_understood()
    {
        var payload = Read(Notification("Mill is late"));

        Assert.Empty(payload.Alerts);
        Assert.Contains("is plain text", payload.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_understood_inside_is_described_from_inside() =>
        Assert.EndsWith(
            "It is a JSON object with keys mill, late; map it with hooks/NAME.yaml.",
            Read(Notification("""{"mill": 3, "late": 12}""")).Problem,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_subscription_waits_for_an_operator()
    {
        var payload = Read(Subscription("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=x&Token=t"));

        Assert.Empty(payload.Alerts);
        Assert.Equal(
            ("arn:aws:sns:eu-west-1:7:mill", "sns.eu-west-1.amazonaws.com"),
            (payload.Subscription!.TopicArn, payload.Subscription.ConfirmUrl!.Host)
        );
        Assert.Contains("waits for an operator", payload.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription")]
    [InlineData("https://sns.eu-west-1.amazonaws.com.evil.example/?Action=ConfirmSubscription")]
    [InlineData("https://evil.example/?Action=ConfirmSubscription&x=sns.eu-west-1.amazonaws.com")]
    [InlineData("https://sns.eu-west-1.amazonaws.com@evil.example/?Action=ConfirmSubscription")]
    [InlineData("https://evil@sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription")]
    [InlineData("https://sns.eu-west-1.amazonaws.com:8443/?Action=ConfirmSubscription")]
    [InlineData("https://bucket.s3.amazonaws.com/?Action=ConfirmSubscription")]
    [InlineData("https://xsns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=Publish")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/other?Action=ConfirmSubscription")]
    [InlineData("https://127.0.0.1/?Action=ConfirmSubscription")]
    [InlineData("nonsense")]
    public void An_address_that_is_none_of_amazon_is_never_followed(string url)
    {
        Assert.Null(SnsAddress.ToConfirm(url));
        var payload = Read(Subscription(url));
        Assert.Null(payload.Subscription!.ConfirmUrl);
        Assert.Contains("none of Amazon SNS", payload.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://sns.us-east-1.amazonaws.com/SimpleNotificationService-a1.pem", true)]
    [InlineData("https://sns.cn-north-1.amazonaws.com.cn/x.pem", true)]
    [InlineData("https://sns.us-gov-west-1.amazonaws.com/x.pem", true)]
    [InlineData("https://sns.us-east-1.amazonaws.com/x.pem?y=1", false)]
    [InlineData("https://sns.us-east-1.amazonaws.com/x.txt", false)]
    [InlineData("http://sns.us-east-1.amazonaws.com/x.pem", false)]
    [InlineData("https://sns.evil.com/x.pem", false)]
    public void A_certificate_comes_from_amazon_or_not_at_all(string url, bool isAmazon) =>
        Assert.Equal(isAmazon, SnsAddress.OfCertificate(url) is not null);
}
