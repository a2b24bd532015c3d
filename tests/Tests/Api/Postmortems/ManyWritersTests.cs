using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Knowledge.Tests.Api.Postmortems;

/// <summary>
/// Many who write at once, and a server that is killed while they do: what was acknowledged is there, and nothing is there twice.
/// </summary>
[Trait("Reliability", "F-13")]
public sealed class ManyWritersTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("KB_LONG") == "1";
    private static readonly (int Writers, int Edits, int Drafts) Size = IsLong ? (50, 200, 20) : (10, 20, 4);

    /// <summary>Only guards against hanging: a loaded machine is slow, not wrong.</summary>
    private static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_update_is_lost()
    {
        await using var server = Server.With(("a.md", "# Alpha\n\n## Remediation\n\n1. Do it.\n"));
        using var client = server.Client();
        var slugs = await Task.WhenAll(Enumerable.Range(0, Size.Drafts).Select(i => Begin(client, $"Draft {i}")));
        var lost = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, Size.Writers)
                .Select(writer =>
                    Task.Run(
                        async () =>
                        {
                            var random = new Random(writer);
                            for (var edit = 0; edit < Size.Edits; edit++)
                            {
                                var slug = slugs[random.Next(slugs.Length)];
                                while (!await Append(client, slug, $"w{writer}-{edit}"))
                                    Interlocked.Increment(ref lost);
                            }
                        },
                        Cancellation
                    )
                )
        );

        // The history of each draft: every revision is the one before and one line more, and all lines are there once.
        var lines = new List<string>();
        foreach (var slug in slugs)
        {
            var newest = await client.GetFromJsonAsync<JsonElement>($"/api/postmortems/{slug}", Cancellation);
            var own = LinesOf(newest.GetProperty("text").GetString()!);
            Assert.Equal(own.Count + 1, newest.GetProperty("revision").GetInt32());
            for (var number = 2; number <= own.Count + 1; number += IsLong ? 7 : 1)
                Assert.Equal(
                    own.Take(number - 1),
                    LinesOf(
                        (await client.GetFromJsonAsync<JsonElement>($"/api/postmortems/{slug}/revisions/{number}", Cancellation))
                            .GetProperty("text")
                            .GetString()!
                    )
                );
            lines.AddRange(own);
        }
        Assert.Equal(
            Enumerable
                .Range(0, Size.Writers)
                .SelectMany(w => Enumerable.Range(0, Size.Edits).Select(e => $"w{w}-{e}"))
                .Order(StringComparer.Ordinal),
            lines.Order(StringComparer.Ordinal)
        );
        Assert.True(lost > 0, "nobody ever met another; the test shows nothing");
    }

    [Fact]
    public async Task Killed_while_people_save_it_has_every_save_that_it_acknowledged()
    {
        using var server = new ServerProcess(new Dictionary<string, string>(), ("a.md", "# Alpha\n\n## Remediation\n\n1. Do it.\n"));
        await server.Start();
        var slug = await Begin(server.Client, "Killed");
        for (var round = 0; round < (IsLong ? 20 : 3); round++)
        {
            var acknowledged = new ConcurrentBag<string>();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var writers = Enumerable
                .Range(0, 4)
                .Select(writer =>
                    Task.Run(
                        async () =>
                        {
                            for (var edit = 0; !stop.IsCancellationRequested; edit++)
                                try
                                {
                                    var line = $"r{round}-w{writer}-{edit}";
                                    if (await Append(server.Client, slug, line))
                                        acknowledged.Add(line);
                                }
                                catch (Exception e)
                                    when (e is HttpRequestException or TaskCanceledException or JsonException or IOException)
                                {
                                    return;
                                }
                        },
                        Cancellation
                    )
                )
                .ToList();
            // In the midst of saves, each round after some more of them.
            var begun = TimeProvider.System.GetTimestamp();
            while (acknowledged.Count < 3 + 2 * round && !writers.All(w => w.IsCompleted))
            {
                Assert.True(TimeProvider.System.GetElapsedTime(begun) < HangGuard, "Too few saves were acknowledged.");
                await Task.Delay(5, Cancellation);
            }
            server.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(writers);
            await server.Start();
            var lines = LinesOf(
                (await server.Client.GetFromJsonAsync<JsonElement>($"/api/postmortems/{slug}", Cancellation))
                    .GetProperty("text")
                    .GetString()!
            );
            Assert.True(acknowledged.Count >= 3 + 2 * round, $"{acknowledged.Count} saves were acknowledged.");
            Assert.Empty(acknowledged.Except(lines));
            Assert.Equal(lines.Count, lines.Distinct().Count());
        }
    }

    private static async Task<string> Begin(HttpClient client, string title) =>
        (
            await (await client.PostAsJsonAsync("/api/postmortems", new { title }, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(
                Cancellation
            )
        )
            .GetProperty("slug")
            .GetString()!;

    private static async Task<bool> Append(HttpClient client, string slug, string line)
    {
        var newest = await client.GetAsync(new Uri($"/api/postmortems/{slug}", UriKind.Relative), Cancellation);
        var text = (await newest.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("text").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/postmortems/{slug}")
        {
            Content = JsonContent.Create(new { text = text + $"\n- {line}\n" }),
        };
        request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(newest.Headers.ETag!.Tag));
        var answer = await client.SendAsync(request, Cancellation);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.PreconditionFailed, answer.StatusCode.ToString());
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static IReadOnlyList<string> LinesOf(string text) =>
        [
            .. text.Split('\n')
                .Where(l => l.StartsWith("- w", StringComparison.Ordinal) || l.StartsWith("- r", StringComparison.Ordinal))
                .Select(l => l[2..]),
        ];
}
