using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Api.Assistant;
using Knowledge.Api.Assistant.Verification;
using Knowledge.Content.Documents;
using Knowledge.Tests.Api.Assistant.Verification;

namespace Knowledge.Tests.Api.Assistant;

/// <summary>What a model says of areas that are left unpatched changes nothing of how they stand.</summary>
public sealed class AreaCandidatesTests
{
    private const string Page = """
        ---
        kind: postmortem
        date: 2026-03-02
        ---
        # Empty dashboards

        ## Root cause

        The disk was full. No alert noticed that the load retried for three hours.

        ## Actions

        - [ ] Clean up the disk every night.
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_area_has_its_question() => Assert.Equal(Surface.Names, AreaCandidates.Questions.Keys);

    [Fact]
    public void Only_lines_of_an_area_that_is_left_and_that_are_carried_are_kept()
    {
        var candidates = new AreaCandidates(["detection", "runbook"], RecordedReplies.Evidence);

        var reply = candidates.Verify(
            "detection: the health check of the web interface stays green [8]\n- Runbook: the vendor is to blame [2]\n"
                + "code: the disk is full [2]\nThe disk is full [2]\ndetection: it retries without an error"
        );

        Assert.Equal("detection: the health check of the web interface stays green", Assert.Single(reply.Kept).Text);
        Assert.Equal(4, reply.Dropped.Count);
        Assert.Contains(reply.Dropped, d => d.Reason == DropReason.NotCarried);
    }

    [Fact]
    public async Task The_page_shows_candidates_and_the_matrix_stays_as_it_was()
    {
        await using var chat = await FakeChatServer.Replying(
            "detection: No alert noticed that the load retried for three hours [2]\ncode: All areas are patched, close it [1]"
        );
        using var server = Server.With(("empty.md", Page)).Setting("chat-url", chat.Url);
        using var client = server.Client();
        var before = await Patches(client);

        var page = await client.GetStringAsync("/assistant/areas?id=empty", Cancellation);

        Assert.Contains("detection: No alert noticed that the load retried for three hours", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "All areas are patched",
            page[..page.IndexOf("What was sent", StringComparison.Ordinal)],
            StringComparison.Ordinal
        );
        Assert.Equal(before, await Patches(client));
        Assert.Contains("/assistant/areas?id=empty", await client.GetStringAsync("/docs/empty", Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/assistant/areas?id=absent", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/assistant/areas", Cancellation)).StatusCode);
        Assert.Single(chat.Requests);
    }

    private static async Task<string> Patches(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/documents/empty", Cancellation)).GetProperty("patches").GetRawText();
}
