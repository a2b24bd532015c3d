using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using Knowledge.Api.Store;
using Knowledge.Tests.Api;
using Knowledge.Tests.Api.Store;

namespace Knowledge.Tests.Faults;

/// <summary>
/// F-21 with the program of the version before, built from the history: beside this one, on one database, both answer, take alerts, write
/// and follow each other while the store is taken over and after it. A test of its statements alone is <see cref="RollingUpdateTests"/>.
/// </summary>
public sealed class F21PreviousProgramTests : IDisposable
{
    private const string Secret = "correct horse battery";

    private readonly List<ServerProcess> servers = [];
    private readonly List<string> alerts = [];
    private readonly List<string> drafts = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var server in servers)
            server.Dispose();
    }

    private ServerProcess Server(string store, string? program)
    {
        var environment = new Dictionary<string, string>
        {
            ["KB_STORE"] = store,
            ["KB_HOOK_WEBHOOK_SECRET"] = Secret,
            ["KB_EMBEDDER"] = "none",
        };
        (string, string) page = ("disk.md", "# Disk full\n\n## Remediation\n\n1. Free it.\n");
        var server = program is null ? new ServerProcess(environment, page) : new ServerProcess(environment, page) { Program = program };
        servers.Add(server);
        return server;
    }

    [Fact]
    public async Task The_version_before_and_this_one_serve_write_and_follow_each_other()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("KB_LONG") == "1",
            "It builds the program of the version before: tests/run --long."
        );
        using var previous = PreviousProgram.Build();
        Assert.SkipWhen(previous is null, "The history does not tell what was before the newest migration.");
        var store = PostgresServer.Shared.NewDatabase();
        var before = Server(store, previous.Program);
        var now = Server(store, null);
        await before.Start();
        Assert.Equal(Migration.Latest - 1, Schema(store));
        await WriteAt(before, 10);

        // This one takes the store over while the other is written to.
        var starting = now.Start();
        while (!starting.IsCompleted)
            await WriteAt(before, 1);
        await starting;
        Assert.Equal(Migration.Latest, Schema(store));
        for (var i = 0; i < 10; i++)
        {
            await WriteAt(before, 1);
            await WriteAt(now, 1);
        }
        await Verify(before, now);

        before.Kill();
        await WriteAt(now, 10);
        await Verify(now);
        foreach (var server in servers)
            Assert.DoesNotContain(server.Output, l => l.StartsWith("fail:", StringComparison.Ordinal));

        // It does not come back, and says why.
        await Assert.ThrowsAnyAsync<Exception>(before.Start);
        for (var guard = 0; guard < 600 && !IsRefused(); guard++)
            await Task.Delay(50, Cancellation);
        Assert.True(IsRefused(), string.Join('\n', before.Output));
        await Verify(now);
        TestContext.Current.SendDiagnosticMessage($"{previous.Commit}: {alerts.Count} alerts, {drafts.Count} drafts");

        bool IsRefused() => before.Output.Any(l => l.Contains($"(schema {Migration.Latest},", StringComparison.Ordinal));
    }

    private static int Schema(string store)
    {
        using var connection = new Npgsql.NpgsqlConnection(store);
        return connection.ExecuteScalar<int>("SELECT version FROM store_schema");
    }

    private async Task WriteAt(ServerProcess server, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var name = $"Alert{alerts.Count:0000}";
            using var post = new HttpRequestMessage(HttpMethod.Post, "/hooks/webhook")
            {
                Content = new StringContent(
                    $$"""{"name":"{{name}}","status":"firing"}""",
                    Encoding.UTF8,
                    new MediaTypeHeaderValue("application/json")
                ),
            };
            post.Headers.Authorization = new("Bearer", Secret);
            using var taken = await server.Client.SendAsync(post, Cancellation);
            Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
            alerts.Add(name);
            using var made = await server.Client.PostAsJsonAsync(
                new Uri("/api/postmortems", UriKind.Relative),
                new { title = $"Draft {drafts.Count}" },
                Cancellation
            );
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
            drafts.Add((await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("slug").GetString()!);
            Assert.Contains("\"disk\"", await Get(server, "/api/search?q=disk+full"), StringComparison.Ordinal);
        }
    }

    private async Task Verify(params IReadOnlyList<ServerProcess> running)
    {
        foreach (var server in running)
        {
            var firing = "";
            for (var guard = 0; guard < 300 && !alerts.All(a => firing.Contains($"\"{a}\"", StringComparison.Ordinal)); guard++)
            {
                firing = await Get(server, "/api/alerts?state=firing&limit=500");
                await Task.Delay(100, Cancellation);
            }
            Assert.All(alerts, a => Assert.Contains($"\"{a}\"", firing, StringComparison.Ordinal));
            foreach (var draft in drafts)
                await Get(server, $"/api/postmortems/{draft}");
            Assert.DoesNotContain("degraded", await Get(server, "/api/search?q=disk"), StringComparison.Ordinal);
        }
    }

    private static async Task<string> Get(ServerProcess server, string path)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}
