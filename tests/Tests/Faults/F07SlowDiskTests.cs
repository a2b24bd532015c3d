using System.Diagnostics;
using System.Net;
using System.Text;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Faults;

/// <summary>F-07: a disk of which each sync takes a second keeps senders waiting, together, and no reader.</summary>
public sealed class F07SlowDiskTests : IDisposable
{
    private const string Secret = "correct horse battery";
    private const int Posts = 60;

    private static readonly TimeSpan Sync = TimeSpan.FromSeconds(1);

    private readonly FailingDisk disk;
    private readonly ServerProcess server;

    public F07SlowDiskTests()
    {
        var data = Directory.CreateTempSubdirectory("kb-slow-").FullName;
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

    private async Task<HttpStatusCode> Post(int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/alertmanager")
        {
            Content = new StringContent(
                $$$"""{"alerts":[{"status":"firing","fingerprint":"f{{{number}}}","labels":{"alertname":"A{{{number}}}"}}]}""",
                Encoding.UTF8,
                "application/json"
            ),
            Headers = { { "Authorization", $"Bearer {Secret}" } },
        };
        using var answer = await server.Client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    [Fact]
    public async Task Senders_share_its_syncs_and_readers_wait_for_none()
    {
        await server.Start();
        disk.TakeForEachSync(Sync);
        // None fails: they are counted.
        disk.Fail(DiskCalls.Syncs, FailingDisk.InputOutput, int.MaxValue);

        var posts = Enumerable.Range(0, Posts).Select(Post).ToList();
        var waits = new List<TimeSpan>();
        while (!posts.TrueForAll(p => p.IsCompleted) || waits.Count < 20)
        {
            var begun = Stopwatch.GetTimestamp();
            foreach (var address in new[] { "/api/search?q=disk+full", "/docs/disk", "/-/healthy" })
                (await server.Client.GetAsync(new Uri(address, UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
            waits.Add(Stopwatch.GetElapsedTime(begun));
        }

        Assert.All(await Task.WhenAll(posts), status => Assert.Equal(HttpStatusCode.Accepted, status));
        // Fewer syncs than posts: those that wait are kept together.
        Assert.InRange(disk.Count, 1, Posts / 2);
        // Of a sync that each reader waited for there would be none below its time.
        Assert.True(waits.Order().ElementAt(waits.Count / 2) < Sync, $"{waits.Order().ElementAt(waits.Count / 2)}");
    }
}
