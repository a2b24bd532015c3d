using System.Net;
using Knowledge.Api.Assistant;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Assistant;

/// <summary>The assistant through the front door, with a language model that says what a test wants.</summary>
public sealed class AssistantPageTests
{
    private const string Page = """
        ---
        kind: runbook
        symptoms: [Dashboards show no data]
        ---
        # Nightly load stuck

        ## Symptoms

        - Dashboards show no data

        ## Causes

        - The disk /var/spool/tickers is full, so the load retries without an error.

        ## Remediation

        1. Delete shards that are older than 7 days.
        2. Do not restart the load meanwhile.
        """;

    private const string Query = "dashboards show no data";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Server With(string chatUrl) => Server.With(("nightly.md", Page)).Setting("chat-url", chatUrl);

    [Fact]
    public async Task Sentences_that_the_pages_carry_are_shown_with_where_they_stand_and_what_was_sent()
    {
        await using var chat = await FakeChatServer.Start(http =>
            FakeChatServer.StreamAsync(
                http,
                "The disk is full, so the load retries without an error [1].\nThe vendor did it [1].\nUnsent [99]."
            )
        );
        using var server = With(chat.Url);
        using var client = server.Client();

        var page = await client.GetStringAsync($"/assistant/summary?q={Query}", Cancellation);

        Assert.Contains("The disk is full, so the load retries without an error", page, StringComparison.Ordinal);
        Assert.Contains("/docs/nightly#", page, StringComparison.Ordinal);
        Assert.DoesNotContain("vendor", page, StringComparison.Ordinal);
        Assert.Contains("2 sentences are not shown", page, StringComparison.Ordinal);
        Assert.Contains("What was sent to", page, StringComparison.Ordinal);
        Assert.Contains("[1] ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_question_is_one_request_also_after_a_restart_and_by_several_at_once()
    {
        await using var chat = await FakeChatServer.Replying("The disk is full [1].");
        using var server = With(chat.Url);
        using var client = server.Client();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.GetStringAsync($"/assistant/summary?q={Query}", Cancellation)));
        await client.GetStringAsync($"/assistant/summary?q={Query}", Cancellation);

        Assert.Single(chat.Requests);
    }

    [Fact]
    public async Task Where_no_page_answers_nothing_is_sent()
    {
        await using var chat = await FakeChatServer.Replying("The disk is full [1].");
        using var server = With(chat.Url);
        using var client = server.Client();

        var page = await client.GetStringAsync("/assistant/summary?q=purple+elephant+invoice", Cancellation);

        Assert.Contains("no page answers this with confidence", page, StringComparison.Ordinal);
        Assert.Empty(chat.Requests);
    }

    [Fact]
    public async Task The_cards_are_the_same_with_and_without_a_model_and_wait_for_none()
    {
        await using var chat = await FakeChatServer.Start(http => Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted));
        using var with = With(chat.Url);
        using var without = Server.With(("nightly.md", Page));

        var (a, b) = (await Cards(with), await Cards(without));

        Assert.NotEmpty(a);
        Assert.Equal(b, a);
        Assert.Empty(chat.Requests);
    }

    [Fact]
    public async Task A_search_page_links_to_the_summary_only_where_there_is_one()
    {
        await using var chat = await FakeChatServer.Replying("x");
        using var with = With(chat.Url);
        using var without = Server.With(("nightly.md", Page));

        Assert.Contains("/assistant/summary?q=", await Search(with, Query), StringComparison.Ordinal);
        Assert.Contains("/assistant/rewrites?q=", await Search(with, "purple elephant invoice"), StringComparison.Ordinal);
        Assert.DoesNotContain("/assistant/", await Search(with, Query + "&preview=1"), StringComparison.Ordinal);
        Assert.DoesNotContain("/assistant/", await Search(without, Query), StringComparison.Ordinal);
        using var client = without.Client();
        var off = await client.GetAsync($"/assistant/summary?q={Query}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, off.StatusCode);
        Assert.Empty(chat.Requests);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Purpose", "prefetch", HttpStatusCode.NoContent)]
    public async Task Nobody_else_spends_the_tokens(string header, string value, HttpStatusCode status)
    {
        await using var chat = await FakeChatServer.Replying("The disk is full [1].");
        using var server = With(chat.Url);
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/assistant/summary?q={Query}");
        request.Headers.Add(header, value);

        Assert.Equal(status, (await client.SendAsync(request, Cancellation)).StatusCode);
        Assert.Empty(chat.Requests);
    }

    [Theory]
    [InlineData("/assistant/summary")]
    [InlineData("/assistant/summary?q=")]
    [InlineData("/assistant/rewrites?q=%20")]
    public async Task Without_a_question_nothing_is_asked(string address)
    {
        await using var chat = await FakeChatServer.Replying("x");
        using var server = With(chat.Url);
        using var client = server.Client();
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(address, Cancellation)).StatusCode);
        var tooLong = $"{address.Split('?')[0]}?q={new string('a', 513)}";
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(tooLong, Cancellation)).StatusCode);
        Assert.Empty(chat.Requests);
    }

    [Fact]
    public async Task A_model_that_fails_again_and_again_is_left_alone_and_said()
    {
        await using var chat = await FakeChatServer.Start(http =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        using var server = With(chat.Url);
        using var client = server.Client();
        string page = "";
        for (var i = 0; i < 8; i++)
            page = await client.GetStringAsync($"/assistant/summary?q={Query}", Cancellation);

        Assert.Contains("Not available: ", page, StringComparison.Ordinal);
        Assert.InRange(chat.Requests.Count, 4, 6);
    }

    [Fact]
    public async Task When_the_tokens_of_the_day_are_spent_it_says_so_and_asks_nobody()
    {
        await using var chat = await FakeChatServer.Replying("The disk is full [1].");
        using var server = With(chat.Url).Setting("chat-budget", "10");
        using var client = server.Client();

        var page = await client.GetStringAsync($"/assistant/summary?q={Query}", Cancellation);

        Assert.Contains("tokens of this day are spent", page, StringComparison.Ordinal);
        Assert.Empty(chat.Requests);
    }

    [Fact]
    public async Task Other_words_show_only_what_is_really_found_and_keep_no_gap_of_their_own()
    {
        await using var chat = await FakeChatServer.Replying(
            "dashboards show no data\n\"kind:runbook\" -elephant purple invoices\nquantum zebra"
        );
        using var server = With(chat.Url);
        using var client = server.Client();
        await client.GetStringAsync("/search?q=purple+elephant+invoice", Cancellation);

        var page = await client.GetStringAsync("/assistant/rewrites?q=purple+elephant+invoice", Cancellation);

        Assert.Contains("/docs/nightly", page, StringComparison.Ordinal);
        Assert.DoesNotContain("quantum", page, StringComparison.Ordinal);
        var gaps = server.Services.GetRequiredService<LiveKnowledge>().Gaps(100);
        Assert.Equal("purple elephant invoice", Assert.Single(gaps!).Query);
    }

    [Fact]
    public void Operators_in_other_words_are_plain_words()
    {
        Assert.Equal(
            ["kind runbook disk full", "disk full", "x y-z"],
            GroundedAssistant.WordsOf("kind:runbook \"disk full\"\n-disk full\n- x y-z\nfourth words here", "asked")
        );
        Assert.Empty(GroundedAssistant.WordsOf("Asked\n12\n" + new string('a', 200), "asked"));
    }

    private static async Task<string> Cards(Server server)
    {
        var page = await Search(server, Query);
        var start = page.IndexOf("<article", StringComparison.Ordinal);
        return page[start..page.IndexOf("</article>", start, StringComparison.Ordinal)];
    }

    private static async Task<string> Search(Server server, string query)
    {
        using var client = server.Client();
        return await client.GetStringAsync($"/search?q={query}", Cancellation);
    }
}
