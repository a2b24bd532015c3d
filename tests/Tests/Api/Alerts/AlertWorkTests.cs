using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>What people do about an alert: on it, noted, handed over, solved, reopened.</summary>
public sealed class AlertWorkTests : IDisposable
{
    private readonly Server server = Server.With(
        (
            "load.md",
            "---\nalerts: [LoadStale]\nowner: data\n---\n# Load is stale\n\n## Diagnosis\n\nNever on the standby.\n\n"
                + "1. Look at the disk.\n\n   ```sh\n   ssh <host> df -h\n   ```\n\n   Expect: below 90 %\n\n"
                + "## Remediation\n\n1. Remove old files.\n\n   ```sh\n   find /spool -mtime +7 -delete\n   ```\n"
                + "2. Start the load again.\n\n"
                + "## Verification\n\n1. Rows come in.\n"
        ),
        ("catalog-info.yaml", "kind: Group\nmetadata:\n  name: data\n---\nkind: Component\nmetadata: {name: feed}\nspec: {owner: data}\n")
    );
    private readonly HttpClient client;

    public AlertWorkTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_on_it_is_kept_over_repeated_notifications_and_asked_anew_in_the_next_episode()
    {
        var id = await Fire();
        Assert.False((await Alert(id)).TryGetProperty("holder", out _));

        var answer = await Api(id, "acknowledge", new { actor = "mei" });
        Assert.Equal("mei", answer.GetProperty("holder").GetProperty("name").GetString());
        // Its sender says again that it fires.
        await Fire(heard: 2);
        var alert = await Alert(id);
        Assert.Equal(
            ("firing", "mei", false),
            (
                alert.GetProperty("state").GetString(),
                alert.GetProperty("holder").GetProperty("name").GetString(),
                alert.GetProperty("holder").GetProperty("isHandedOver").GetBoolean()
            )
        );
        var page = await Page(id);
        Assert.Equal("mei", page.QuerySelector("#alert-bar .st.onit")!.TextContent);
        Assert.Contains("mei is on it", page.QuerySelector("#history")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("mei is on it since", Message(id), StringComparison.Ordinal);

        // Twice is once.
        await Api(id, "acknowledge", new { actor = "mei" });
        Assert.Single((await One(id)).GetProperty("log").EnumerateArray());
        await Api(id, "acknowledge", new { onIt = false, actor = "mei" });
        Assert.False((await Alert(id)).TryGetProperty("holder", out _));

        await Api(id, "acknowledge", new { actor = "mei" });
        await Fire("resolved", heard: 3);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await client.PostAsJsonAsync($"/api/alerts/{id}/acknowledge", new { }, Cancellation)).StatusCode
        );
        await Fire("firing", "2026-03-03T04:10:00Z", heard: 4);
        Assert.False((await Alert(id)).TryGetProperty("holder", out _));
    }

    [Fact]
    public async Task The_button_of_the_list_and_of_the_page_says_who_is_on_it()
    {
        var id = await Fire();
        var list = await Parse("/alerts");
        Assert.Equal("Nobody yet", list.QuerySelector("td.act .st")!.TextContent);
        var answer = await Form(id, "acknowledge", ("actor", "mei"));
        Assert.Equal((HttpStatusCode.Redirect, $"/alerts/{id}"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        list = await Parse("/alerts");
        Assert.Equal("mei", list.QuerySelector("td.act .st.onit")!.TextContent);
        Assert.Null(list.QuerySelector("td.act button"));
        // The name is remembered, and the button is pressed.
        Assert.Equal("true", (await Page(id)).QuerySelector("#on-it")!.GetAttribute("aria-pressed"));
        await Form(id, "acknowledge", ("on-it", "no"));
        Assert.Equal("Nobody yet", (await Page(id)).QuerySelector("#alert-bar .st")!.TextContent);
    }

    [Theory]
    [InlineData("en", "What solved it is not written down yet.", "somebody unnamed")]
    [InlineData("de", "Was geholfen hat, ist noch nicht aufgeschrieben.", "unbekannt")]
    [InlineData("fr", "Ce qui l’a réglée n’est pas encore écrit.", "une personne inconnue")]
    public async Task What_solved_it_and_by_whom_is_said_to_be_unknown_where_it_is(string language, string solution, string who)
    {
        var id = await Fire();
        await Form(id, "solved", ("solution", ""), ("close", "yes"), ("actor", ""));
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var page = await Page(id);

        var outcome = page.QuerySelector("#outcome")!.TextContent;
        Assert.Contains(solution, outcome, StringComparison.Ordinal);
        Assert.Contains(who, outcome, StringComparison.Ordinal);
        Assert.Contains(who, page.QuerySelector("#history")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(who, (await Parse("/alerts")).QuerySelector("td.act")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_10_solved_changes_the_page_at_once_and_can_be_taken_back()
    {
        var id = await Fire();
        var answer = await Form(
            id,
            "solved",
            ("solution", "Removed  12 old\nnights"),
            ("document", "load"),
            ("close", "yes"),
            ("actor", "mei")
        );
        Assert.Equal($"/alerts/{id}", answer.Headers.Location?.ToString());
        var page = await Page(id);
        Assert.Equal("Solved", page.QuerySelector("#alert-bar .st.ok")!.TextContent);
        Assert.Contains("Removed 12 old nights", page.QuerySelector("#outcome")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#solve"));
        var alert = await Alert(id);
        Assert.Equal(
            ("resolved", "mei", "Removed 12 old nights"),
            (
                alert.GetProperty("state").GetString(),
                alert.GetProperty("closedBy").GetString(),
                alert.GetProperty("solution").GetProperty("text").GetString()
            )
        );
        Assert.Contains("Solved: 1, not relevant: 0", page.QuerySelector("#solved")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Removed 12 old nights", (await Parse("/alerts")).QuerySelector("td.act")!.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await Form(id, "reopen", ("actor", ""))).StatusCode);
        alert = await Alert(id);
        Assert.Equal("firing", alert.GetProperty("state").GetString());
        Assert.False(alert.TryGetProperty("solution", out _));
        Assert.False(alert.TryGetProperty("closedBy", out _));
    }

    [Fact]
    public async Task What_was_closed_and_reopened_is_told_as_it_was_and_stands_in_the_postmortem()
    {
        var id = await Fire();
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await Form(id, "notes", ("actor", "Mei"), ("text", "Northbank called at 17:15"))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await client.PostAsJsonAsync($"/api/alerts/{id}/close", new { actor = "Cara" }, Cancellation)).StatusCode
        );
        Assert.Contains("received once", await client.GetStringAsync($"/alerts/{id}", Cancellation), StringComparison.Ordinal);
        Assert.Contains(
            "Cara closed it",
            await client.GetStringAsync($"/alerts/{id}/postmortem.md", Cancellation),
            StringComparison.Ordinal
        );
        Assert.Equal("firing", Assert.Single((await One(id)).GetProperty("events").EnumerateArray()).GetProperty("state").GetString());

        Assert.Equal(HttpStatusCode.Redirect, (await Form(id, "reopen", ("actor", "Dan"))).StatusCode);
        Assert.Equal(
            ["note", "closed", "reopened"],
            (await One(id)).GetProperty("log").EnumerateArray().Select(a => a.GetProperty("what").GetString())
        );
        var page = (await Page(id)).QuerySelector("#history")!.TextContent;
        Assert.Contains("Cara closed it", page, StringComparison.Ordinal);
        Assert.DoesNotContain("reports that it is over", page, StringComparison.Ordinal);
        var draft = await client.GetStringAsync($"/alerts/{id}/postmortem.md", Cancellation);
        Assert.Contains("Mei noted: Northbank called at 17:15", draft, StringComparison.Ordinal);
        Assert.Contains("Cara closed it\n", draft, StringComparison.Ordinal);
        Assert.Contains("Dan reopened it\n", draft, StringComparison.Ordinal);
        Assert.DoesNotContain("resolved\n", draft, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_closed_an_episode_is_still_told_when_its_sender_ends_it_too()
    {
        var id = await Fire();
        await client.PostAsJsonAsync($"/api/alerts/{id}/close", new { actor = "Cara" }, Cancellation);
        await Fire("resolved", heard: 2);
        Assert.False((await Alert(id)).TryGetProperty("closedBy", out _));
        var history = (await Page(id)).QuerySelector("#history")!.TextContent;
        Assert.Contains("Cara closed it", history, StringComparison.Ordinal);
        Assert.Contains("reports that it is over", history, StringComparison.Ordinal);
        Assert.Contains("received 2 times", (await Page(id)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_were_searched_are_kept_beside_the_alert()
    {
        var id = await Fire();
        var answer = await client.PostAsJsonAsync("/api/postmortems", new { alert = id, searched = "no space left" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var text = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("text").GetString();
        Assert.Contains("no space left", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_sender_ended_is_not_reopened_by_hand()
    {
        var id = await Fire();
        await Fire("resolved", heard: 2);
        var answer = await client.PostAsJsonAsync($"/api/alerts/{id}/reopen", new { }, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.EndsWith(
            "/not-closed-by-hand",
            (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("type").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("resolved", (await Alert(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Solved_without_closing_leaves_it_firing_and_a_page_that_is_not_there_is_refused()
    {
        var id = await Fire();
        await Form(id, "solved", ("solution", "restarted"), ("actor", "mei"));
        var alert = await Alert(id);
        Assert.Equal(
            ("firing", "restarted"),
            (alert.GetProperty("state").GetString(), alert.GetProperty("solution").GetProperty("text").GetString())
        );
        var refused = await client.PostAsJsonAsync($"/api/alerts/{id}/solved", new { documentId = "absent" }, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await client.PostAsJsonAsync("/api/alerts/absent/solved", new { }, Cancellation)).StatusCode
        );
    }

    [Fact]
    public async Task A_handoff_names_who_is_on_it_from_then_on_and_without_a_name_keeps_nothing()
    {
        var id = await Fire();
        await Form(id, "handoff", ("note", "only composed"));
        Assert.Empty((await One(id)).GetProperty("log").EnumerateArray());

        var shown = await (
            await Form(id, "handoff", ("to", "platform"), ("note", "disk is full"), ("actor", "mei"))
        ).Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("platform is on it from now on", shown, StringComparison.Ordinal);
        var holder = (await Alert(id)).GetProperty("holder");
        Assert.Equal(("platform", true), (holder.GetProperty("name").GetString(), holder.GetProperty("isHandedOver").GetBoolean()));
        var history = (await Page(id)).QuerySelector("#history")!.TextContent;
        Assert.Contains("mei handed it over to platform", history, StringComparison.Ordinal);
        Assert.Contains("disk is full", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handoff_has_what_was_noted_the_newest_notes_where_there_are_many()
    {
        var id = await Fire();
        Assert.DoesNotContain("NOTED", await Handoff(), StringComparison.Ordinal);
        await Form(id, "notes", ("text", "Northbank called"), ("actor", "support"));
        await Form(id, "acknowledge", ("actor", "mei"));
        var text = await Handoff();
        Assert.Matches(@"NOTED, NEWEST FIRST\nNorthbank called \(support, [0-9]{2}:[0-9]{2} UTC\)\n\n", text);

        await Form(id, "notes", ("text", new string('x', 2_000)), ("actor", "support"));
        Assert.InRange((await Handoff()).Count(c => c == 'x'), 290, 310);
        for (var i = 1; i <= 20; i++)
            await Form(id, "notes", ("text", $"note {i}"), ("actor", "support"));
        text = await Handoff();
        Assert.Contains("note 1 (", text, StringComparison.Ordinal);
        Assert.Matches("NEWEST FIRST\nnote 20 ", text);
        Assert.Contains("2 earlier notes are on the page of the alert\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Northbank", text, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", text, StringComparison.Ordinal);

        async Task<string> Handoff() => (await Api(id, "handoff", new { note = "" })).GetProperty("text").GetString()!;
    }

    [Theory]
    [InlineData("platform-svc", "night-desk", "No owner", "label team of the sender: night-desk")]
    [InlineData("feed", "night-desk", "data", "label team of the sender: night-desk")]
    [InlineData("feed", "data", "data", null)]
    [InlineData("platform-svc", " ", "No owner", null)]
    public async Task The_team_that_the_sender_names_is_shown_as_the_senders_word(string service, string team, string owner, string? said)
    {
        var id = await Fire("firing", "2026-03-02T04:10:00Z", service == "feed" ? "LoadStale" : "Odd", "critical", 1, service, team);
        var shown = (await Page(id)).QuerySelector("#alert-bar .own2 dd")!.TextContent;
        Assert.Contains(owner, shown, StringComparison.Ordinal);
        Assert.Equal(said is not null, shown.Contains("label team of the sender", StringComparison.Ordinal));
        Assert.Contains(said ?? "", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_stand_in_the_history_in_order_and_without_words_there_is_none()
    {
        var id = await Fire();
        await Form(id, "notes", ("text", "called <b>Northbank</b>"), ("actor", "support"));
        await Form(id, "notes", ("text", "  \n "));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.PostAsJsonAsync($"/api/alerts/{id}/notes", new { text = " " }, Cancellation)).StatusCode
        );
        await Api(id, "notes", new { text = new string('x', 3_000), actor = "support" });
        var log = (await One(id)).GetProperty("log").EnumerateArray().ToList();
        Assert.Equal(["note", "note"], log.Select(e => e.GetProperty("what").GetString()));
        Assert.InRange(log[1].GetProperty("text").GetString()!.Length, 1_900, 2_000);
        var page = await Page(id);
        Assert.Null(page.QuerySelector("#history b b"));
        Assert.Contains("called <b>Northbank</b>", page.QuerySelector("#history")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("newest first", page.QuerySelector("#log")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_22_the_checklist_has_each_step_with_its_command_and_result_beside_it()
    {
        var id = await Fire();
        var page = await Page(id);
        Assert.Equal(
            ["step-diagnosis-1", "step-remediation-1", "step-remediation-2", "step-verification-1"],
            page.QuerySelectorAll("input.step").Select(b => b.Id)
        );
        // What stands in a section beside its steps is read before them.
        Assert.Contains("Never on the standby.", page.QuerySelector("form.todo")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("ssh batch-01 df -h", page.QuerySelector("#li-step-diagnosis-1 code")!.TextContent);
        Assert.NotNull(page.QuerySelector("#li-step-remediation-1 .cmd.risk"));
        Assert.Null(page.QuerySelector("#li-step-diagnosis-1 .cmd.risk"));
        Assert.NotNull(page.QuerySelector("#li-step-diagnosis-1.now"));

        // The button of a step saves it with what came of it, also where the box was not ticked.
        await Form(id, "steps", ("document", "load"), ("seen", ""), ("did", "step-diagnosis-1"), ("actor", "mei"));
        await Form(
            id,
            "steps",
            ("document", "load"),
            ("seen", "step-diagnosis-1"),
            ("step", "step-diagnosis-1"),
            ("resultof", "step-remediation-1"),
            ("result", "28 GB free"),
            ("was", ""),
            ("actor", "mei")
        );
        await Form(
            id,
            "steps",
            ("document", "load"),
            ("seen", "step-diagnosis-1 step-remediation-1"),
            ("step", "step-diagnosis-1"),
            ("step", "step-remediation-1"),
            ("skip", "step-remediation-2"),
            ("actor", "jan")
        );
        page = await Page(id);
        Assert.Equal(
            ["step-diagnosis-1", "step-remediation-1", "step-remediation-2"],
            page.QuerySelectorAll("input.step[checked]").Select(b => b.Id)
        );
        Assert.Equal("28 GB free", ((IHtmlInputElement)page.QuerySelector("#result-step-remediation-1")!).Value);
        Assert.Equal("not relevant", ((IHtmlInputElement)page.QuerySelector("#result-step-remediation-2")!).Value);
        Assert.Contains("3 of 4 done", page.QuerySelector("#progress")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("jan did step 2: Start the load again.", page.QuerySelector("#history")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_has_the_most_urgent_first_and_is_narrowed_down_by_what_is_there()
    {
        await Fire("firing", "2026-03-02T04:00:00Z", "Quiet", "info", 1, "platform-svc");
        await Fire("firing", "2026-03-02T04:10:00Z", "Odd", "tier-seven", 1);
        await Fire("firing", "2026-03-02T04:20:00Z", "Young", "critical", 1);
        await Fire("firing", "2026-03-02T04:05:00Z", "Ticketed", "warning", 1);
        var older = await Fire("firing", "2026-03-02T04:15:00Z", "Older", "page", 1);
        await Fire("resolved", "2026-03-02T03:00:00Z", "Over", "critical", 1);
        Assert.Equal(["Older", "Young", "Ticketed", "Odd", "Quiet", "Over"], Names(await Parse("/alerts")));
        // Whom nobody has comes before what somebody has.
        await Form(older, "acknowledge", ("actor", "mei"));
        var list = await Parse("/alerts");
        Assert.Equal(["Young", "Older", "Ticketed", "Odd", "Quiet", "Over"], Names(list));
        Assert.Equal(
            ["sev1", "sev1", "sev2", "sev0", "sev3", "sev1"],
            list.QuerySelectorAll("tbody td:first-child .b").Select(b => b.ClassName!.Split(' ')[1])
        );

        Assert.Equal(["Young", "Ticketed", "Odd", "Quiet"], Names(await Parse("/alerts?state=nobody")));
        Assert.Equal(["Ticketed"], Names(await Parse("/alerts?severity=Warning")));
        Assert.Equal(["Quiet"], Names(await Parse("/alerts?service=platform-svc")));
        Assert.Equal(["Older"], Names(await Parse("/alerts?q=alertname%3Dolder")));
        Assert.Equal(6, Names(await Parse("/alerts?runbook=none")).Count);
        Assert.Empty(Names(await Parse("/alerts?runbook=complete")));
        Assert.Contains("No matching alerts", (await Parse("/alerts?owner=absent")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            "absent",
            (await Parse("/alerts?owner=absent")).QuerySelector("select[name=owner] option[selected]")!.GetAttribute("value")
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/alerts?runbook=7", Cancellation)).StatusCode);
    }

    private static List<string> Names(IHtmlDocument list) => [.. list.QuerySelectorAll("a.name").Select(a => a.TextContent)];

    private Task<string> Fire(string status = "firing", string startsAt = "2026-03-02T04:10:00Z", int heard = 1) =>
        Fire(status, startsAt, "LoadStale", "critical", heard);

    private async Task<string> Fire(
        string status,
        string startsAt,
        string name,
        string severity,
        int heard,
        string service = "feed",
        string? team = null
    )
    {
        var payload = $$"""
            {"version": "4", "alerts": [{"status": "{{status}}", "labels": {"alertname": "{{name}}", "severity": "{{severity}}",
              "service": "{{service}}", "instance": "batch-01:9100"{{(
                team is null ? "" : $", \"team\": \"{team}\""
            )}}}, "annotations": {"summary": "zebra {{heard}}"},
              "startsAt": "{{startsAt}}", "endsAt": "{{(status == "resolved" ? "2026-03-02T05:00:00Z" : "0001-01-01T00:00:00Z")}}",
              "fingerprint": "{{name}}"}]}
            """;
        using var body = new StringContent(payload, Encoding.UTF8, "application/json");
        (await client.PostAsync("/hooks/alertmanager", body, Cancellation)).EnsureSuccessStatusCode();
        for (var guard = 0; guard < 600; guard++, await Task.Delay(25, Cancellation))
        {
            var alerts = await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation);
            foreach (var item in alerts.GetProperty("alerts").EnumerateArray())
                if (
                    item.GetProperty("alert") is var alert
                    && alert.GetProperty("name").GetString() == name
                    && alert.GetProperty("heard").GetInt32() >= heard
                )
                    return alert.GetProperty("id").GetString()!;
        }
        throw new InvalidOperationException("The alert was never read.");
    }

    private async Task<JsonElement> One(string id) => await client.GetFromJsonAsync<JsonElement>($"/api/alerts/{id}", Cancellation);

    private async Task<JsonElement> Alert(string id) => (await One(id)).GetProperty("alert");

    private async Task<JsonElement> Api(string id, string what, object body)
    {
        var answer = await client.PostAsJsonAsync($"/api/alerts/{id}/{what}", body, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return answer.StatusCode == HttpStatusCode.NoContent ? default : await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private Task<HttpResponseMessage> Form(string id, string what, params (string Name, string Value)[] fields) =>
        client.PostAsync(
            $"/alerts/{id}/{what}",
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            Cancellation
        );

    private Task<IHtmlDocument> Page(string id) => Parse($"/alerts/{id}");

    private async Task<IHtmlDocument> Parse(string url) => new HtmlParser().ParseDocument(await client.GetStringAsync(url, Cancellation));

    private string Message(string id)
    {
        var alerts = server.Services.GetRequiredService<LiveAlerts>();
        return alerts.MessageOf(alerts.Find(id).Alert!, new("https://kb.example/")).PlainText();
    }
}
