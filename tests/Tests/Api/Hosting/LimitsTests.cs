using System.Net;
using System.Threading.RateLimiting;
using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Microsoft.AspNetCore.Http;

namespace Knowledge.Tests.Api.Hosting;

public sealed class LimitsTests
{
    [Fact]
    public async Task A_stranger_who_asks_too_much_is_told_when_to_come_back()
    {
        using var server = Server.From(IPAddress.Parse("203.0.113.7"), ("a.md", "# A\n\nText."));
        using var client = server.Client();
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < Limits.Burst + Limits.RequestsPerSecond * 5; i++)
            answers.Add(await client.GetAsync("/api/gaps", TestContext.Current.CancellationToken));
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.InRange(answers.IndexOf(refused), Limits.Burst, Limits.Burst + Limits.RequestsPerSecond * 4);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/-/healthy", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("/-/healthy", true)]
    [InlineData("/-/ready", true)]
    [InlineData("/metrics", true)]
    [InlineData("/assets/style.css", true)]
    [InlineData("/hooks/alertmanager", true)]
    [InlineData("/hooks/slack/command", true)]
    [InlineData("/", false)]
    [InlineData("/absent", false)]
    [InlineData("/openapi/v1.json", false)]
    public async Task Only_what_machines_ask_has_no_limit_of_people(string path, bool isUnlimited)
    {
        using var server = Server.From(IPAddress.Parse("203.0.113.7"), ("a.md", "# A\n\nText."));
        using var client = server.Client();
        var hook = path.StartsWith("/hooks/", StringComparison.Ordinal);
        // On a busy machine the next second may begin between the last request of too many and this one.
        for (var attempt = 1; ; attempt++)
        {
            for (var i = 0; i < Limits.Burst + Limits.RequestsPerSecond * 50; i++)
                if (await Status(client, HttpMethod.Get, "/api/gaps") == HttpStatusCode.TooManyRequests)
                    break;
            var isAnswered = await Status(client, hook ? HttpMethod.Post : HttpMethod.Get, path) != HttpStatusCode.TooManyRequests;
            if (isAnswered && !isUnlimited && attempt < 10)
                continue;
            Assert.Equal(isUnlimited, isAnswered);
            break;
        }
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    [Fact]
    public async Task This_machine_may_ask_as_much_as_it_likes()
    {
        using var server = Server.From(IPAddress.IPv6Loopback, ("a.md", "# A\n\nText."));
        using var client = server.Client();
        for (var i = 0; i < Limits.Burst * 2; i++)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/gaps", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public void People_and_tokens_are_counted_each_for_themselves_and_addresses_where_nobody_is_known()
    {
        static RateLimitPartition<string> Of(string address, Caller? caller = null)
        {
            var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
            http.Features.Set(caller ?? Caller.Nobody);
            return Limits.PartitionOf(http);
        }
        var ada = new Caller("local:ada", "ada", Role.Viewer, []);
        var token = ada with { TokenId = "0123456789ab" };

        // From wherever they come.
        Assert.Equal(Of("203.0.113.7", ada).PartitionKey, Of("198.51.100.1", ada).PartitionKey);
        Assert.Equal(Of("203.0.113.7", token).PartitionKey, Of("198.51.100.1", token).PartitionKey);
        Assert.Equal(
            5,
            new[]
            {
                Of("203.0.113.7"),
                Of("198.51.100.1"),
                Of("203.0.113.7", ada),
                Of("203.0.113.7", ada with { Subject = "oidc:ada" }),
                Of("203.0.113.7", token),
            }
                .Select(p => p.PartitionKey)
                .Distinct()
                .Count()
        );
        foreach (
            var (partition, atOnce) in new[]
            {
                (Of("203.0.113.7"), Limits.Burst),
                (Of("203.0.113.7", ada), Limits.Burst),
                (Of("203.0.113.7", token), 2 * Limits.TokenRequestsPerSecond),
            }
        )
        {
            using var limiter = partition.Factory(partition.PartitionKey);
            Assert.Equal(atOnce, limiter.GetStatistics()?.CurrentAvailablePermits);
            using var all = limiter.AttemptAcquire(atOnce);
            Assert.True(all.IsAcquired);
        }
    }
}
