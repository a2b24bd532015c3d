using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Alerts;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>Amazon SNS, with a key of the test's in place of Amazon's.</summary>
public sealed class SnsTests : IDisposable
{
    private const string Topic = "arn:aws:sns:eu-west-1:7:mill";
    private const string CertificateUrl = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem";
    private const string ConfirmUrl = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t";

    private static readonly RSA Key = RSA.Create(2048);
    private static readonly string Certificate = CertificateOf(Key);

    private readonly Amazon amazon = new();
    private readonly Server server = Server.With();
    private readonly Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Knowledge.Api.Options.ServerOptions> host;
    private readonly HttpClient client;

    public SnsTests()
    {
        host = server.WithWebHostBuilder(builder =>
            builder.ConfigureTestServices(services =>
                services.AddSingleton(new SnsClient(new HttpClient(amazon), TimeProvider.System, NullLogger<SnsClient>.Instance))
            )
        );
        client = host.CreateDefaultClient(server.Sender());
    }

    public void Dispose()
    {
        client.Dispose();
        host.Dispose();
        server.Dispose();
        amazon.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What answers in place of Amazon, and what it was asked.</summary>
    private sealed class Amazon : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsoluteUri);
            return Task.FromResult(new HttpResponseMessage(Status) { Content = new StringContent(Certificate) });
        }
    }

    private static string CertificateOf(RSA key) =>
        new CertificateRequest("CN=sns.amazonaws.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddDays(1))
            .ExportCertificatePem();

    private static Dictionary<string, string> Notification(string message = """{"AlarmName": "MillLate", "NewStateValue": "ALARM"}""") =>
        new()
        {
            ["Type"] = "Notification",
            ["MessageId"] = "m-1",
            ["TopicArn"] = Topic,
            ["Subject"] = "ALARM",
            ["Message"] = message,
            ["Timestamp"] = "2026-11-20T08:00:01.134Z",
        };

    private static Dictionary<string, string> Subscription(string url = ConfirmUrl) =>
        new()
        {
            ["Type"] = "SubscriptionConfirmation",
            ["MessageId"] = "m-0",
            ["Token"] = "t",
            ["TopicArn"] = Topic,
            ["Message"] = "You have chosen to subscribe",
            ["SubscribeURL"] = url,
            ["Timestamp"] = "2026-11-20T08:00:00.000Z",
        };

    private static Dictionary<string, string> Signed(
        Dictionary<string, string> message,
        string version = "1",
        RSA? key = null,
        string certificate = CertificateUrl
    )
    {
        // By the documentation, not by the code that is tested.
        string[] names =
            message["Type"] == "Notification"
                ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
                : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
        var text = string.Concat(names.Where(message.ContainsKey).Select(n => $"{n}\n{message[n]}\n"));
        var hash = version == "2" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
        return new(message)
        {
            ["SignatureVersion"] = version,
            ["Signature"] = Convert.ToBase64String((key ?? Key).SignData(Encoding.UTF8.GetBytes(text), hash, RSASignaturePadding.Pkcs1)),
            ["SigningCertURL"] = certificate,
        };
    }

    private async Task<HttpStatusCode> Post(Dictionary<string, string> message, string source = "sns") =>
        (
            await client.PostAsync(
                $"/hooks/{source}",
                new StringContent(JsonSerializer.Serialize(message), Encoding.UTF8, "text/plain"),
                Cancellation
            )
        ).StatusCode;

    private async Task<JsonElement> Inbox()
    {
        for (var guard = 0; ; guard++)
        {
            var inbox = await client.GetFromJsonAsync<JsonElement>("/api/inbox", Cancellation);
            if (inbox.GetProperty("unread").GetInt32() == 0 || guard > 600)
                return inbox.GetProperty("items");
            await Task.Delay(50, Cancellation);
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task A_message_that_amazon_signed_is_taken_and_the_certificate_asked_for_once(string version)
    {
        Assert.Equal(HttpStatusCode.Accepted, await Post(Signed(Notification(), version)));
        Assert.Equal(HttpStatusCode.OK, await Post(Signed(Notification(), version)));

        await Inbox();
        var alerts = await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation);
        Assert.Equal(
            "MillLate",
            Assert.Single(alerts.GetProperty("alerts").EnumerateArray()).GetProperty("alert").GetProperty("name").GetString()
        );
        Assert.Equal([CertificateUrl], amazon.Asked);
    }

    [Fact]
    public async Task A_message_without_a_subject_is_signed_without_it()
    {
        var message = Notification();
        message.Remove("Subject");

        Assert.Equal(HttpStatusCode.Accepted, await Post(Signed(message)));
    }

    [Theory]
    [InlineData("Message", "{}")]
    [InlineData("TopicArn", "arn:aws:sns:eu-west-1:8:other")]
    [InlineData("Timestamp", "2026-11-21T08:00:01.134Z")]
    [InlineData("Signature", "AAAA")]
    [InlineData("Signature", "not base64")]
    [InlineData("SignatureVersion", "3")]
    [InlineData("Type", "Other")]
    [InlineData("SigningCertURL", "https://evil.example/x.pem")]
    [InlineData("SigningCertURL", "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem")]
    public async Task A_message_that_was_changed_is_refused(string field, string value)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await Post(new(Signed(Notification())) { [field] = value }));
        Assert.DoesNotContain(amazon.Asked, a => a.Contains("evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task What_somebody_packed_on_the_way_is_still_signed(string coding)
    {
        using var packed = new MemoryStream();
        using (
            Stream stream = coding switch
            {
                "gzip" => new GZipStream(packed, CompressionMode.Compress, leaveOpen: true),
                "br" => new BrotliStream(packed, CompressionMode.Compress, leaveOpen: true),
                _ => new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true),
            }
        )
            JsonSerializer.Serialize(stream, Signed(Notification()));
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add(coding);

        Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync("/hooks/sns", content, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("sns", null)]
    [InlineData("sns", "wrong")]
    [InlineData("alertmanager", null)]
    [InlineData("grafana", "wrong")]
    public async Task Whoever_does_not_prove_himself_is_asked_for_a_password_of_a_realm(string source, string? password)
    {
        // Amazon SNS sends the password of its address only then.
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{source}");
        request.Content = new StringContent(JsonSerializer.Serialize(Signed(Notification())));
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"any:{password}")));

        var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var asked = Assert.Single(answer.Headers.WwwAuthenticate, a => a.Scheme == "Basic");
        Assert.StartsWith("realm=\"", asked.Parameter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_and_no_json_are_refused()
    {
        using var other = RSA.Create(2048);
        Assert.Equal(HttpStatusCode.Unauthorized, await Post(Signed(Notification(), key: other)));
        var text = await client.PostAsync("/hooks/sns", new StringContent("no json"), Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, text.StatusCode);
    }

    [Fact]
    public async Task While_the_certificate_cannot_be_fetched_it_is_to_be_sent_again()
    {
        amazon.Status = HttpStatusCode.BadGateway;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Post(Signed(Notification())));
        amazon.Status = HttpStatusCode.OK;
        Assert.Equal(HttpStatusCode.Accepted, await Post(Signed(Notification())));
    }

    [Fact]
    public void A_certificate_counts_only_in_its_time()
    {
        using var certificate = X509Certificate2.CreateFromPem(Certificate);
        using var message = JsonDocument.Parse(JsonSerializer.Serialize(Signed(Notification())));

        Assert.True(SnsSignature.IsAuthentic(message.RootElement, certificate, TimeProvider.System.GetUtcNow()));
        Assert.False(SnsSignature.IsAuthentic(message.RootElement, certificate, TimeProvider.System.GetUtcNow().AddDays(2)));
        Assert.False(SnsSignature.IsAuthentic(message.RootElement, certificate, DateTimeOffset.UnixEpoch.AddDays(-1)));
    }

    [Fact]
    public async Task A_subscription_is_confirmed_by_one_click_and_by_nothing_else()
    {
        Assert.Equal(HttpStatusCode.Accepted, await Post(Signed(Subscription())));
        var item = Assert.Single((await Inbox()).EnumerateArray());
        Assert.Equal("unreadable", item.GetProperty("state").GetString());
        await client.PostAsync("/api/inbox/replay", null, Cancellation);
        await Inbox();
        Assert.DoesNotContain(ConfirmUrl, amazon.Asked);

        var id = item.GetProperty("id").GetInt64();
        var page = await client.GetStringAsync("/alerts", Cancellation);
        Assert.Contains($"action=\"/alerts/subscriptions/{id}\"", page, StringComparison.Ordinal);
        Assert.Contains(Topic, page, StringComparison.Ordinal);

        var answer = await client.PostAsync($"/alerts/subscriptions/{id}", new FormUrlEncodedContent([new("actor", "ann")]), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(1, amazon.Asked.Count(a => a == ConfirmUrl));
        item = Assert.Single((await Inbox()).EnumerateArray());
        Assert.Equal(("read", "confirmed by ann"), (item.GetProperty("state").GetString(), item.GetProperty("problem").GetString()));
        Assert.DoesNotContain("Confirm the topic", await client.GetStringAsync("/alerts", Cancellation), StringComparison.Ordinal);

        var again = await client.PostAsync($"/api/inbox/{id}/confirm", null, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task What_amazon_does_not_take_keeps_waiting()
    {
        await Post(Subscription(), source: "webhook");
        var id = Assert.Single((await Inbox()).EnumerateArray()).GetProperty("id").GetInt64();
        amazon.Status = HttpStatusCode.Forbidden;

        var answer = await client.PostAsync($"/api/inbox/{id}/confirm", null, Cancellation);
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("403", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        amazon.Status = HttpStatusCode.OK;
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/api/inbox/{id}/confirm", null, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/?Action=ConfirmSubscription")]
    [InlineData("http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription")]
    public async Task An_address_that_is_none_of_amazon_is_not_even_offered(string url)
    {
        await Post(Subscription(url), source: "webhook");
        var id = Assert.Single((await Inbox()).EnumerateArray()).GetProperty("id").GetInt64();

        Assert.DoesNotContain("Confirm the topic", await client.GetStringAsync("/alerts", Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync($"/api/inbox/{id}/confirm", null, Cancellation)).StatusCode);
        Assert.Empty(amazon.Asked);
    }
}
