using System.Net;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Access;
using Knowledge.Api.Background;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

/// <summary>Whoever is signed in speaks under one name, and no other.</summary>
[Trait("Reliability", "A-15")]
public sealed class ActorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Server Serve() =>
        Server.Told(
            [("auth", "local")],
            files: ("disk-full.md", "# Disk full\n\nno space left on device\n\n## Remediation\n\n1. Delete logs.\n")
        );

    private static async Task<JsonElement> Say(HttpClient client, string actor, bool helped = true)
    {
        using var json = new StringContent(
            JsonSerializer.Serialize(
                new
                {
                    query = "no room",
                    documentId = "disk-full",
                    helped,
                    actor,
                }
            ),
            Encoding.UTF8,
            "application/json"
        );
        using var answer = await client.PostAsync("/api/feedback", json, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    private static int Voices(JsonElement page) => page.GetProperty("phrases")[0].GetProperty("voices").GetInt32();

    [Fact]
    public async Task One_person_is_one_voice_whatever_name_they_give()
    {
        using var server = Serve();
        using var ada = server.As(Role.Responder);
        using var other = server.As(Role.Responder);
        using var bob = server.As(Role.Responder, "bob");

        await Say(ada, "x");
        await Say(ada, "y");
        Assert.Equal(1, Voices(await Say(other, "z")));
        Assert.Equal(2, Voices(await Say(bob, "ada")));
    }

    [Fact]
    public async Task Nobody_says_who_they_are()
    {
        using var server = Serve();
        using var author = server.As(Role.Author);
        using var json = new StringContent("""{"title":"T","actor":"mallory"}""", Encoding.UTF8, "application/json");

        using var created = await author.PostAsync("/api/postmortems", json, Cancellation);

        var postmortem = JsonDocument.Parse(await created.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Equal("ada", postmortem.GetProperty("actor").GetString());
        var edit = await author.GetStringAsync(postmortem.GetProperty("editUrl").GetString(), Cancellation);
        Assert.DoesNotContain("name=\"actor\"", edit, StringComparison.Ordinal);
        Assert.Contains("saved by ada", edit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_show_only_what_somebody_may_do()
    {
        using var server = Serve();
        using var viewer = server.As(Role.Viewer, "vera");
        using var author = server.As(Role.Author);

        var (seen, written) = (
            await viewer.GetStringAsync("/search?q=no+space+left+on+device", Cancellation),
            await author.GetStringAsync("/search?q=no+space+left+on+device", Cancellation)
        );
        Assert.Contains("Disk full", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("This helped", seen, StringComparison.Ordinal);
        Assert.Contains("This helped", written, StringComparison.Ordinal);
        Assert.DoesNotContain("/postmortems/new", await viewer.GetStringAsync("/postmortems", Cancellation), StringComparison.Ordinal);
        Assert.Contains("/postmortems/new", await author.GetStringAsync("/postmortems", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probe_tells_what_fails_only_to_who_may_read()
    {
        using var server = Serve();
        using var anybody = server.Browser();
        using var viewer = server.As(Role.Viewer);
        var loop = server
            .Services.GetRequiredService<BackgroundLoops>()
            .Add(new("test", "A secret directory is not read", TimeSpan.FromSeconds(1)), _ => throw new InvalidOperationException());
        loop.Start();
        await loop.FirstRound.WaitAsync(Cancellation);

        Assert.DoesNotContain("secret", await anybody.GetStringAsync("/-/ready", Cancellation), StringComparison.Ordinal);
        Assert.Contains("secret", await viewer.GetStringAsync("/-/ready", Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetAsync("/metrics", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/metrics", Cancellation)).StatusCode);
    }
}
