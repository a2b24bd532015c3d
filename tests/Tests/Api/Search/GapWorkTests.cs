using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Search;

/// <summary>Unanswered searches as work: assigned, dismissed with a reason, answered by a page that was written.</summary>
public sealed class GapWorkTests : IDisposable
{
    private const string Words = "purple elephant invoice";

    private readonly Server server = Server.With(
        ("load.md", "# Load is stale\n\n## Symptoms\n\n- rows are missing\n"),
        ("catalog-info.yaml", "kind: Group\nmetadata: {name: data}\n")
    );
    private readonly HttpClient client;

    public GapWorkTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_assigned_dismissed_and_open_again()
    {
        var id = await Gap();
        Assert.Contains(Words, await List(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await Set(id, ("assignee", "  data\n team "))).StatusCode);
        Assert.DoesNotContain(Words, await List(), StringComparison.Ordinal);
        Assert.Contains("data team", await List("assigned"), StringComparison.Ordinal);

        await Set(id, ("dismissed", "not <b>ours</b>"), ("actor", "mei"));
        Assert.DoesNotContain(Words, await List("assigned"), StringComparison.Ordinal);
        var dismissed = await List("dismissed");
        Assert.Contains("not <b>ours</b>", dismissed, StringComparison.Ordinal);
        Assert.Contains("mei", dismissed, StringComparison.Ordinal);

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await client.PostAsJsonAsync($"/api/gaps/{id}/work", new { actor = "mei" }, Cancellation)).StatusCode
        );
        Assert.Contains(Words, await List(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsJsonAsync("/api/gaps/absent/work", new { }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/gaps?state=x", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task What_is_written_from_it_answers_it()
    {
        var id = await Gap();
        var begun = await client.PostAsync(
            "/runbooks/new",
            new FormUrlEncodedContent([new("title", "Invoices of elephants"), new("searched", Words), new("actor", "mei")]),
            Cancellation
        );
        Assert.Equal("/postmortems/runbook.invoices-of-elephants/edit", begun.Headers.Location?.ToString());
        var slug = begun.Headers.Location!.ToString().Split('/')[2];
        var page = await Parse($"/postmortems/{slug}/edit");
        // No questions of an incident, but what a runbook lacks.
        Assert.Null(page.QuerySelector("#eleven"));
        Assert.Contains("Missing: remediation steps.", page.QuerySelector("#lacking")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#to-closed"));
        Assert.Contains(Words, await List(), StringComparison.Ordinal);

        var published = await client.PostAsync(
            $"/postmortems/{slug}/edit",
            new FormUrlEncodedContent([
                new("revision", "1"),
                new("do", "published"),
                new("field.owner", "data"),
                new("section", "Remediation"),
                new("body", "1. Paint it.\n\n   Expect: a purple invoice"),
            ]),
            Cancellation
        );
        Assert.Equal($"/postmortems/{slug}/edit?saved=3&done=published", published.Headers.Location?.ToString());
        page = await Parse($"/postmortems/{slug}/edit");
        Assert.DoesNotContain("It lacks", page.QuerySelector("#lacking")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "kind: runbook",
            await client.GetStringAsync($"/postmortems/{slug}/export.md", Cancellation),
            StringComparison.Ordinal
        );

        Assert.DoesNotContain(Words, await List(), StringComparison.Ordinal);
        var answered = await Parse("/gaps?state=answered");
        Assert.NotNull(answered.QuerySelector($"#gap-{id} a[href='/docs/runbooks/invoices-of-elephants']"));
        // It is no postmortem: neither in their list, nor closed.
        Assert.DoesNotContain("elephants", await client.GetStringAsync("/postmortems", Cancellation), StringComparison.Ordinal);
        var document = await client.GetFromJsonAsync<JsonElement>("/api/documents/runbooks/invoices-of-elephants", Cancellation);
        Assert.Equal("runbook", document.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Who_asked_keeps_a_link_that_tells_when_it_is_answered()
    {
        var page = await Parse($"/search?q={Uri.EscapeDataString(Words)}");
        var link = page.QuerySelector(".none a[href^='/gaps/']")!.GetAttribute("href")!;
        Assert.Equal($"/gaps/{page.QuerySelector("[data-gap]")!.GetAttribute("data-gap")}", link);
        // One who types has asked nothing yet.
        Assert.Null((await Parse($"/search?q={Uri.EscapeDataString(Words)}&preview=1")).QuerySelector(".none a[href^='/gaps/']"));
        var id = await Gap();
        Assert.Equal($"/gaps/{id}", link);
        Assert.Contains("Keep this address", (await Parse(link)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("", (await client.GetStringAsync($"/gaps/answered?id={id}&id=absent", Cancellation)).Trim());

        await Set(id, ("assignee", "data"));
        Assert.Contains("data", (await Parse(link)).QuerySelector("main .st.onit")!.TextContent, StringComparison.Ordinal);
        File.WriteAllText(
            Path.Combine(server.Content, "invoice.md"),
            $"---\nsymptoms: [{Words}]\nowner: data\n---\n# Purple elephant invoice\n\n## Remediation\n\n1. Paint it.\n"
        );
        for (var guard = 0; guard < 600 && (await Parse(link)).QuerySelector("main .st.ok") is null; guard++)
            await Task.Delay(50, Cancellation);
        Assert.NotNull((await Parse(link)).QuerySelector("main a[href='/docs/invoice']"));
        Assert.Contains(
            $"data-forget='{id}'",
            await client.GetStringAsync($"/gaps/answered?id={id}", Cancellation),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/gaps/absent", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_list_that_is_looked_at_again_is_not_searched_for_again_until_something_else_is_served()
    {
        await Gap();
        var answers = server.Services.GetRequiredService<GapAnswers>();
        await List();
        Assert.Equal(1, answers.Searches);
        await List("answered");
        await List();
        Assert.Equal(1, answers.Searches);
        File.WriteAllText(Path.Combine(server.Content, "new.md"), "# New\n\nText.\n");
        for (var guard = 0; guard < 600 && answers.Searches == 1; guard++, await Task.Delay(50, Cancellation))
            await List();
        Assert.Equal(2, answers.Searches);
    }

    [Fact]
    public async Task Without_a_title_no_runbook_is_begun_and_its_kind_stays()
    {
        var refused = await client.PostAsync("/runbooks/new", new FormUrlEncodedContent([new("title", " ")]), Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var missing = await client.PostAsync(
            "/runbooks/new",
            new FormUrlEncodedContent([new("title", "x"), new("alert", "absent")]),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);

        await client.PostAsync("/runbooks/new", new FormUrlEncodedContent([new("title", "../../etc <b>passwd")]), Cancellation);
        var slug = "runbook.etc-b-passwd";
        var text = await client.GetStringAsync($"/postmortems/{slug}/export.md", Cancellation);
        var changed = await client.PostAsync(
            $"/postmortems/{slug}/edit",
            new FormUrlEncodedContent([
                new("revision", "1"),
                new("view", "text"),
                new("do", "save"),
                new("text", text.Replace("kind: runbook", "kind: postmortem", StringComparison.Ordinal)),
            ]),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.StatusCode);
        Assert.Contains("must stay `runbook`", await changed.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private async Task<string> Gap()
    {
        await client.GetAsync($"/search?q={Uri.EscapeDataString(Words)}", Cancellation);
        for (var guard = 0; guard < 600; guard++, await Task.Delay(25, Cancellation))
            foreach (
                var gap in (await client.GetFromJsonAsync<JsonElement>("/api/gaps", Cancellation)).GetProperty("gaps").EnumerateArray()
            )
                return gap.GetProperty("id").GetString()!;
        throw new InvalidOperationException("The gap was never kept.");
    }

    private Task<HttpResponseMessage> Set(string id, params (string Name, string Value)[] fields) =>
        client.PostAsync(
            $"/gaps/{id}/work",
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            Cancellation
        );

    private async Task<string> List(string state = "") =>
        (await Parse($"/gaps{(state.Length > 0 ? $"?state={state}" : "")}")).QuerySelector("main")!.TextContent;

    private async Task<IHtmlDocument> Parse(string url) => new HtmlParser().ParseDocument(await client.GetStringAsync(url, Cancellation));
}
