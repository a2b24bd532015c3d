using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Knowledge.Tests.Api;
using Knowledge.Tests.Api.Access;
using Knowledge.Tests.Api.Store;

namespace Knowledge.Tests.Faults;

/// <summary>A sender for which no secret is configured has one for all nodes on one database, also while that is away.</summary>
[Trait("Reliability", "F-16")]
[Trait("Reliability", "A-11")]
public sealed class OneHookSecretTests : IDisposable
{
    private readonly PostgresServer database;
    private readonly string store;
    private readonly List<ServerProcess> servers = [];

    public OneHookSecretTests()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "There is no PostgreSQL here (apt-get install postgresql).");
        database = new();
        store = database.NewDatabase();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var server in servers)
            server.Dispose();
        database.Dispose();
    }

    private async Task<ServerProcess> Start()
    {
        var server = new ServerProcess(
            new Dictionary<string, string> { ["KB_STORE"] = store, ["KB_EMBEDDER"] = "none" },
            ("disk.md", "# Disk full\n\n## Remediation\n\n1. Free it.\n")
        );
        servers.Add(server);
        await server.Start();
        return server;
    }

    private static async Task<HttpStatusCode> Post(ServerProcess to, string secret, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/webhook")
        {
            Content = new StringContent(
                $$"""{"name":"{{name}}","status":"firing"}""",
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/json")
            ),
        };
        request.Headers.Authorization = new("Bearer", secret);
        using var answer = await to.Client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    [Fact]
    public async Task Every_node_takes_the_secret_that_the_operator_is_shown_also_one_that_starts_while_the_database_is_away()
    {
        var (one, other) = (await Start(), await Start());
        var (code, output, error) = await Visitor.Operator(other.Data, "hook", "secret", "webhook", "--store", store);
        Assert.Equal((0, ""), (code, error));
        var secret = output.Trim();
        Assert.Equal(HttpStatusCode.Accepted, await Post(one, secret, "AtOne"));
        Assert.Equal(HttpStatusCode.Accepted, await Post(other, secret, "AtOther"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Post(one, secret[..^1] + "_", "Wrong"));

        other.Kill();
        database.Stop("immediate");
        await other.Start();
        Assert.Equal(HttpStatusCode.Accepted, await Post(one, secret, "AtOneMeanwhile"));
        Assert.Equal(HttpStatusCode.Accepted, await Post(other, secret, "AtOtherMeanwhile"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Post(other, "another secret", "Wrong"));
        Assert.All(servers, s => Assert.DoesNotContain(s.Output, l => l.Contains(secret, StringComparison.Ordinal)));
    }
}
