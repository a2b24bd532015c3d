using System.Net;
using System.Net.Http.Json;
using Knowledge.Api.Access;

namespace Knowledge.Tests.Api.Access.Visibility;

/// <summary>What people and senders brought that leads to hidden pages: alerts, votes, feedback, drafts, comments.</summary>
internal static class Probes
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The same with the pages, and with pictures beside them.</summary>
    public static Server With(this Server server, PlantedPages pages)
    {
        foreach (var page in pages.All)
        {
            var file = Path.Combine(server.Content, page.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, page.Text);
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, $"{page.Word("picture")}.png"), page.Word("picture"));
        }
        return server;
    }

    public static async Task<IReadOnlyList<AllRequests.Known>> Of(Server server, IReadOnlyList<PlantedPages.Page> hidden)
    {
        using var administrator = server.As(Role.Admin, "root");
        using var sender = server.Client();
        var probes = new List<AllRequests.Known>();
        foreach (var page in hidden)
        {
            using var fired = await sender.PostAsJsonAsync(
                "/hooks/alertmanager",
                new
                {
                    alerts = new[]
                    {
                        new
                        {
                            status = "firing",
                            labels = new Dictionary<string, string> { ["alertname"] = page.Alarm, ["severity"] = "critical" },
                            startsAt = TimeProvider.System.GetUtcNow().AddMinutes(-5),
                            fingerprint = $"f{page.Number:x15}",
                        },
                    },
                },
                Cancellation
            );
            Assert.True(fired.IsSuccessStatusCode, await fired.Content.ReadAsStringAsync(Cancellation));
            var alert = await AlertOf(administrator, page.Alarm);
            foreach (
                var (address, body) in new (string, object)[]
                {
                    (
                        "/api/feedback",
                        new
                        {
                            query = $"what of {page.Word("body")} now",
                            documentId = page.Id,
                            helped = true,
                        }
                    ),
                    ($"/api/alerts/{alert}/feedback", new { documentId = page.Id, helped = true }),
                    (
                        "/api/postmortems",
                        new
                        {
                            text = $"---\nkind: postmortem\ntitle: Draft of {page.Word("title")}\nvisible: []\n"
                                + $"---\n# Draft of {page.Word("title")}\n\n{page.Word("body")}\n",
                        }
                    ),
                }
            )
            {
                using var answer = await administrator.PostAsJsonAsync(address, body, Cancellation);
                Assert.True(
                    answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created,
                    $"{address}: {await answer.Content.ReadAsStringAsync(Cancellation)}"
                );
            }
            var drafts = await administrator.GetFromJsonAsync<Drafts>("/api/postmortems", Cancellation);
            var slug = drafts!.Postmortems.First(p => p.Slug?.Contains(page.Word("title"), StringComparison.Ordinal) == true).Slug!;
            using var comment = await administrator.PostAsJsonAsync(
                $"/api/postmortems/{slug}/comments",
                new { text = $"What of {page.Word("cause")}?" },
                Cancellation
            );
            Assert.Equal(HttpStatusCode.OK, comment.StatusCode);
            probes.Add(
                new(
                    page.Id,
                    page.Title,
                    page.Word("body"),
                    page.Word("service"),
                    page.Word("owner"),
                    page.Alarm,
                    slug,
                    $"{page.Path[..page.Path.LastIndexOf('/')]}/{page.Word("picture")}.png",
                    Path.GetFileName(server.Content),
                    alert,
                    page.Word("symptom")
                )
            );
        }
        return probes;
    }

    private static async Task<string> AlertOf(HttpClient client, string name)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var alerts = await client.GetFromJsonAsync<Alerts>("/api/alerts?limit=500", Cancellation);
            if (alerts!.Items.FirstOrDefault(a => a.Alert.Name == name) is { } found)
                return found.Alert.Id;
            await Task.Delay(50, Cancellation);
        }
        throw new TimeoutException($"the alert {name} was not read");
    }

    private sealed record Alerts([property: System.Text.Json.Serialization.JsonPropertyName("alerts")] IReadOnlyList<Item> Items);

    private sealed record Item(Alert Alert);

    private sealed record Alert(string Id, string Name);

    private sealed record Drafts(IReadOnlyList<Draft> Postmortems);

    private sealed record Draft(string? Slug);
}
