using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Knowledge.Tests.Api.Search;

/// <summary>The page of a search over the example knowledge base; faults of the walk of November 2026 by their numbers.</summary>
public sealed class SearchPageTests(Server server) : IClassFixture<Server>
{
    [Fact]
    public async Task Fault_04_the_first_text_for_the_customer_is_true_before_the_cause_is_known()
    {
        var card = (await Page("/search?q=empty+dashboard")).QuerySelector(".answer.first")!;

        var first = card.QuerySelector(".two [data-copy]")!.TextContent;
        Assert.StartsWith("We see that your dashboards show no data for today.", first, StringComparison.Ordinal);
        Assert.DoesNotContain("{", card.TextContent, StringComparison.Ordinal);
        // What holds later only is folded, with the case it holds in; what is to be filled in is marked and empty.
        Assert.All(card.QuerySelectorAll("[data-slot]"), slot => Assert.Equal("…", slot.TextContent));
        Assert.NotEmpty(card.QuerySelectorAll("details [data-slot=time]"));
        Assert.Contains(card.QuerySelectorAll("details .when"), w => w.TextContent.Contains("Confirmed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("07:30", "07:30")]
    [InlineData("7:30", "…")]
    [InlineData("25:00", "…")]
    [InlineData("<b>", "…")]
    public async Task A_time_is_filled_in_without_script_too(string given, string shown)
    {
        var page = await Page($"/search?q=empty+dashboard&fill.time={Uri.EscapeDataString(given)}");

        Assert.All(page.QuerySelectorAll(".answer.first [data-slot=time]"), slot => Assert.Equal(shown, slot.TextContent));
    }

    [Fact]
    public async Task Fault_11_a_search_is_handed_over_with_words_cause_check_customer_text_and_owner()
    {
        var page = await Page("/search?q=empty+dashboard");
        var form = page.QuerySelector(".answer.first form[action='/search/handover']")!;
        Assert.Equal("empty dashboard", form.QuerySelector("input[name=q]")!.GetAttribute("value"));

        var text = await HandedOver(
            ("q", "empty dashboard"),
            ("shown", "Use% is 100 %"),
            ("told", "We look into it."),
            ("note", "Northbank calls again at 8")
        );

        Assert.All(
            [
                "SEARCHED FOR\nempty dashboard\n",
                "/search?q=empty%20dashboard",
                "PROBABLE CAUSE\nThe nightly ticker load could not write",
                "confidence: ",
                "/docs/nightly-load-stuck",
                "CHECK\n",
                "df -h /data/ticker",
                "Result: Use% is 100 %",
                "OTHER CAUSES\n",
                "CUSTOMER WAS TOLD\nWe look into it.",
                "OWNER\ndata: #data-oncall, pager data-primary",
                "NOTE\nNorthbank calls again at 8",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_is_not_known_is_handed_over_as_not_known_and_no_gap_is_kept_again()
    {
        var text = await HandedOver(("q", "quantum flamingo handover"));

        Assert.Contains("not known: no page answers these words", text, StringComparison.Ordinal);
        Assert.Contains("CUSTOMER WAS TOLD\nnothing yet", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CHECK", text, StringComparison.Ordinal);
        using var client = server.Client();
        Assert.DoesNotContain("handover", await client.GetStringAsync("/api/gaps", Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("  \n", 400)]
    [InlineData("long", 400)]
    public async Task Nothing_and_too_much_cannot_be_handed_over(string query, int status)
    {
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("q", query == "long" ? new string('x', 5_000) : query)]);
        Assert.Equal(status, (int)(await client.PostAsync("/search/handover", form, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Fault_16_what_was_ruled_out_is_not_told_as_tried_today()
    {
        var text = (await Page("/search?q=empty+dashboard")).Body!.TextContent + (await Page("/docs/dashboards-empty")).Body!.TextContent;

        Assert.Contains("Ruled out in past incidents", text, StringComparison.Ordinal);
        Assert.Contains("Misleading checks", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Already tried", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Do not believe", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_21_feedback_leads_back_to_the_buttons_that_were_pressed()
    {
        var page = await Page("/search?q=empty+dashboard");
        var pressed = page.QuerySelector(".hits button[name=helped]")!.GetAttribute("value")!;
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("q", "empty dashboard"), new("helped", pressed)]);

        var answer = await client.PostAsync("/feedback", form, Cancellation);

        var anchor = answer.Headers.Location!.ToString().Split('#')[1];
        using var back = new FormUrlEncodedContent([new("q", "empty dashboard"), new("back", pressed)]);
        await client.PostAsync("/feedback", back, Cancellation);
        var place = (await Page("/search?q=empty+dashboard")).GetElementById(anchor);
        Assert.Equal(pressed, place?.GetAttribute("data-said"));
    }

    [Fact]
    public async Task Fault_25_a_card_of_an_incident_is_not_called_unseen()
    {
        using var own = Server.With(
            (
                "postmortems/2026-01-01-spool.md",
                "---\nkind: postmortem\n---\n# Spool directory overflow\n\n## Root cause\n\nThe spool directory overflowed.\n\n"
                    + "## Resolution\n\n1. Empty the spool directory.\n"
            ),
            ("fan.md", "# Fan noise\n\n## Causes\n\n- **A fan of the rack is worn out.**\n\n## Remediation\n\n1. Replace the fan.\n")
        );
        using var client = own.Client();

        var incident = await client.GetStringAsync("/search?q=spool+directory+overflow", Cancellation);
        Assert.Contains("answer first", incident, StringComparison.Ordinal);
        Assert.DoesNotContain("Not in an incident yet", incident, StringComparison.Ordinal);
        Assert.Contains(
            "Not in an incident yet",
            await client.GetStringAsync("/search?q=fan+noise", Cancellation),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_first_card_says_why_and_its_check_has_two_outcomes_with_a_way_each()
    {
        var card = (await Page("/search?q=empty+dashboard")).QuerySelector(".answer.first")!;

        Assert.Contains("“empty dashboard” is a listed symptom", card.QuerySelector(".why")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("ssh batch-01.tickerline.example df -h /data/ticker", card.QuerySelector(".decide .cmd code")!.TextContent);
        Assert.Equal(["Use% at 99 % or 100 %", "Anything else"], card.QuerySelectorAll(".fork b").Select(b => b.TextContent));
        Assert.Equal(["#fix-1", "#cause-2"], card.QuerySelectorAll(".fork a").Select(a => a.GetAttribute("href")));
        Assert.Contains("Deletes for good", card.QuerySelector("#fix-1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/teams/data", card.QuerySelector(".own .big a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_page_with_neither_a_check_nor_a_step_is_a_pointer_and_looks_like_one()
    {
        using var own = Server.With(("sso.md", "# Single sign-on is down\n\n## Causes\n\n- **The identity provider is down.**\n"));
        using var client = own.Client();
        var page = Parse(await client.GetStringAsync("/search?q=single+sign-on+is+down", Cancellation));

        Assert.Contains("A pointer, not an answer", page.QuerySelector(".card.pointer")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".card.lift"));
        Assert.Null(page.QuerySelector(".fork"));
    }

    [Fact]
    public async Task Where_no_page_is_surely_the_answer_it_says_so_and_lists_what_the_api_lists_in_the_same_order()
    {
        using var client = server.Client();
        using var answer = JsonDocument.Parse(await client.GetStringAsync("/api/search?q=purple+elephant+invoice", Cancellation));
        var page = await Page("/search?q=purple+elephant+invoice");

        Assert.Empty(answer.RootElement.GetProperty("answers").EnumerateArray());
        var hits = answer.RootElement.GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("url").GetString()).ToList();
        Assert.NotEmpty(hits);
        var second = await Page("/search?q=purple+elephant+invoice&page=2");
        var listed = page.QuerySelectorAll(".hits a.hit").Concat(second.QuerySelectorAll(".hits a.hit"));
        Assert.Equal(hits, listed.Take(hits.Count).Select(a => a.GetAttribute("href")));
        Assert.Equal("No page is surely the answer.", page.QuerySelector(".none h2")!.TextContent);
        Assert.Contains("come nearest", page.QuerySelector(".none")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("no page", page.QuerySelector("[data-summary]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_not_even_a_page_is_near_it_says_that_none_was_found()
    {
        using var own = Server.Told([], files: ("a.md", "# Fan noise\n\nText.\n"));
        using var client = own.Client();
        var page = Parse(await client.GetStringAsync("/search?q=purple+elephant", Cancellation));

        Assert.Empty(page.QuerySelectorAll(".hits li"));
        Assert.Equal("No page was found.", page.QuerySelector(".none h2")!.TextContent);
        Assert.DoesNotContain("come nearest", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_is_sure_it_says_what_was_understood_and_whom_to_ask()
    {
        var page = await Page("/search?q=purple+elephant+invoice&preview=1");

        Assert.Equal(["purple", "elephant", "invoice"], page.QuerySelectorAll(".kv dt").Select(d => d.TextContent));
        Assert.All(page.QuerySelectorAll(".kv dd"), d => Assert.StartsWith("on no page", d.TextContent, StringComparison.Ordinal));
        Assert.Equal("First-line support", page.QuerySelector(".none .big")!.TextContent);
        Assert.NotNull(page.QuerySelector(".none a[href^='/postmortems/new?searched=purple']"));
    }

    [Fact]
    public async Task The_list_of_pages_is_narrowed_down_by_its_address()
    {
        var all = await Page("/search?q=empty+dashboard");
        var runbooks = await Page("/search?q=empty+dashboard&kind=postmortem");

        Assert.True(all.QuerySelectorAll(".hits > li").Length > runbooks.QuerySelectorAll(".hits > li").Length);
        Assert.All(runbooks.QuerySelectorAll(".hits .kind"), k => Assert.Equal("Postmortem", k.TextContent));
        Assert.NotNull(runbooks.QuerySelector(".facets input[name=kind][value=postmortem][checked]"));
        // What is above stays as it is.
        Assert.Equal(all.QuerySelector("h2.cause")!.TextContent, runbooks.QuerySelector("h2.cause")!.TextContent);
        var second = await Page(all.QuerySelectorAll("nav[aria-label='Result pages'] a")[1].GetAttribute("href")!);
        Assert.NotEqual(all.QuerySelector(".hits a.hit")!.GetAttribute("href"), second.QuerySelector(".hits a.hit")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("disk full", true)]
    [InlineData("", false)]
    [InlineData("   ", false)]
    public async Task Suggestions_are_choices_that_lead_somewhere(string query, bool hasAny)
    {
        var page = await Page($"/search/suggest?q={Uri.EscapeDataString(query)}");
        var choices = page.QuerySelectorAll("[role=option]");

        Assert.Equal(hasAny, choices.Length > 0);
        Assert.Equal(choices.Length, choices.Select(c => c.Id).Distinct().Count());
        using var client = server.Client();
        foreach (var choice in choices)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(choice.GetAttribute("href"), Cancellation)).StatusCode);
        if (hasAny)
            Assert.NotEmpty(page.QuerySelectorAll("mark"));
    }

    private async Task<string> HandedOver(params (string Name, string Value)[] fields)
    {
        using var client = server.Client();
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var answer = await client.PostAsync("/search/handover", form, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Parse(await answer.Content.ReadAsStringAsync(Cancellation)).QuerySelector("pre.handover")!.TextContent;
    }

    private async Task<IHtmlDocument> Page(string url)
    {
        using var client = server.Client();
        return Parse(await client.GetStringAsync(url, Cancellation));
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
