using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using Knowledge.Tests.Api;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Faults;

/// <summary>
/// F-06, and F-03 call by call: a whole server on a disk of which one call fails, then another, while alerts are posted, drafts are saved
/// and pages are read. It is killed at the end: all that it acknowledged is there.
/// </summary>
[Trait("Reliability", "F-03")]
[Trait("Reliability", "F-05")]
public sealed class F06FailingServerTests : IDisposable
{
    private const string Secret = "correct horse battery";

    private static readonly IReadOnlyList<int> Calls =
        Environment.GetEnvironmentVariable("KB_LONG") == "1" ? [.. Enumerable.Range(1, 60)] : [1, 2, 5];

    private readonly FailingDisk disk;
    private readonly ServerProcess server;

    public F06FailingServerTests()
    {
        var data = Directory.CreateTempSubdirectory("kb-failing-").FullName;
        disk = new(data);
        server = new(
            new Dictionary<string, string>(disk.Environment) { ["KB_HOOK_ALERTMANAGER_SECRET"] = Secret, ["KB_EMBEDDER"] = "none" },
            ("disk.md", "# Disk full\n\n## Remediation\n\n1. Clean it.\n")
        )
        {
            Data = data,
        };
    }

    public void Dispose()
    {
        server.Dispose();
        disk.Dispose();
        Directory.Delete(server.Data, recursive: true);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<HttpStatusCode> Post(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/alertmanager")
        {
            Content = new StringContent(
                $$$"""{"alerts":[{"status":"firing","fingerprint":"{{{name}}}","labels":{"alertname":"{{{name}}}"}}]}""",
                Encoding.UTF8,
                "application/json"
            ),
            Headers = { { "Authorization", $"Bearer {Secret}" } },
        };
        using var answer = await server.Client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    // Beside the server: a list of its shows a few hundred at most.
    private HashSet<string> Alerts()
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(server.Data, "knowledge.db")};Mode=ReadOnly;Pooling=False");
        store.Open();
        return [.. store.Query<string>("SELECT name FROM alerts")];
    }

    [Fact]
    public async Task Whatever_call_fails_what_was_acknowledged_is_there_after_a_kill()
    {
        await server.Start();
        var (alerts, drafts, refused) = (new List<string>(), new List<string>(), 0);
        foreach (
            var (calls, error) in new[]
            {
                (DiskCalls.Writes | DiskCalls.Names, FailingDisk.Full),
                (DiskCalls.Syncs, FailingDisk.InputOutput),
            }
        )
        foreach (var nth in Calls)
        {
            var name = $"A{error}x{nth}";
            disk.Fail(calls, error, nth, lasting: true);
            // Each is answered, in one way or the other, and readers notice nothing.
            for (var i = 0; i < 3; i++)
            {
                var status = await Post($"{name}x{i}");
                Assert.True(status is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable, $"{status}");
                if (status == HttpStatusCode.Accepted)
                    alerts.Add($"{name}x{i}");
                else
                    refused++;
                using var made = await server.Client.PostAsJsonAsync(
                    new Uri("/api/postmortems", UriKind.Relative),
                    new { title = $"{name} {i}" },
                    Cancellation
                );
                Assert.True(made.StatusCode is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{made.StatusCode}");
                if (made.StatusCode == HttpStatusCode.Created)
                    drafts.Add((await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("slug").GetString()!);
                (
                    await server.Client.GetAsync(new Uri("/api/search?q=disk+full", UriKind.Relative), Cancellation)
                ).EnsureSuccessStatusCode();
                (await server.Client.GetAsync(new Uri("/docs/disk", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
            }
            disk.Work();
            await Until(async () => await Post($"{name}after") == HttpStatusCode.Accepted);
            alerts.Add($"{name}after");
        }
        Assert.True(refused > 0, "No call that failed was one that an alert waited for.");

        server.Kill();
        await server.Start();
        await Until(() => Task.FromResult(Alerts().IsSupersetOf(alerts)));
        foreach (var slug in drafts)
            (await server.Client.GetAsync(new Uri($"/api/postmortems/{slug}", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        TestContext.Current.TestOutputHelper?.WriteLine($"{alerts.Count} alerts, {drafts.Count} drafts acknowledged, {refused} refused");
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var guard = 0; !await holds(); guard++, await Task.Delay(100, Cancellation))
            Assert.True(guard < 300, "Waited in vain.");
    }
}
