using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Search;

[Trait("Reliability", "A-08")]
public sealed class SearchEndpointTests
{
    private static readonly (string, string)[] Files =
    [
        (
            "disk-full.md",
            """
            ---
            owner: platform
            symptoms: [no space left on device]
            ---
            # Disk full on the batch host

            ## Causes

            - **Old shards were not deleted.**

            ## Remediation

            1. Delete old shards.

               ```sh
               rm /data/old
               ```
            """
        ),
    ];

    [Fact]
    public async Task Get_and_post_give_the_same()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        var got = await client.GetFromJsonAsync<JsonElement>("/api/search?q=no+space+left+on+device", Cancellation);
        var posted = await (
            await client.PostAsJsonAsync("/api/search", new { q = "no space left on device" }, Cancellation)
        ).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("disk-full", got.GetProperty("hits")[0].GetProperty("documentId").GetString());
        Assert.Equal("runbook", got.GetProperty("hits")[0].GetProperty("kind").GetString());
        Assert.Equal(got.GetProperty("hits").GetRawText(), posted.GetProperty("hits").GetRawText());
        Assert.False(got.TryGetProperty("gap", out _));
        Assert.False(got.TryGetProperty("degraded", out _));
    }

    [Fact]
    public async Task A_question_in_a_language_of_no_page_is_told_so()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        var german = await client.GetFromJsonAsync<JsonElement>("/api/search?q=warum+ist+die+Platte+voll", Cancellation);
        var english = await client.GetFromJsonAsync<JsonElement>("/api/search?q=why+is+the+disk+full", Cancellation);

        Assert.StartsWith("No page is in German.", german.GetProperty("notice").GetString());
        Assert.False(english.TryGetProperty("notice", out _));
        Assert.Contains("data-notice", await client.GetStringAsync("/search?q=warum+ist+die+Platte+voll", Cancellation));
        Assert.DoesNotContain("data-notice", await client.GetStringAsync("/search?q=why+is+the+disk+full", Cancellation));
    }

    [Theory]
    [InlineData("de", "warum ist die Platte voll", "Keine Seite ist auf Deutsch. Seiten in anderen Sprachen")]
    [InlineData("fr", "pourquoi est-ce que le disque est plein", "Aucune page n’est en français. Les pages dans d’autres langues")]
    [InlineData("fr", "warum ist die Platte voll", "Aucune page n’est en allemand.")]
    public async Task A_page_says_so_in_the_language_of_the_reader(string language, string query, string told)
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        Assert.Contains(
            told,
            WebUtility.HtmlDecode(await client.GetStringAsync($"/search?q={Uri.EscapeDataString(query)}", Cancellation)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Words_that_nobody_has_written_down_become_a_gap_unless_they_are_still_being_typed()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        var typed = await client.GetFromJsonAsync<JsonElement>("/api/search?q=quantum+flamingo&preview=1", Cancellation);
        Assert.Equal("none", typed.GetProperty("confidence").GetString());
        Assert.True(typed.TryGetProperty("gap", out _));
        Assert.Equal(0, (await Gaps(client)).GetArrayLength());

        await client.GetAsync("/api/search?q=quantum+flamingo", Cancellation);
        await client.GetAsync("/search?q=quantum+flamingo", Cancellation);
        var gap = Assert.Single((await Gaps(client)).EnumerateArray());
        Assert.Equal("quantum flamingo", gap.GetProperty("query").GetString());
        Assert.Equal(2, gap.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_search_without_an_answer_does_not_wait_for_whoever_writes_to_the_store()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        await client.GetAsync("/api/search?q=warm+up", Cancellation);
        var live = server.Services.GetRequiredService<LiveKnowledge>();
        using var begun = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var writing = Task.Run(
            () =>
                live.QueryStore(s =>
                    s.Database.Write(
                        (_, _) =>
                        {
                            begun.Set();
                            return end.Wait(HangGuard, Cancellation);
                        }
                    )
                ),
            Cancellation
        );
        try
        {
            begun.Wait(Cancellation);
            var answer = await client
                .GetFromJsonAsync<JsonElement>("/api/search?q=quantum+flamingo", Cancellation)
                .WaitAsync(HangGuard / 4, Cancellation);
            var page = await client.GetStringAsync("/search?q=quantum+flamingo", Cancellation).WaitAsync(HangGuard / 4, Cancellation);
            Assert.False(writing.IsCompleted);
            Assert.False(answer.TryGetProperty("degraded", out _));
            Assert.Contains("are kept under", page, StringComparison.Ordinal);
            // What waits to be written is listed with what was.
            var gap = Assert.Single((await Gaps(client)).EnumerateArray(), g => g.GetProperty("query").GetString() == "quantum flamingo");
            Assert.Equal(2, gap.GetProperty("count").GetInt32());
            Assert.Equal(answer.GetProperty("gap").GetProperty("id").GetString(), gap.GetProperty("id").GetString());
        }
        finally
        {
            end.Set();
            await writing;
        }
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("a%00b")]
    [InlineData("%ED%A0%80")]
    [InlineData("%FF%FE")]
    [InlineData("%22")]
    [InlineData("%F0%9F%94%A5")]
    [InlineData("(((((")]
    [InlineData("%0D%0ASet-Cookie:x=1")]
    public async Task Odd_characters_are_searched_for(string query)
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        var answer = await client.GetAsync("/api/search?q=" + query, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/search?q=" + query, Cancellation)).StatusCode);
    }

    /// <summary>As long as the store is held; only guards against hanging.</summary>
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    private static async Task<JsonElement> Gaps(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/gaps", Cancellation)).GetProperty("gaps");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
